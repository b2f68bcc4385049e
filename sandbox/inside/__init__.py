"""What runs inside the sandbox, beside the program: standard library only, under whatever interpreter the run has."""
