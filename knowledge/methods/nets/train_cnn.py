"""A small convolutional network trained on sensor windows in NumPy."""

from __future__ import annotations

import numpy as np

Weights = dict[str, np.ndarray]
FIRST, SECOND = 0.9, 0.999


def _start(channels: int, classes: int, filters: int, kernel: int, generator: np.random.Generator) -> Weights:
    return {
        "convolution1.weight": generator.normal(0, np.sqrt(2 / (channels * kernel)), (filters, channels, kernel)),
        "convolution1.bias": np.zeros(filters),
        "dense.weight": generator.normal(0, np.sqrt(1 / (2 * filters)), (classes, 2 * filters)),
        "dense.bias": np.zeros(classes),
    }


def _gradients(windows: np.ndarray, one_hot: np.ndarray, weights: Weights) -> Weights:
    kernels = weights["convolution1.weight"]
    patches = np.lib.stride_tricks.sliding_window_view(windows, kernels.shape[2], axis=1)
    patches = patches.reshape(*patches.shape[:2], -1)
    active = np.maximum(patches @ kernels.reshape(len(kernels), -1).T + weights["convolution1.bias"], 0.0)
    count, length, filters = active.shape
    pooled = np.hstack([active.mean(axis=1), active.max(axis=1)])
    logits = pooled @ weights["dense.weight"].T + weights["dense.bias"]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    error = (powers / powers.sum(axis=1, keepdims=True) - one_hot) / count
    back = error @ weights["dense.weight"]
    at_most = np.arange(length)[None, :, None] == active.argmax(axis=1)[:, None, :]
    below = (back[:, None, :filters] / length + back[:, None, filters:] * at_most) * (active > 0)
    return {
        "convolution1.weight": np.tensordot(below, patches, axes=((0, 1), (0, 1))).reshape(kernels.shape),
        "convolution1.bias": below.sum(axis=(0, 1)),
        "dense.weight": error.T @ pooled,
        "dense.bias": error.sum(axis=0),
    }


def train_cnn(
    windows: np.ndarray,
    labels: np.ndarray,
    filters: int = 16,
    kernel: int = 9,
    epochs: int = 30,
    learning_rate: float = 0.005,
    seed: int = 0,
) -> dict[str, np.ndarray]:
    """Train a one-dimensional convolutional network with one layer of filters on labelled sensor windows, by Adam on
    the cross entropy, without a deep learning framework.

    Parameters
    ----------
    windows : numpy.ndarray, shape (windows, length, channels)
        training windows
    labels : numpy.ndarray, shape (windows,)
        their classes
    filters : int
        number of filters
    kernel : int, in samples
        length of a filter
    epochs : int
        passes over the training windows
    learning_rate : float
        step size of Adam; it falls to zero over the epochs
    seed : int
        of the first weights and of the order

    Returns
    -------
    weights : dict[str, numpy.ndarray]
        all that inference needs: ``mean``, ``spread``, ``convolution1.weight`` (filters, channels, kernel),
        ``convolution1.bias``, ``dense.weight`` (classes, 2 times filters), ``dense.bias`` and ``classes``

    Raises
    ------
    ValueError
        where windows and labels differ in number, there is one class only, or windows are shorter than the kernel

    Notes
    -----
    Time: O(epochs times windows times length times filters times channels times kernel).
    Memory: O(windows times length times channels + 32 times length times channels times kernel).
    Keywords: neural network training, 1-D CNN, backpropagation, Adam, on-device learning.
    Plain NumPy.

    References
    ----------
    D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR, 2015, algorithm 1. arXiv:1412.6980.
    Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
    Proceedings of the IEEE 86(11), 1998. doi:10.1109/5.726791

    Examples
    --------
    >>> steps = np.zeros((40, 20, 1))
    >>> steps[::2, 10] = 1.0
    >>> weights = train_cnn(steps, np.tile(["spike", "flat"], 20), filters=2, kernel=3, epochs=3)
    >>> weights["convolution1.weight"].shape, weights["classes"].tolist()
    ((2, 1, 3), ['flat', 'spike'])
    """
    windows, labels = np.asarray(windows, float), np.asarray(labels)
    classes, codes = np.unique(labels, return_inverse=True)
    if windows.ndim != 3 or len(windows) != len(labels) or len(classes) < 2 or windows.shape[1] < kernel:
        raise ValueError(
            f"windows {windows.shape} with {len(labels)} labels of {len(classes)} classes cannot be trained on"
        )
    generator, mean = np.random.default_rng(seed), windows.mean(axis=(0, 1))
    spread = np.maximum(windows.std(axis=(0, 1)), 1e-9)
    scaled, one_hot = (windows - mean) / spread, np.eye(len(classes))[codes]
    weights = _start(windows.shape[2], len(classes), filters, kernel, generator)
    first, second = ({name: np.zeros_like(value) for name, value in weights.items()} for _ in range(2))
    batches = [
        batch
        for _ in range(epochs)
        for batch in np.array_split(generator.permutation(len(windows)), -(-len(windows) // 32))
    ]
    for step, batch in enumerate(batches, 1):
        rate = learning_rate * (1 - (step - 1) / len(batches))
        for name, gradient in _gradients(scaled[batch], one_hot[batch], weights).items():
            first[name] = FIRST * first[name] + (1 - FIRST) * gradient
            second[name] = SECOND * second[name] + (1 - SECOND) * gradient**2
            root = np.sqrt(second[name] / (1 - SECOND**step)) + 1e-8
            weights[name] = weights[name] - rate * first[name] / (1 - FIRST**step) / root
    return {"mean": mean, "spread": spread, "classes": classes, **weights}
