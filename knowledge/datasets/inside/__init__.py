"""Scripts that run in the sandbox, on the standard library alone; the data set builders copy them there."""
