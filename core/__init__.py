"""Plain data and contracts: what every other room shares, and nothing heavier than the standard library."""
