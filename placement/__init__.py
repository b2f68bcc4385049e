"""Where each stage of an application runs: the EdgeProg language, its data flow graph, profiles and the partitioner."""
