"""A temporal convolutional network applied to signals in NumPy."""

from __future__ import annotations

import numpy as np


def _causal(values: np.ndarray, weight: np.ndarray, bias: np.ndarray, dilation: int) -> np.ndarray:
    reach = (weight.shape[2] - 1) * dilation
    padded = np.pad(values, ((0, 0), (reach, 0), (0, 0)))
    length = values.shape[1]
    taps = (padded[:, tap * dilation : tap * dilation + length] @ weight[:, :, tap].T for tap in range(weight.shape[2]))
    return np.asarray(sum(taps) + bias)


def temporal_convolution(windows: np.ndarray, weights: dict[str, np.ndarray]) -> tuple[np.ndarray, int]:
    """Run a trained temporal convolutional network over signals: residual blocks of two causal convolutions whose
    dilation doubles from block to block, so that an output depends on the past alone.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        signals, normalised as in training
    weights : dict[str, numpy.ndarray]
        for block n from 0: ``n.first.weight`` (filters, channels, kernel), ``n.first.bias``, ``n.second.weight``,
        ``n.second.bias`` and, where the channels change, ``n.skip.weight`` (filters, channels, 1) and ``n.skip.bias``

    Returns
    -------
    states : numpy.ndarray, shape (windows, length, filters)
        outputs of the last block at every sample
    reach : int, in samples
        how many samples an output depends on, its own included

    Raises
    ------
    ValueError
        where there is no block 0 or shapes do not fit

    Notes
    -----
    Time: O(windows times length times blocks times filters² times kernel). Memory: O(windows times length times
    filters).
    Keywords: TCN, dilated convolution, causal, sequence model, neural network inference.
    Plain NumPy.

    References
    ----------
    S. Bai, J. Z. Kolter and V. Koltun, "An Empirical Evaluation of Generic Convolutional and Recurrent Networks for
    Sequence Modeling", 2018, section 3. arXiv:1803.01271

    Examples
    --------
    >>> one = np.array([[[1.0, 1.0]]])
    >>> block = {"0.first.weight": one, "0.second.weight": one}
    >>> block |= {"0.first.bias": np.zeros(1), "0.second.bias": np.zeros(1)}
    >>> states, reach = temporal_convolution(np.array([[[0.0], [1.0], [0.0], [0.0]]]), block)
    >>> states[0, :, 0].tolist(), reach
    ([0.0, 2.0, 2.0, 1.0], 3)
    """
    values, block, reach = np.asarray(windows, float), 0, 1
    if values.ndim != 3 or "0.first.weight" not in weights or weights["0.first.weight"].shape[1] != values.shape[2]:
        raise ValueError(f"windows of shape {values.shape} do not fit the weights of block 0")
    while f"{block}.first.weight" in weights:
        residual, dilation = values, 2**block
        for layer in ("first", "second"):
            kernels = weights[f"{block}.{layer}.weight"]
            values = np.maximum(_causal(values, kernels, weights[f"{block}.{layer}.bias"], dilation), 0.0)
            reach += (kernels.shape[2] - 1) * dilation
        if f"{block}.skip.weight" in weights:
            residual = _causal(residual, weights[f"{block}.skip.weight"], weights[f"{block}.skip.bias"], 1)
        values, block = np.maximum(values + residual, 0.0), block + 1
    return values, reach
