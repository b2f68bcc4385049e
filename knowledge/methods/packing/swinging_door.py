"""Archived points of a process value by the swinging door."""

from __future__ import annotations

import numpy as np


def swinging_door(signal: np.ndarray, rate: float, deviation: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Choose which readings of a process value are worth keeping: two doors open from the last kept reading, hinged the
    deviation above and below it; when they stand further open than parallel, the reading before is kept as well (swinging
    door trending). Straight lines between kept readings stay within the deviation of all others.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        readings at regular times, without NaN
    rate : float, in Hz
        sampling rate
    deviation : float
        greatest error of the restored line, in the signal's unit

    Returns
    -------
    vertex_times : numpy.ndarray, shape (vertices,), in s
        times of the kept readings, first and last among them
    vertex_values : numpy.ndarray, shape (vertices,)
        the kept readings

    Raises
    ------
    ValueError
        where the rate is not above 0, a reading is not finite, or the deviation is not above 0

    Notes
    -----
    Time: O(samples). Memory: O(vertices). Plain NumPy. The door is held to lines through kept readings: a point is kept as
    soon as the line to it would leave the corridor of one before.
    Keywords: historian, lossy compression, trend recording, dead band, edge log.

    References
    ----------
    E. H. Bristol, "Swinging Door Trending: Adaptive Trend Recording?", ISA National Conference Proceedings, 1990.

    Examples
    --------
    >>> where, what = swinging_door(np.array([0, 1, 2, 3, 2, 1, 0.0]), 1.0, 0.1)
    >>> where.tolist(), what.tolist()
    ([0.0, 3.0, 6.0], [0.0, 3.0, 0.0])
    """
    signal = np.asarray(signal, dtype=float)
    if signal.ndim != 1 or rate <= 0:
        raise ValueError("signal, rate: one row and a rate above 0 are needed")
    if not np.isfinite(signal).all() or deviation <= 0:
        raise ValueError("signal, deviation: readings must be finite and the deviation above 0")
    times = np.arange(signal.size) / rate
    kept = [0][: signal.size]
    lower, upper = -np.inf, np.inf
    for index in range(1, signal.size):
        slope = (signal[index] - signal[kept[-1]]) / (times[index] - times[kept[-1]])
        if not lower <= slope <= upper:
            kept.append(index - 1)
            lower, upper = -np.inf, np.inf
        span = times[index] - times[kept[-1]]
        rise = signal[index] - signal[kept[-1]]
        lower, upper = max(lower, (rise - deviation) / span), min(upper, (rise + deviation) / span)
    kept += [signal.size - 1] * (signal.size > 1)
    return times[kept], signal[kept]
