"""Scale with automatic zero tracking."""

from __future__ import annotations

import numpy as np


def scale_auto_zero(
    counts: np.ndarray, zero: float, scale: float, band: float = 0.02, creep: float = 0.1
) -> np.ndarray:
    """Turn the counts of a load cell into weights with automatic zero tracking. Each weight is (counts - zero) * scale;
    where its magnitude is no more than the band, the zero is then moved by the share creep of counts - zero, which the
    following samples see.

    Parameters
    ----------
    counts : numpy.ndarray, shape (samples,)
        converter readings
    zero : float
        reading of the empty scale at the beginning
    scale : float, in kg
        weight of one count
    band : float, in kg
        weights up to this are taken for an empty scale
    creep : float
        share by which the zero follows

    Returns
    -------
    weights : numpy.ndarray, shape (samples,), in kg
        the weights
    """
    weights = np.empty(len(counts))
    for number, reading in enumerate(counts):
        weights[number] = (reading - zero) * scale
        if abs(weights[number]) <= band:
            zero += creep * (reading - zero)
    return weights
