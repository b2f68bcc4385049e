"""Figures of a window: means, spreads, crossings, outliers."""

from __future__ import annotations

import math

import numpy as np

from placement.algorithms.algorithm import Algorithm, Cost, Inputs
from placement.algorithms.arithmetic import joined, work
from placement.profiles import Data

_TEXTBOOK = "D. E. Knuth, The Art of Computer Programming, vol. 2, 3rd ed., 1997, section 4.2.2"


def mean(values: np.ndarray, *, group: int = 0) -> np.ndarray:
    """Mean of every `group` values in turn, of all for 0; values left over are dropped. Shape (groups,)."""
    values = np.ravel(values)
    size = min(group or values.size, values.size)
    return np.asarray(values[: values.size // size * size].reshape(-1, size).mean(axis=1))


def _mean_cost(inputs: Inputs, *, group: int = 0) -> Cost:
    """Work: n sums and n loads, one quotient a group."""
    data = joined(inputs)
    output = Data(data.values // min(group or data.values, data.values), data.width)
    return Cost(output, work(data, add=data.values, special=output.values, integer=data.values), output.size + 4)


def variance(values: np.ndarray) -> np.ndarray:
    """Mean squared distance from the mean, in two passes. Shape (1,)."""
    return np.array([np.var(values)])


def _variance_cost(inputs: Inputs) -> Cost:
    """Work: n sums for the mean, then n differences, squares and sums; two quotients, two loads a value."""
    data = joined(inputs)
    n = data.values
    return Cost(Data(1, data.width), work(data, add=3 * n, multiply=n, special=2, integer=2 * n), data.width + 8)


def root_mean_square(values: np.ndarray) -> np.ndarray:
    """Root of the mean of the squares. Shape (1,)."""
    return np.array([np.sqrt(np.mean(np.square(values)))])


def _rms_cost(inputs: Inputs) -> Cost:
    """Work: n squares and sums; one quotient, one root."""
    data = joined(inputs)
    n = data.values
    return Cost(Data(1, data.width), work(data, add=n, multiply=n, special=2, integer=n), data.width + 4)


def statistics(values: np.ndarray) -> np.ndarray:
    """Mean, standard deviation, least, greatest, mean absolute change, share of mean crossings. Shape (6,)."""
    values = np.ravel(values)
    centred = values - values.mean()
    change = np.abs(np.diff(values)).mean() if values.size > 1 else 0.0
    crossings = np.mean(centred[1:] * centred[:-1] < 0) if values.size > 1 else 0.0
    return np.array([values.mean(), values.std(), values.min(), values.max(), change, crossings])


def _statistics_cost(inputs: Inputs) -> Cost:
    """Work: variance (3 n sums, n products), least and greatest (2 n), change (2 n), crossings (n products, n comparisons)."""
    data = joined(inputs)
    n = data.values
    output = Data(6, data.width)
    return Cost(output, work(data, add=8 * n, multiply=2 * n, special=5, integer=3 * n), output.size + 12)


def zero_crossings(values: np.ndarray) -> np.ndarray:
    """How often the sign changes. Shape (1,)."""
    signs = np.signbit(np.ravel(values))
    return np.array([np.count_nonzero(signs[1:] != signs[:-1])])


def _crossings_cost(inputs: Inputs) -> Cost:
    """Work: load, compare and count: 3 n of integers, since a sign is a bit."""
    data = joined(inputs)
    return Cost(Data(1, 2), work(data, integer=3 * data.values), 4)


def outlier(values: np.ndarray, *, factor: float = 3.0) -> np.ndarray:
    """Values farther from the median than `factor` scaled median deviations become the median. Shape (values,)."""
    values = np.ravel(values)
    median = np.median(values)
    distance = np.abs(values - median)
    limit = factor * 1.4826 * np.median(distance)
    return np.where(distance > limit, median, values)


def _outlier_cost(inputs: Inputs, *, factor: float = 3.0) -> Cost:
    """Work: two medians by quicksort, 1.39 n log2 n comparisons and half as many moves each; n differences, n comparisons."""
    del factor
    data = joined(inputs)
    n = data.values
    comparisons = 2 * 1.39 * n * math.log2(max(2, n))
    counted = work(data, add=comparisons + 2 * n, multiply=1, integer=1.5 * comparisons + n)
    return Cost(data, counted, 2 * data.size)


def normalize(values: np.ndarray) -> np.ndarray:
    """Subtract the mean, divide by the standard deviation; a constant becomes zeros. Shape (values,)."""
    centred = np.ravel(values) - np.mean(values)
    spread = centred.std()
    return np.asarray(centred / spread if spread > 0 else centred)


def _normalize_cost(inputs: Inputs) -> Cost:
    """Work: variance (3 n sums, n products), then n differences and n products with the inverse."""
    data = joined(inputs)
    n = data.values
    return Cost(data, work(data, add=4 * n, multiply=2 * n, special=4, integer=3 * n), data.size + 8)


ALGORITHMS = (
    Algorithm(
        "Mean", "feature", "mean of a window or of groups", _TEXTBOOK, _mean_cost, 180, mean, aliases=("Average", "AVG")
    ),
    Algorithm(
        "Variance", "feature", "variance of a window", _TEXTBOOK, _variance_cost, 320, variance, aliases=("VAR",)
    ),
    Algorithm("RMS", "feature", "root mean square of a window", _TEXTBOOK, _rms_cost, 300, root_mean_square),
    Algorithm("Statistics", "feature", "six figures of a window", _TEXTBOOK, _statistics_cost, 900, statistics),
    Algorithm(
        "ZeroCrossings",
        "feature",
        "how often the sign changes",
        "B. Kedem, Spectral Analysis and Discrimination by Zero-Crossings, Proc. IEEE 74(11), 1986",
        _crossings_cost,
        120,
        zero_crossings,
        aliases=("ZCR", "ZeroCrossingRate"),
    ),
    Algorithm(
        "Outlier",
        "feature",
        "outliers by the median absolute deviation become the median",
        "F. R. Hampel, The Influence Curve and its Role in Robust Estimation, J. Amer. Statist. Assoc. 69, 1974",
        _outlier_cost,
        700,
        outlier,
        aliases=("OutlierDetection", "OutlierDetector"),
    ),
    Algorithm(
        "Normalize",
        "feature",
        "zero mean, unit spread",
        _TEXTBOOK,
        _normalize_cost,
        420,
        normalize,
        aliases=("ZScore",),
    ),
)
