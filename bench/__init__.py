"""Benchmarks that anyone can run: ``python -m bench.<name>`` prints a table and one line of JSON."""
