"""Weights in eight bits with a scale for every channel."""

from __future__ import annotations

import numpy as np


def per_channel_quantise(weights: np.ndarray, axis: int = 0, bits: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Quantise the weights of a dense or convolution layer symmetrically with one scale for each output channel: a channel of
    small weights then keeps its resolution beside a channel of large ones. A weight is about scale * integer.

    Parameters
    ----------
    weights : numpy.ndarray, shape (...)
        weights of one layer, without NaN
    axis : int
        axis of the output channels
    bits : int
        2 to 8

    Returns
    -------
    quantised : numpy.ndarray, shape (...)
        int8 of the weights' shape, from -(2**(bits - 1) - 1) up, so that negation never overflows
    scales : numpy.ndarray, shape (channels,)
        value of one step in each channel

    Raises
    ------
    ValueError
        where the weights are empty or not finite, or the bits are out of range

    Notes
    -----
    Time: O(weights). Memory: O(weights). Plain NumPy.
    Keywords: int8, symmetric quantisation, TinyML, convolution kernels.

    References
    ----------
    R. Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference: A whitepaper", arXiv:1806.08342,
    2018, sections 2.2 and 2.4.

    Examples
    --------
    >>> quantised, scales = per_channel_quantise(np.array([[0.01, -0.02], [100.0, 40.0]]))
    >>> quantised.tolist()
    [[64, -127], [127, 51]]
    """
    weights = np.asarray(weights, dtype=float)
    if weights.size == 0 or not np.isfinite(weights).all():
        raise ValueError("weights: are empty or not finite")
    if not 2 <= bits <= 8:
        raise ValueError(f"bits: {bits} is not between 2 and 8")
    most = (1 << bits - 1) - 1
    rows = np.moveaxis(weights, axis, 0).reshape(weights.shape[axis], -1)
    scales = np.abs(rows).max(axis=1) / most
    scales[scales == 0] = 1.0
    shape = [1] * weights.ndim
    shape[axis] = -1
    return np.rint(weights / scales.reshape(shape)).astype(np.int8), scales
