"""IoTBench: problems to decompose and functions to write, apart from everything that the models are shown."""
