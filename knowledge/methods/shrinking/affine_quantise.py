"""A tensor in eight bits."""

from __future__ import annotations

import numpy as np


def affine_quantise(
    tensor: np.ndarray, lowest: float = np.inf, highest: float = -np.inf, bits: int = 8
) -> tuple[np.ndarray, float, int]:
    """Map the values of a tensor to signed integers by a scale and a zero point (affine quantisation), so that the value 0,
    which padding and ReLU produce, is met exactly. A value is about scale * (integer - zero).

    Parameters
    ----------
    tensor : numpy.ndarray, shape (...)
        activations or weights of any shape, without NaN
    lowest : float
        lower end of the range, as calibration found it; by default the smallest value
    highest : float
        upper end of the range; by default the greatest value
    bits : int
        2 to 16

    Returns
    -------
    quantised : numpy.ndarray, shape (...)
        int8 up to eight bits, else int16, of the tensor's shape; what lies outside of the range is saturated
    scale : float
        value of one step
    zero : int
        integer that stands for 0.0

    Raises
    ------
    ValueError
        where the tensor is empty or not finite, or the bits are out of range

    Notes
    -----
    Time: O(values). Memory: O(values). Plain NumPy.
    Keywords: int8, TinyML, zero point, asymmetric, post-training quantisation.

    References
    ----------
    B. Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", CVPR
    2018, section 2.1 and equation (13). doi:10.1109/CVPR.2018.00286

    Examples
    --------
    >>> quantised, scale, zero = affine_quantise(np.array([0.0, 1.0, 2.55]))
    >>> quantised.tolist(), round(scale, 6), zero
    ([-128, -28, 127], 0.01, -128)
    """
    tensor = np.asarray(tensor, dtype=float)
    if tensor.size == 0 or not np.isfinite(tensor).all():
        raise ValueError("tensor: is empty or not finite")
    if not 2 <= bits <= 16:
        raise ValueError(f"bits: {bits} is not between 2 and 16")
    given = lowest <= highest
    low = min(lowest if given else float(tensor.min()), 0.0)
    high = max(highest if given else float(tensor.max()), 0.0)
    least, most = -(1 << bits - 1), (1 << bits - 1) - 1
    scale = (high - low) / (most - least) or 1.0
    zero = int(np.clip(np.rint(least - low / scale), least, most))
    quantised = np.clip(np.rint(tensor / scale) + zero, least, most)
    return quantised.astype(np.int8 if bits <= 8 else np.int16), scale, zero
