"""The five benchmarks of the technical report, and what its figures show of them."""
