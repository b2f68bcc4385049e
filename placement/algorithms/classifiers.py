"""Classifiers: mixtures, forests, neighbours, logistic regression and Bayes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from placement.algorithms.algorithm import Algorithm, Cost, Inputs
from placement.algorithms.arithmetic import LABEL, joined, products, total, work

Model = Mapping[str, np.ndarray]


def _label(scores: np.ndarray) -> np.ndarray:
    return np.array([int(np.argmax(scores))])


def gaussian_mixture(values: np.ndarray, *, model: Model) -> np.ndarray:
    """Class whose mixture of diagonal Gaussians makes all frames together most likely.

    model: weights (classes, components), means and variances (classes, components, features). Shape (1,).
    """
    means, variances = model["means"], model["variances"]
    frames = np.ravel(values).reshape(-1, 1, 1, means.shape[-1])
    constants = np.log(model["weights"]) - 0.5 * np.sum(np.log(2 * np.pi * variances), axis=-1)
    logs = constants - 0.5 * np.sum((frames - means) ** 2 / variances, axis=-1)
    return _label(np.sum(np.logaddexp.reduce(logs, axis=2), axis=0))


def _mixture_cost(inputs: Inputs, *, components: int = 8, classes: int = 2, features: int = 13) -> Cost:
    """Work: for each value and Gaussian a difference, a square, a product with the inverse variance and a sum.

    Logarithms of the weights and variances are kept in the model; a frame takes an exponential a Gaussian, a logarithm a class.
    """
    data = joined(inputs)
    gaussians = components * classes
    terms, frames = data.values * gaussians, max(1, data.values // features)
    counted = work(data, add=2 * terms, multiply=2 * terms, integer=2 * terms)
    logs = work(data, add=frames * gaussians, special=frames * (gaussians + classes))
    model = gaussians * (2 * features + 1) * data.width
    return Cost(LABEL, total([counted, logs]), LABEL.size + 4 * (gaussians + classes), model)


def random_forest(values: np.ndarray, *, model: Model) -> np.ndarray:
    """Class with most of the trees' votes, the first of equals.

    model: feature, threshold, left, right, label, each (trees, nodes); a leaf's feature is -1. Left where value <= threshold.
    Shape (1,).
    """
    features = np.ravel(values)
    votes = [_walk(features, model, tree) for tree in range(len(model["feature"]))]
    return _label(np.bincount(votes))


def _walk(features: np.ndarray, model: Model, tree: int) -> int:
    node = 0
    while (feature := int(model["feature"][tree, node])) >= 0:
        side = "left" if features[feature] <= model["threshold"][tree, node] else "right"
        node = int(model[side][tree, node])
    return int(model["label"][tree, node])


def _forest_cost(inputs: Inputs, *, trees: int = 10, depth: int = 8, classes: int = 2) -> Cost:
    """Work: depth comparisons a tree at most, with four loads each (feature, value, threshold, child); a vote a tree.

    Model: 2**depth inner nodes a tree at most, of 6 bytes: feature and child 2, threshold 4 or as wide as a value.
    """
    data = joined(inputs)
    steps = trees * depth
    counted = work(data, add=steps, integer=4 * steps + trees + classes)
    return Cost(LABEL, counted, LABEL.size + 2 * classes, trees * 2.0 ** min(depth, 64) * (4 + data.width))


def nearest_neighbours(values: np.ndarray, *, neighbours: int = 5, model: Model) -> np.ndarray:
    """Class that most of the nearest samples have. model: samples (items, features), labels (items,). Shape (1,)."""
    distances = np.sum((model["samples"] - np.ravel(values)) ** 2, axis=1)
    nearest = np.argsort(distances, kind="stable")[:neighbours]
    return _label(np.bincount(model["labels"][nearest]))


def _neighbours_cost(inputs: Inputs, *, neighbours: int = 5, samples: int = 100) -> Cost:
    """Work: n differences, squares and sums a sample; a comparison of each distance with the list of the nearest."""
    data = joined(inputs)
    n = data.values
    pairs = n * samples
    counted = work(data, add=2 * pairs + samples, multiply=pairs, integer=2 * pairs + samples * neighbours)
    return Cost(LABEL, counted, LABEL.size + 6 * neighbours, samples * (n * data.width + 1))


def logistic_regression(values: np.ndarray, *, model: Model) -> np.ndarray:
    """Class of the greatest linear score. model: weights (classes, features), intercepts (classes,). Shape (1,)."""
    return _label(model["weights"] @ np.ravel(values) + model["intercepts"])


def _linear_cost(inputs: Inputs, *, classes: int = 2) -> Cost:
    """Work: n products a class. The exponentials change no order and are left out."""
    data = joined(inputs)
    counted = total([products(data, classes * data.values), work(data, add=2 * classes)])
    return Cost(LABEL, counted, LABEL.size + 4 * classes, classes * (data.values + 1) * data.width)


def naive_bayes(values: np.ndarray, *, model: Model) -> np.ndarray:
    """Most likely class of independent Gaussian features.

    model: priors (classes,), means and variances (classes, features). Shape (1,).
    """
    variances = model["variances"]
    constants = np.log(model["priors"]) - 0.5 * np.sum(np.log(2 * np.pi * variances), axis=1)
    return _label(constants - 0.5 * np.sum((np.ravel(values) - model["means"]) ** 2 / variances, axis=1))


def _bayes_cost(inputs: Inputs, *, classes: int = 2) -> Cost:
    """Work: for each value and class a difference, a square, a product with the inverse variance and a sum."""
    data = joined(inputs)
    terms = data.values * classes
    counted = work(data, add=2 * terms + 2 * classes, multiply=2 * terms, integer=2 * terms)
    return Cost(LABEL, counted, LABEL.size + 4 * classes, classes * (2 * data.values + 1) * data.width)


_LEARNING = "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, 2nd ed., 2009"

ALGORITHMS = (
    Algorithm(
        "GMM",
        "classification",
        "class of the likeliest mixture of Gaussians over all frames",
        "D. A. Reynolds and R. C. Rose, Robust Text-Independent Speaker Identification Using Gaussian Mixture Speaker Models, "
        "IEEE Trans. Speech Audio Process. 3(1), 1995",
        _mixture_cost,
        1200,
        gaussian_mixture,
        aliases=("GaussianMixture",),
    ),
    Algorithm(
        "RandomForest",
        "classification",
        "vote of decision trees",
        "L. Breiman, Random Forests, Machine Learning 45, 2001",
        _forest_cost,
        420,
        random_forest,
        aliases=("Forest", "RF"),
    ),
    Algorithm(
        "NearestNeighbours",
        "classification",
        "vote of the nearest samples",
        f"{_LEARNING}, section 13.3",
        _neighbours_cost,
        480,
        nearest_neighbours,
        aliases=("KNN", "NearestNeighbors"),
    ),
    Algorithm(
        "LogisticRegression",
        "classification",
        "greatest linear score",
        f"{_LEARNING}, section 4.4",
        _linear_cost,
        260,
        logistic_regression,
        aliases=("Linear",),
    ),
    Algorithm(
        "NaiveBayes",
        "classification",
        "independent Gaussian features",
        f"{_LEARNING}, section 6.6.3",
        _bayes_cost,
        380,
        naive_bayes,
    ),
)
