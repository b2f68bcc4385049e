"""Forward and reverse flow of a rolling meter."""

from __future__ import annotations

import numpy as np


def meter_flows(readings: np.ndarray, capacity: float) -> tuple[float, float]:
    """Give how much ran forward and backward through a meter whose counter begins at 0 again after it has reached its
    capacity. Between neighbouring readings less than half the capacity has passed, so the smaller change is right:
    a fall by more than half is a roll-over forward, a rise by more than half one backward.

    Parameters
    ----------
    readings : numpy.ndarray, shape (readings,), in m³
        counter readings in the order of time
    capacity : float, in m³
        the counter shows 0 in place of this

    Returns
    -------
    forward : float, in m³
        sum of the changes forward
    backward : float, in m³
        sum of the changes backward, as a positive number
    """
    changes = np.diff(np.asarray(readings, dtype=float))
    changes = (changes + capacity / 2) % capacity - capacity / 2
    return float(changes[changes > 0].sum()), float(-changes[changes < 0].sum())
