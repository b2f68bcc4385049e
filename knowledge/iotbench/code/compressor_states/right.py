"""Thermostat that spares its compressor."""

from __future__ import annotations

import numpy as np


def compressor_states(
    temperatures: np.ndarray, interval: float, on_above: float, off_below: float, rest: float
) -> np.ndarray:
    """Switch a freezer's compressor with hysteresis and a rest. At each sample a running compressor stops where the
    temperature is below off_below; a stopped one starts where it is above on_above and the compressor was switched off
    at least the rest ago. Before the first sample it has been off for long.

    Parameters
    ----------
    temperatures : numpy.ndarray, shape (samples,), in °C
        temperatures in the freezer
    interval : float, in s
        time between samples
    on_above : float, in °C
        upper switching point
    off_below : float, in °C
        lower switching point
    rest : float, in s
        shortest time between switching off and on

    Returns
    -------
    running : numpy.ndarray, shape (samples,)
        True where the compressor runs from this sample on
    """
    running = np.zeros(len(temperatures), dtype=bool)
    runs, stopped = False, -np.inf
    for number, temperature in enumerate(temperatures):
        if runs and temperature < off_below:
            runs, stopped = False, number * interval
        elif not runs and temperature > on_above and number * interval - stopped >= rest:
            runs = True
        running[number] = runs
    return running
