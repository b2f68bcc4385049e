"""A small convolutional network applied to sensor windows in NumPy."""

from __future__ import annotations

import numpy as np


def _convolved(values: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    patches = np.lib.stride_tricks.sliding_window_view(values, weight.shape[2], axis=1)
    return np.asarray(np.maximum(np.einsum("btck,fck->btf", patches, weight, optimize=True) + bias, 0.0))


def _halved(values: np.ndarray) -> np.ndarray:
    even = values[:, : values.shape[1] // 2 * 2]
    return np.asarray(np.maximum(even[:, ::2], even[:, 1::2]))


def cnn_inference(windows: np.ndarray, weights: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Classify sensor windows with a trained one-dimensional convolutional network: convolutions with rectifiers,
    halved between layers, mean and maximum over time, one dense layer and a softmax.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        sensor windows as in training
    weights : dict[str, numpy.ndarray]
        ``mean`` and ``spread`` (channels,); ``convolution1.weight`` (filters, channels, kernel) and
        ``convolution1.bias``, the same for further layers; ``dense.weight`` (classes, 2 times filters),
        ``dense.bias`` and ``classes``

    Returns
    -------
    predicted : numpy.ndarray, shape (windows,)
        most probable class of each window
    probabilities : numpy.ndarray, shape (windows, classes)
        rows that sum to 1

    Raises
    ------
    ValueError
        where the channels do not fit the weights or the windows are shorter than the kernels need

    Notes
    -----
    Time: O(windows times length times filters times channels times kernel). Memory: O(windows times length times
    channels times kernel).
    Keywords: neural network, 1-D CNN, deep learning, edge inference, human activity recognition.
    Plain NumPy.

    References
    ----------
    Z. Wang, W. Yan and T. Oates, "Time Series Classification from Scratch with Deep Neural Networks: A Strong
    Baseline", IJCNN, 2017, section II. doi:10.1109/IJCNN.2017.7966039

    Examples
    --------
    >>> edge = {"convolution1.weight": np.array([[[-1.0, 1.0]]]), "convolution1.bias": np.zeros(1)}
    >>> head = {"dense.weight": np.array([[0.0, 0.0], [0.0, 9.0]]), "dense.bias": np.array([1.0, 0.0])}
    >>> plain = {"mean": np.zeros(1), "spread": np.ones(1), "classes": np.array(["flat", "step"])}
    >>> cnn_inference(np.array([[[0.0], [0.0], [0.0]], [[0.0], [1.0], [1.0]]]), edge | head | plain)[0].tolist()
    ['flat', 'step']
    """
    windows = np.asarray(windows, float)
    if windows.ndim != 3 or windows.shape[2] != len(weights["mean"]):
        raise ValueError(f"windows {windows.shape} must be (windows, length, {len(weights['mean'])} channels)")
    values, layer = (windows - weights["mean"]) / weights["spread"], 1
    while f"convolution{layer}.weight" in weights:
        kernels = weights[f"convolution{layer}.weight"]
        values = _halved(values) if layer > 1 else values
        if values.shape[1] < kernels.shape[2]:
            raise ValueError(f"windows of {windows.shape[1]} samples are too short for layer {layer}")
        values, layer = _convolved(values, kernels, weights[f"convolution{layer}.bias"]), layer + 1
    pooled = np.hstack([values.mean(axis=1), values.max(axis=1)])
    logits = pooled @ weights["dense.weight"].T + weights["dense.bias"]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(weights["classes"])[logits.argmax(axis=1)], powers / powers.sum(axis=1, keepdims=True)
