"""Wrong: it waits until the level falls below a thousandth of the peak."""

from __future__ import annotations

import numpy as np


def reverberation_time(response: np.ndarray, rate: float) -> float:
    """Reverberation time of a room."""
    loud = np.abs(response)
    if loud.max() == 0:
        raise ValueError("response: silent")
    last = np.flatnonzero(loud > loud.max() / 1000)[-1]
    return float((last - np.argmax(loud)) / rate)
