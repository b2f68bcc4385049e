"""The assembled agent: the only room that knows all others."""
