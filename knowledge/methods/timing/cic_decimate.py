"""Decimation with additions alone."""

from __future__ import annotations

import numpy as np


def cic_decimate(signal: np.ndarray, factor: int, stages: int = 3) -> np.ndarray:
    """Lower the sampling rate of integer readings on a microcontroller without a multiplication: a cascade of integrators and
    combs (Hogenauer), which has zeros where the images alias onto 0 Hz. Its droop is one sinc a stage.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        integers of an analogue-to-digital converter
    factor : int
        by which the rate is divided
    stages : int
        integrators and combs; each falls off by a further sinc

    Returns
    -------
    signal : numpy.ndarray, shape (samples / factor,)
        in the unit of the input; the first `stages` values still fill the filter

    Raises
    ------
    ValueError
        where the signal is not one channel of integers, the factor is below 2, or 63 bits do not hold the sums

    Notes
    -----
    Time: O(samples stages). Memory: O(samples).
    Keywords: downsampling, anti-aliasing, sigma-delta, oversampling, microcontroller.
    Plain NumPy.

    References
    ----------
    E. B. Hogenauer, "An Economical Class of Digital Filters for Decimation and Interpolation", IEEE Trans. Acoust., Speech, Signal
    Process. 29(2), 1981. doi:10.1109/TASSP.1981.1163535

    Examples
    --------
    >>> cic_decimate(np.full(40, 1000), factor=8)[3:].tolist()
    [1000.0, 1000.0]
    """
    if signal.ndim != 1 or not np.issubdtype(signal.dtype, np.integer) or factor < 2 or stages < 1:
        raise ValueError("signal must be one channel of integers, the factor at least 2 and stages at least 1")
    largest = float(np.abs(signal).max(initial=1))
    if stages * np.log2(factor) + np.log2(max(largest, 1.0)) >= 63:
        raise ValueError("63 bits do not hold the sums: lower the factor or the stages")
    sums = signal.astype(np.int64)
    # Integrators may wrap around: the combs take the same wrap away again.
    with np.errstate(over="ignore"):
        for _ in range(stages):
            sums = np.cumsum(sums, dtype=np.int64)
        sums = sums[factor - 1 :: factor]
        for _ in range(stages):
            sums = np.diff(sums, prepend=np.int64(0))
    return sums / float(factor) ** stages
