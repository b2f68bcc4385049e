"""Wrong: it thresholds the amplitude."""

from __future__ import annotations

import numpy as np


def emg_onset_teager(signal: np.ndarray, rate: float, rest: float, height: float = 8.0, hold: float = 0.06) -> int:
    """Muscle onset by the Teager-Kaiser energy."""
    quiet = np.abs(signal[: round(rest * rate)])
    above = np.flatnonzero(np.abs(signal) > quiet.mean() + 3 * quiet.std())
    return int(above[0]) if len(above) else -1
