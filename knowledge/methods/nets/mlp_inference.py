"""A trained multi-layer perceptron applied in NumPy."""

from __future__ import annotations

import numpy as np


def mlp_inference(features: np.ndarray, weights: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Classify items by their features with a trained perceptron of one hidden layer: standardise, rectify, softmax.

    Parameters
    ----------
    features : numpy.ndarray, shape (items, features)
        features as in training
    weights : dict[str, numpy.ndarray]
        ``mean``, ``spread`` (features,), ``hidden.weight`` (hidden, features), ``hidden.bias``, ``dense.weight``
        (classes, hidden), ``dense.bias`` and ``classes``

    Returns
    -------
    predicted : numpy.ndarray, shape (items,)
        most probable class of each item
    probabilities : numpy.ndarray, shape (items, classes)
        rows that sum to 1

    Raises
    ------
    ValueError
        where the features do not fit the weights

    Notes
    -----
    Time: O(items times features times hidden). Memory: O(items times hidden).
    Keywords: neural network, MLP, dense layer, microcontroller, edge inference.
    Plain NumPy.

    References
    ----------
    C. M. Bishop, "Pattern Recognition and Machine Learning", Springer, 2006, section 5.1.

    Examples
    --------
    >>> layers = {"hidden.weight": np.array([[1.0], [-1.0]]), "hidden.bias": np.zeros(2)}
    >>> layers |= {"dense.weight": np.eye(2), "dense.bias": np.zeros(2)}
    >>> around = {"mean": np.array([5.0]), "spread": np.array([2.0]), "classes": np.array(["high", "low"])}
    >>> mlp_inference(np.array([[9.0], [3.0]]), layers | around)[0].tolist()
    ['high', 'low']
    """
    features = np.asarray(features, float)
    if features.ndim != 2 or features.shape[1] != len(weights["mean"]):
        raise ValueError(f"features {features.shape} must be (items, {len(weights['mean'])})")
    scaled = (features - weights["mean"]) / weights["spread"]
    hidden = np.maximum(scaled @ weights["hidden.weight"].T + weights["hidden.bias"], 0.0)
    logits = hidden @ weights["dense.weight"].T + weights["dense.bias"]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(weights["classes"])[logits.argmax(axis=1)], powers / powers.sum(axis=1, keepdims=True)
