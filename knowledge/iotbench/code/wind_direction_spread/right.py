"""Mean and spread of wind direction."""

from __future__ import annotations

import numpy as np


def wind_direction_spread(directions: np.ndarray) -> tuple[float, float]:
    """Give mean and standard deviation of wind directions in one pass, without a jump at north, by Yamartino's formula:
    with s and c the means of sine and cosine and e = sqrt(1 - (s**2 + c**2)), the deviation is
    arcsin(e) * (1 + (2 / sqrt(3) - 1) * e**3). A negative number under the root, from rounding, counts as 0.

    Parameters
    ----------
    directions : numpy.ndarray, shape (samples,), in deg
        directions, clockwise from north

    Returns
    -------
    mean : float, in deg
        direction of (s, c), 0 <= mean < 360
    spread : float, in deg
        standard deviation

    References
    ----------
    R. J. Yamartino, "A Comparison of Several Single-Pass Estimators of the Standard Deviation of Wind Direction",
    Journal of Climate and Applied Meteorology 23, 1984.
    """
    radians = np.radians(directions)
    sine, cosine = np.sin(radians).mean(), np.cos(radians).mean()
    e = np.sqrt(max(0.0, 1.0 - (sine**2 + cosine**2)))
    spread = np.arcsin(e) * (1.0 + (2.0 / np.sqrt(3.0) - 1.0) * e**3)
    return float(np.degrees(np.arctan2(sine, cosine)) % 360.0), float(np.degrees(spread))
