"""Passages for a question. Without an index there are none, and every stage works from the problem alone."""
