"""A smaller layer by leaving out whole channels."""

from __future__ import annotations

import numpy as np


def channel_pruning(
    weights: np.ndarray, bias: np.ndarray, next_weights: np.ndarray, keep: float = 0.5
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Remove the output channels of a layer whose weights have the least sum of magnitudes, with their biases and with the inputs
    of the next layer that they fed. What is left is a dense, smaller network that is faster on any device.

    Parameters
    ----------
    weights : numpy.ndarray, shape (channels, ...)
        dense or convolution weights of the layer, output channels first
    bias : numpy.ndarray, shape (channels,)
        its biases
    next_weights : numpy.ndarray, shape (outputs, channels, ...)
        weights of the layer behind it
    keep : float
        share of channels that stay, above 0 to 1; at least one does

    Returns
    -------
    small_weights : numpy.ndarray, shape (kept, ...)
        the layer's weights
    small_bias : numpy.ndarray, shape (kept,)
        its biases
    small_next : numpy.ndarray, shape (outputs, kept, ...)
        weights of the layer behind it
    kept : numpy.ndarray, shape (kept,)
        increasing numbers of the channels that stay

    Raises
    ------
    ValueError
        where shapes do not fit each other or the share is out of range

    Notes
    -----
    Time: O(weights). Memory: O(weights). Plain NumPy.
    Keywords: structured pruning, filter pruning, L1 norm, slimming, compression.

    References
    ----------
    H. Li, A. Kadav, I. Durdanovic, H. Samet and H. P. Graf, "Pruning Filters for Efficient ConvNets", ICLR 2017, section 3.1.
    arXiv:1608.08710

    Examples
    --------
    >>> small, _, _, kept = channel_pruning(np.array([[1.0, 1.0], [0.1, 0.1], [3.0, 0.0]]), np.zeros(3), np.ones((1, 3)), 0.67)
    >>> kept.tolist(), small.tolist()
    ([0, 2], [[1.0, 1.0], [3.0, 0.0]])
    """
    channels = len(weights)
    if bias.shape != (channels,) or next_weights.ndim < 2 or next_weights.shape[1] != channels:
        raise ValueError(f"weights: {channels} channels fit not bias {bias.shape} and next layer {next_weights.shape}")
    if not 0 < keep <= 1:
        raise ValueError(f"keep: {keep} is not above 0 and at most 1")
    norms = np.abs(weights).reshape(channels, -1).sum(axis=1)
    kept = np.sort(np.argsort(-norms, kind="stable")[: max(1, round(keep * channels))])
    return weights[kept], bias[kept], next_weights[:, kept], kept
