"""The data sets that models are tuned on: specification to code (CGD) and problem to sub-tasks (TDD)."""
