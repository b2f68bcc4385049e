"""Unsupervised clustering."""

from __future__ import annotations

import math

import numpy as np

from placement.algorithms.algorithm import Algorithm, Cost, Inputs
from placement.algorithms.arithmetic import joined, scaled, work
from placement.profiles import Data


def cluster_count(values: np.ndarray, *, features: int = 13, degrees: float = 15.0) -> np.ndarray:
    """How many clusters there are: a vector joins the first cluster whose mean is within an angle, or founds one. Shape (1,).

    So Crowd++ counts speakers from the cepstral coefficients of segments.
    """
    limit = math.cos(math.radians(degrees))
    sums: list[np.ndarray] = []
    for vector in np.ravel(values).reshape(-1, features):
        near = next((index for index, mean in enumerate(sums) if _cosine(vector, mean) >= limit), None)
        if near is None:
            sums.append(vector.astype(float))
        else:
            sums[near] = sums[near] + vector
    return np.array([len(sums)])


def _cosine(a: np.ndarray, b: np.ndarray) -> float:
    lengths = math.sqrt((a @ a) * (b @ b))
    return float(a @ b) / lengths if lengths else 0.0


def _count_cost(inputs: Inputs, *, features: int = 13, degrees: float = 15.0, clusters: int = 4) -> Cost:
    """Work a vector: a cosine with each of `clusters` means at most (3 features products, a root and a quotient), a sum."""
    del degrees
    data = joined(inputs)
    vectors = max(1, data.values // features)
    pairs = vectors * clusters
    counted = work(
        data,
        add=3 * pairs * features + vectors * features,
        multiply=3 * pairs * features,
        special=2 * pairs,
        integer=2 * pairs * features,
    )
    return Cost(Data(1, 2), counted, 2 + clusters * features * 4)


def k_means(values: np.ndarray, *, clusters: int = 2, features: int = 1, rounds: int = 10) -> np.ndarray:
    """Cluster of every vector by Lloyd's rounds; it starts from the first vector and those farthest from all before.

    Shape (vectors,).
    """
    vectors = np.ravel(values).astype(float).reshape(-1, features)
    centres = _spread(vectors, clusters)
    labels = _nearest(vectors, centres)
    for _ in range(rounds):
        centres = np.array(
            [vectors[labels == k].mean(axis=0) if np.any(labels == k) else centres[k] for k in range(len(centres))]
        )
        labels = _nearest(vectors, centres)
    return labels


def _spread(vectors: np.ndarray, clusters: int) -> np.ndarray:
    centres = vectors[:1]
    while len(centres) < min(clusters, len(vectors)):
        distances = np.min(np.sum((vectors[:, None] - centres) ** 2, axis=2), axis=1)
        centres = np.vstack([centres, vectors[np.argmax(distances)]])
    return centres


def _nearest(vectors: np.ndarray, centres: np.ndarray) -> np.ndarray:
    nearest: np.ndarray = np.argmin(np.sum((vectors[:, None] - centres) ** 2, axis=2), axis=1)
    return nearest


def _means_cost(inputs: Inputs, *, clusters: int = 2, features: int = 1, rounds: int = 10) -> Cost:
    """Work a round: a difference, a square and a sum for each value and centre, a sum a value, a quotient a centre's value.

    The start takes as much as one round, the last choice of labels another.
    """
    data = joined(inputs)
    vectors, pairs = max(1, data.values // features), data.values * clusters
    one = work(
        data, add=2 * pairs + data.values, multiply=pairs, special=clusters * features, integer=2 * pairs + vectors
    )
    output = Data(vectors, 1)
    return Cost(output, scaled(one, rounds + 2), output.size + clusters * features * 8)


ALGORITHMS = (
    Algorithm(
        "Clustering",
        "classification",
        "number of clusters by the angle between vectors, such as of speakers",
        "C. Xu and others, Crowd++: Unsupervised Speaker Count with Smartphones, Proc. ACM UbiComp, 2013",
        _count_cost,
        800,
        cluster_count,
        aliases=("UnsupervisedClustering", "SpeakerCount"),
    ),
    Algorithm(
        "KMeans",
        "classification",
        "cluster of every vector",
        "S. P. Lloyd, Least Squares Quantization in PCM, IEEE Trans. Inf. Theory 28(2), 1982",
        _means_cost,
        820,
        k_means,
    ),
)
