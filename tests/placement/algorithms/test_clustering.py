from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs

from placement.algorithms.clustering import cluster_count, k_means

DIRECTIONS = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1]], dtype=float)


@pytest.mark.parametrize("speakers", [1, 2, 3])
def test_vectors_of_as_many_directions_are_as_many_clusters(speakers: int) -> None:
    rng = np.random.default_rng(0)
    chosen = DIRECTIONS[np.arange(30) % speakers] * rng.uniform(1.0, 5.0, (30, 1))
    noisy = chosen + rng.normal(0.0, 0.02, chosen.shape)
    assert cluster_count(noisy.ravel(), features=4) == [speakers]


def test_the_angle_decides() -> None:
    pair = np.array([[1.0, 0.0], [np.cos(0.3), np.sin(0.3)]])
    assert cluster_count(pair, features=2, degrees=18.0) == [1]
    assert cluster_count(pair, features=2, degrees=16.0) == [2]


def test_a_cluster_is_where_the_mean_of_its_vectors_is() -> None:
    """28 degrees are near 14, but not near the mean of 0 and 14."""
    angles = np.radians([0.0, 14.0, 28.0])
    assert cluster_count(np.column_stack([np.cos(angles), np.sin(angles)]), features=2) == [2]


def test_k_means_divides_as_scikit_learn_does() -> None:
    items, labels = make_blobs(90, 2, centers=3, cluster_std=0.6, random_state=4)
    found = k_means(items.ravel(), clusters=3, features=2)
    reference = KMeans(3, n_init=5, random_state=0).fit(items).labels_
    assert len({*zip(found.tolist(), reference.tolist(), strict=True)}) == 3
    assert len({*zip(found.tolist(), labels.tolist(), strict=True)}) == 3


def test_more_clusters_than_vectors() -> None:
    assert k_means(np.array([1.0, 5.0]), clusters=4).tolist() == [0, 1]
