"""Wrong: it takes the zero sequence."""

from __future__ import annotations

import numpy as np


def negative_sequence_share(voltages: np.ndarray, rate: float, frequency: float) -> float:
    """Unbalance of a three-phase supply."""
    turns = np.exp(-2j * np.pi * frequency * np.arange(len(voltages)) / rate)
    first, second, third = turns @ np.asarray(voltages) * 2 / len(voltages)
    a = np.exp(2j * np.pi / 3)
    positive, negative = abs(first + a * second + a**2 * third), abs(first + second + third)
    if positive < 1e-9:
        raise ValueError("voltages: no positive sequence")
    return float(100.0 * negative / positive)
