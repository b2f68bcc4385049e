"""Unbalance of a three-phase supply."""

from __future__ import annotations

import numpy as np


def negative_sequence_share(voltages: np.ndarray, rate: float, frequency: float) -> float:
    """Give the unbalance of a three-phase supply: the magnitude of the negative-sequence over that of the
    positive-sequence component of the fundamental phasors. With phasors A, B, C and a = exp(2 pi j / 3) these are (A +
    a**2 B + a C) / 3 and (A + a B + a**2 C) / 3.

    Parameters
    ----------
    voltages : numpy.ndarray, shape (samples, 3), in V
        voltages of the phases A, B, C, over a whole number of periods; B lags A by a third of a period where the
        sequence is positive
    rate : float, in Hz
        sampling rate
    frequency : float, in Hz
        fundamental frequency

    Returns
    -------
    share : float, in %
        unbalance; harmonics and direct voltage have no influence

    Raises
    ------
    ValueError
        where there is no positive sequence
    """
    turns = np.exp(-2j * np.pi * frequency * np.arange(len(voltages)) / rate)
    first, second, third = turns @ np.asarray(voltages) * 2 / len(voltages)
    a = np.exp(2j * np.pi / 3)
    positive, negative = abs(first + a * second + a**2 * third), abs(first + a**2 * second + a * third)
    if positive < 1e-9:
        raise ValueError("voltages: no positive sequence")
    return float(100.0 * negative / positive)
