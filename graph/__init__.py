"""The LangGraph state machine: decompose, transform, check, generate, assemble. It sees only ``core``."""
