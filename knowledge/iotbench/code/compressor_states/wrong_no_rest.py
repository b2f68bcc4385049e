"""Wrong: it starts again at once."""

from __future__ import annotations

import numpy as np


def compressor_states(
    temperatures: np.ndarray, interval: float, on_above: float, off_below: float, rest: float
) -> np.ndarray:
    """Thermostat that spares its compressor."""
    running = np.zeros(len(temperatures), dtype=bool)
    runs, stopped = False, -np.inf
    for number, temperature in enumerate(temperatures):
        if runs and temperature < off_below:
            runs, stopped = False, number * interval
        elif not runs and temperature > on_above:
            runs = True
        running[number] = runs
    return running
