"""Wrong: it puts the mean stage into the curve."""

from __future__ import annotations

import numpy as np


def discharge_volume(
    times: np.ndarray, stage: np.ndarray, zero: float, coefficient: float, exponent: float
) -> tuple[float, float]:
    """Water that ran down a river by its stage."""
    usual = max(0.0, float(np.nanmean(stage)) - zero)
    highest = max(0.0, float(np.nanmax(stage)) - zero)
    return float(coefficient * usual**exponent * (times[-1] - times[0])), coefficient * highest**exponent
