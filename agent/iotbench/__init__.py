"""IoTBench run on a model: its answers asked for and kept, its programs judged in the sandbox, the table of scores."""
