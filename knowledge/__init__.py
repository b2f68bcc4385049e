"""What the models know: the method library, plans by hand, the data sets TDD and CGD, IoTBench."""
