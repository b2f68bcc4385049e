"""Readings as counts of a fixed resolution."""

from __future__ import annotations

import numpy as np


def scaled_counts(signal: np.ndarray, resolution: float = 0.01, lowest: float = -40.0, bits: int = 14) -> np.ndarray:
    """Turn readings in a physical unit into the whole numbers that a radio sends: distance from the lowest reading in steps of
    the resolution, rounded to the nearest. What does not fit is refused, never wrapped around.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        readings without NaN
    resolution : float
        what one count stands for, in the signal's unit
    lowest : float
        reading that count 0 stands for
    bits : int
        room for a count, 1 to 62

    Returns
    -------
    counts : numpy.ndarray, shape (samples,)
        0 to 2**bits - 1; a reading is lowest + resolution * count

    Raises
    ------
    ValueError
        where a reading is not finite or outside of the range, or the resolution is not above 0

    Notes
    -----
    Time: O(samples). Memory: O(samples). Plain NumPy.
    Keywords: fixed point, scaling, offset binary, payload, Cayenne LPP.

    References
    ----------
    myDevices, "Cayenne Low Power Payload", section "Data Types": signed and offset counts with a resolution for each unit.

    Examples
    --------
    >>> scaled_counts(np.array([-40.0, 21.37])).tolist()
    [0, 6137]
    """
    signal = np.asarray(signal, dtype=float)
    if resolution <= 0 or not 1 <= bits <= 62:
        raise ValueError("resolution, bits: the resolution must be above 0, the bits 1 to 62")
    if not np.isfinite(signal).all():
        raise ValueError("signal: a reading is missing; fill or leave out NaN first")
    counts = np.rint((signal - lowest) / resolution)
    if counts.size and (counts.min() < 0 or counts.max() >= 2.0**bits):
        raise ValueError(f"signal: a reading lies outside of what {bits} bits hold")
    return counts.astype(np.int64)
