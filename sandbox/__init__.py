"""Runs of programs: their environment, isolation, limits and measures, and how right what they give is."""
