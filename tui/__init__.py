"""The terminal chat stands here, above ``agent`` and below ``cli``."""
