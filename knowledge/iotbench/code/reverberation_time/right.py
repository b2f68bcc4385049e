"""Reverberation time of a room."""

from __future__ import annotations

import numpy as np


def reverberation_time(response: np.ndarray, rate: float) -> float:
    """Give the reverberation time of a room from its impulse response by Schroeder's backward integration: the energy
    that is still to come, in dB relative to all of it, is fitted by a least-squares line between -5 and -25 dB and
    extrapolated to a decay of 60 dB.

    Parameters
    ----------
    response : numpy.ndarray, shape (samples,)
        sound pressure from before the bang until it has died away
    rate : float, in Hz
        its sampling rate

    Returns
    -------
    seconds : float, in s
        time for 60 dB

    Raises
    ------
    ValueError
        where the response is silent

    References
    ----------
    M. R. Schroeder, "New Method of Measuring Reverberation Time", Journal of the Acoustical Society of America 37,
    1965.
    """
    energy = np.cumsum(np.asarray(response, dtype=float)[::-1] ** 2)[::-1]
    if energy[0] == 0:
        raise ValueError("response: silent")
    decay = 10.0 * np.log10(np.maximum(energy / energy[0], 1e-30))
    part = np.flatnonzero((decay <= -5.0) & (decay >= -25.0))
    slope = np.polyfit(part / rate, decay[part], 1)[0]
    return float(-60.0 / slope)
