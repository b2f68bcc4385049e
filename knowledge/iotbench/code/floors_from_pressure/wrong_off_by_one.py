"""Wrong: it waits one sample too long."""

from __future__ import annotations

import numpy as np


def floors_from_pressure(pressure: np.ndarray, storey: float = 3.2, hold: int = 5) -> np.ndarray:
    """Floor changes from air pressure."""
    height = 44330.0 * (1.0 - (np.asarray(pressure) / pressure[0]) ** (1.0 / 5.255))
    nearest = np.round(height / storey).astype(int)
    settled = np.abs(height / storey - nearest) <= 0.25
    floors = np.zeros(len(height), dtype=int)
    run = 0
    for number in range(1, len(height)):
        same = settled[number - 1] and nearest[number] == nearest[number - 1]
        run = (run + 1 if same else 1) if settled[number] else 0
        floors[number] = nearest[number] if run > hold else floors[number - 1]
    return floors
