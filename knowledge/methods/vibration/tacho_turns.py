"""Turns of a shaft from a tachometer's signal."""

from __future__ import annotations

import numpy as np


def tacho_turns(signal: np.ndarray, rate: float, per_turn: int = 1) -> tuple[np.ndarray, float]:
    """Time the turns of a shaft from a tachometer or light barrier: rising edges through the middle between the low and the high
    level, armed again only below a quarter so that noise counts no edge twice, and timed between samples.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        output of the tachometer, any unit
    rate : float, in Hz
        its sampling rate
    per_turn : int
        pulses a turn

    Returns
    -------
    turns : numpy.ndarray, shape (turns,), in s
        when each turn begins, from the first sample on
    shaft : float, in Hz
        mean speed in turns a second

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or holds fewer than two turns

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: RPM, revolutions, encoder, keyphasor, rotational speed.
    Plain NumPy.

    References
    ----------
    K. R. Fyfe and E. D. S. Munck, "Analysis of computed order tracking", Mech. Syst. Signal Process. 11(2), 1997, section 2.
    doi:10.1006/mssp.1996.0056

    Examples
    --------
    >>> pulses = (np.arange(1000) % 50 < 10).astype(float)
    >>> turns, shaft = tacho_turns(pulses, 1000.0)
    >>> round(shaft, 3)
    20.0
    """
    if signal.ndim != 1 or signal.size < 3 or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of finite samples")
    low, high = np.quantile(signal, [0.02, 0.98])
    middle, quarter = (low + high) / 2, low + (high - low) / 4
    crossing = np.flatnonzero((signal[:-1] < middle) & (signal[1:] >= middle))
    armed = np.append(0, np.cumsum(signal < quarter))
    edges: list[int] = []
    for index in crossing.tolist():
        if not edges or armed[index + 1] > armed[edges[-1] + 1]:
            edges.append(index)
    before = np.array(edges[::per_turn], dtype=int)
    if before.size < 2 or high <= low:
        raise ValueError("signal holds fewer than two turns")
    turns = (before + (middle - signal[before]) / (signal[before + 1] - signal[before])) / rate
    return turns, float((turns.size - 1) / (turns[-1] - turns[0]))
