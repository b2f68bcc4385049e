"""One node a file: an async function ``(state, runtime) -> partial state``."""
