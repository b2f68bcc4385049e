"""Floor changes from air pressure."""

from __future__ import annotations

import numpy as np


def floors_from_pressure(pressure: np.ndarray, storey: float = 3.2, hold: int = 5) -> np.ndarray:
    """Follow the floor on which a barometer is, relative to its start. The height above the first sample is
    44330 * (1 - (p / p0) ** (1 / 5.255)). A new floor n is taken over when the height has been within a quarter of a
    storey of n storeys for the last samples, as many as hold says; until then the old floor stays.

    Parameters
    ----------
    pressure : numpy.ndarray, shape (samples,), in hPa
        air pressure, smoothed
    storey : float, in m
        height of a storey
    hold : int, in samples
        how many samples in a row, with the present one, must be near the new floor

    Returns
    -------
    floors : numpy.ndarray, shape (samples,)
        whole floors above (positive) or below (negative) the start, one a sample; the first is 0
    """
    height = 44330.0 * (1.0 - (np.asarray(pressure) / pressure[0]) ** (1.0 / 5.255))
    nearest = np.round(height / storey).astype(int)
    settled = np.abs(height / storey - nearest) <= 0.25
    floors = np.zeros(len(height), dtype=int)
    run = 0
    for number in range(1, len(height)):
        same = settled[number - 1] and nearest[number] == nearest[number - 1]
        run = (run + 1 if same else 1) if settled[number] else 0
        floors[number] = nearest[number] if run >= hold else floors[number - 1]
    return floors
