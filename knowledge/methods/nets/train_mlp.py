"""A small multi-layer perceptron trained in NumPy with early stopping."""

from __future__ import annotations

import numpy as np

Layers = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _forward(inputs: np.ndarray, layers: Layers) -> tuple[np.ndarray, np.ndarray]:
    hidden = np.maximum(inputs @ layers[0] + layers[1], 0.0)
    logits = hidden @ layers[2] + layers[3]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return hidden, powers / powers.sum(axis=1, keepdims=True)


def _descend(
    inputs: np.ndarray, one_hot: np.ndarray, layers: Layers, speeds: Layers, rate: float, decay: float
) -> tuple[Layers, Layers]:
    hidden, probabilities = _forward(inputs, layers)
    error = (probabilities - one_hot) / len(inputs)
    below = (error @ layers[2].T) * (hidden > 0)
    gradients = (
        inputs.T @ below + decay * layers[0],
        below.sum(axis=0),
        hidden.T @ error + decay * layers[2],
        error.sum(axis=0),
    )
    faster = [0.9 * speed - rate * gradient for speed, gradient in zip(speeds, gradients, strict=True)]
    moved = [layer + speed for layer, speed in zip(layers, faster, strict=True)]
    return (moved[0], moved[1], moved[2], moved[3]), (faster[0], faster[1], faster[2], faster[3])


def train_mlp(
    features: np.ndarray,
    labels: np.ndarray,
    groups: np.ndarray,
    hidden: int = 32,
    epochs: int = 200,
    patience: int = 15,
    learning_rate: float = 0.03,
    decay: float = 1e-3,
    seed: int = 0,
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Train a perceptron with one hidden layer on labelled features, and stop when the loss on a quarter of the
    groups, kept aside, has not fallen for some epochs (early stopping).

    Parameters
    ----------
    features : numpy.ndarray, shape (items, features)
        training features
    labels : numpy.ndarray, shape (items,)
        their classes
    groups : numpy.ndarray, shape (items,)
        subject, session or machine of each item: whole groups are kept aside
    hidden : int
        units of the hidden layer
    epochs : int
        most passes over the training items
    patience : int
        epochs without a lower loss after which training stops
    learning_rate : float
        step size of gradient descent with momentum 0.9
    decay : float
        weight decay
    seed : int
        of the first weights, the order and the groups kept aside

    Returns
    -------
    weights : dict[str, numpy.ndarray]
        ``mean``, ``spread`` (features,), ``hidden.weight`` (hidden, features), ``hidden.bias``, ``dense.weight``
        (classes, hidden), ``dense.bias``, ``classes``
    losses : numpy.ndarray, shape (epochs run,)
        cross entropy on the groups kept aside after each epoch

    Raises
    ------
    ValueError
        where lengths differ, there is one class or one group only

    Notes
    -----
    Time: O(epochs times items times features times hidden). Memory: O(items times features).
    Keywords: neural network, MLP, backpropagation, momentum, on-device learning.
    Plain NumPy.

    References
    ----------
    L. Prechelt, "Early Stopping - But When?", in Neural Networks: Tricks of the Trade, LNCS 1524, 1998.
    doi:10.1007/3-540-49430-8_3. D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning representations by
    back-propagating errors", Nature 323, 1986. doi:10.1038/323533a0

    Examples
    --------
    >>> points = np.random.default_rng(1).normal(size=(200, 2))
    >>> weights, losses = train_mlp(points, points[:, 0] * points[:, 1] > 0, np.arange(200) % 8)
    >>> bool(losses.min() < 0.25 < losses[0])
    True
    """
    features, labels, groups = np.asarray(features, float), np.asarray(labels), np.asarray(groups)
    classes, codes = np.unique(labels, return_inverse=True)
    owners = np.unique(groups)
    if not len(features) == len(labels) == len(groups) or len(classes) < 2 or len(owners) < 2:
        raise ValueError(
            "features, labels and groups of the same items, with two classes and two groups or more, are needed"
        )
    generator = np.random.default_rng(seed)
    aside = np.isin(groups, generator.permutation(owners)[: max(len(owners) // 4, 1)])
    mean, spread = features[~aside].mean(axis=0), np.maximum(features[~aside].std(axis=0), 1e-9)
    inputs, one_hot, training = (features - mean) / spread, np.eye(len(classes))[codes], np.flatnonzero(~aside)
    first = generator.normal(0, np.sqrt(2 / features.shape[1]), (features.shape[1], hidden))
    second = generator.normal(0, np.sqrt(1 / hidden), (hidden, len(classes)))
    layers: Layers = (first, np.zeros(hidden), second, np.zeros(len(classes)))
    best, losses = layers, [np.inf]
    speeds: Layers = (0 * layers[0], 0 * layers[1], 0 * layers[2], 0 * layers[3])
    while len(losses) <= epochs and len(losses) - int(np.argmin(losses)) <= patience:
        for batch in np.array_split(generator.permutation(training), -(-len(training) // 32)):
            layers, speeds = _descend(inputs[batch], one_hot[batch], layers, speeds, learning_rate, decay)
        chances = (_forward(inputs[aside], layers)[1] * one_hot[aside]).sum(axis=1)
        losses.append(-float(np.log(np.maximum(chances, 1e-12)).mean()))
        best = layers if losses[-1] == min(losses) else best
    named = {"hidden.weight": best[0].T, "hidden.bias": best[1], "dense.weight": best[2].T, "dense.bias": best[3]}
    return {"mean": mean, "spread": spread, "classes": classes, **named}, np.array(losses[1:])
