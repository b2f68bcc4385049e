"""An FIR filter in Q15 arithmetic."""

from __future__ import annotations

import numpy as np


def q15_fir(samples: np.ndarray, taps: np.ndarray) -> np.ndarray:
    """Filter Q15 samples with Q15 coefficients as a signal processor does: products of 30 fraction bits are summed in a wide
    accumulator without rounding in between, then shifted back to Q15 and saturated once.

    Parameters
    ----------
    samples : numpy.ndarray, shape (samples,)
        int16, the oldest first
    taps : numpy.ndarray, shape (taps,)
        int16 coefficients, that of the newest sample first

    Returns
    -------
    filtered : numpy.ndarray, shape (samples,)
        int16; before the first sample there is silence

    Raises
    ------
    ValueError
        where samples or taps are not rows of int16, or there is no tap

    Notes
    -----
    Time: O(samples taps). Memory: O(samples). Plain NumPy. Bits below the last are cut off, as the reference does.
    Keywords: fixed point, DSP, microcontroller, convolution, CMSIS-DSP.

    References
    ----------
    Arm, "CMSIS-DSP Software Library", section "Finite Impulse Response (FIR) Filters", arm_fir_q15.

    Examples
    --------
    >>> q15_fir(np.array([16384, 16384, 0], dtype=np.int16), np.array([16384, 16384], dtype=np.int16)).tolist()
    [8192, 16384, 8192]
    """
    samples, taps = np.asarray(samples), np.asarray(taps)
    if any(row.ndim != 1 or row.dtype != np.int16 for row in (samples, taps)) or taps.size == 0:
        raise ValueError("samples, taps: rows of int16 are needed, and at least one tap")
    if samples.size == 0:
        return samples.copy()
    totals = np.convolve(samples.astype(np.int64), taps.astype(np.int64))[: samples.size]
    return np.clip(totals >> 15, -32768, 32767).astype(np.int16)
