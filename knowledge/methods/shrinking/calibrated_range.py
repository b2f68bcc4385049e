"""The range of activations that is worth its bits."""

from __future__ import annotations

import numpy as np

_SHARES = np.linspace(0.05, 1.0, 96).tolist()


def _squared_error(values: np.ndarray, low: float, high: float, steps: int) -> float:
    scale = (high - low) / steps or 1.0
    restored = low + scale * np.rint((np.clip(values, low, high) - low) / scale)
    return float(np.mean((values - restored) ** 2))


def calibrated_range(activations: np.ndarray, bits: int = 8) -> tuple[float, float]:
    """Choose the range for quantising activations from a calibration set: shrink it from the extremes and take the one of least
    mean squared error, first at its upper end and then at its lower, so that one outlier does not cost all other values their resolution.

    Parameters
    ----------
    activations : numpy.ndarray, shape (...)
        values of one tensor over the calibration set, any shape, without NaN
    bits : int
        2 to 16

    Returns
    -------
    lowest : float
        lower end of the range, at most 0
    highest : float
        upper end of the range, at least 0

    Raises
    ------
    ValueError
        where there are no activations, all are 0, one is not finite, or the bits are out of range

    Notes
    -----
    Time: O(values). Memory: O(values). Plain NumPy.
    Keywords: clipping, saturation, calibration, post-training quantisation, outliers.

    References
    ----------
    R. Banner, Y. Nahshan and D. Soudry, "Post training 4-bit quantization of convolutional networks for rapid-deployment",
    NeurIPS 2019, section 2 (the clipping value is searched here, there it is derived).

    Examples
    --------
    >>> lowest, highest = calibrated_range(np.append(np.linspace(-1, 1, 10000), 20.0), bits=4)
    >>> highest < 10
    True
    """
    values = np.asarray(activations, dtype=float).ravel()
    if values.size == 0 or not np.isfinite(values).all() or not values.any():
        raise ValueError("activations: there are none but zeros, or one is not finite")
    if not 2 <= bits <= 16:
        raise ValueError(f"bits: {bits} is not between 2 and 16")
    steps = (1 << bits) - 1
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    high = min((share * high for share in _SHARES), key=lambda end: _squared_error(values, low, end, steps))
    low = min((share * low for share in _SHARES), key=lambda end: _squared_error(values, end, high, steps))
    return low, high
