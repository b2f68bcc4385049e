"""Samples and coefficients as Q15 numbers."""

from __future__ import annotations

import numpy as np

_ONE = 1 << 15


def q15_from_float(values: np.ndarray, full_scale: float = 1.0) -> tuple[np.ndarray, int]:
    """Turn real values into the 16-bit fractions that signal processors without a floating-point unit work with (Q15): one
    step is 2**-15 of full scale, rounded to the nearest, and what is too large saturates instead of wrapping around.

    Parameters
    ----------
    values : numpy.ndarray, shape (...)
        samples or coefficients of any shape, without NaN
    full_scale : float
        what -1.0 and 1.0 stand for, above 0

    Returns
    -------
    words : numpy.ndarray, shape (...)
        int16, of the values' shape
    saturated : int
        how many did not fit

    Raises
    ------
    ValueError
        where a value is NaN or the full scale is not above 0

    Notes
    -----
    Time: O(values). Memory: O(values). Plain NumPy.
    Keywords: fixed point, DSP, microcontroller, saturation, CMSIS-DSP.

    References
    ----------
    Arm, "CMSIS-DSP Software Library", section "Convert 32-bit floating point value", arm_float_to_q15.

    Examples
    --------
    >>> words, saturated = q15_from_float(np.array([0.5, -1.0, 1.0]))
    >>> words.tolist(), saturated
    ([16384, -32768, 32767], 1)
    """
    values = np.asarray(values, dtype=float)
    if np.isnan(values).any() or full_scale <= 0:
        raise ValueError("values, full_scale: a value is NaN, or the full scale is not above 0")
    rounded = np.rint(values / full_scale * _ONE)
    words = np.clip(rounded, -_ONE, _ONE - 1)
    return words.astype(np.int16), int((words != rounded).sum())
