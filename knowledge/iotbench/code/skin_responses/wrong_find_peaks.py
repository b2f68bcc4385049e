"""Wrong: it takes every prominent peak whatever its rise time."""

from __future__ import annotations

import numpy as np
from scipy.signal import find_peaks


def skin_responses(
    signal: np.ndarray, rate: float, least: float = 0.05, longest: float = 5.0
) -> tuple[np.ndarray, np.ndarray]:
    """Responses in skin conductance."""
    peaks, facts = find_peaks(signal, prominence=least)
    return peaks, np.asarray(facts["prominences"])
