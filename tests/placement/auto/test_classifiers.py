from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestCentroid

from placement.auto.classifiers import Centroids, Softmax
from placement.auto.forest import Forest, _Growing


def blobs(items: int = 90, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    numbers = np.arange(items) % 3
    return random.normal(size=(items, 4)) + 1.5 * np.eye(3, 4)[numbers], numbers


def rings(items: int = 400, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """One class around the other: no line parts them."""
    features = np.random.default_rng(seed).uniform(-2.0, 2.0, (items, 3))
    return features, (np.hypot(features[:, 0], features[:, 1]) > 1.5).astype(int)


def test_the_nearest_centroid_is_scikit_learns() -> None:
    features, numbers = blobs()
    told = Centroids.train(features, numbers, 3, 0).predict(features)
    assert np.array_equal(told, NearestCentroid().fit(features, numbers).predict(features))


def test_softmax_is_scikit_learns_logistic_regression() -> None:
    features, numbers = blobs()
    model = Softmax.train(features, numbers, 3, 0)
    reference = LogisticRegression(C=1.0 / Softmax.RIDGE, tol=1e-10, max_iter=1000).fit(features, numbers)
    np.testing.assert_allclose(model.weights[:-1], reference.coef_.T, atol=1e-4)
    assert np.array_equal(model.predict(features), reference.predict(features))


def test_a_class_far_apart_is_no_trouble_for_softmax() -> None:
    features, numbers = np.array([[-1e3], [1e3], [-1e3], [1e3]]), np.array([0, 1, 0, 1])
    assert np.array_equal(Softmax.train(features, numbers, 2, 0).predict(features), numbers)


def test_a_forest_parts_what_no_line_can() -> None:
    features, numbers = rings()
    unseen, truth = rings(seed=1)
    right = np.mean(Forest.train(features, numbers, 2, 0).predict(unseen) == truth)
    linear = np.mean(Softmax.train(features, numbers, 2, 0).predict(unseen) == truth)
    reference = RandomForestClassifier(Forest.TREES, max_depth=Forest.DEPTH, random_state=0).fit(features, numbers)
    assert right > linear + 0.2
    assert right > reference.score(unseen, truth) - 0.03


def test_a_tree_of_one_split_finds_the_threshold() -> None:
    features = np.array([[1.0], [2.0], [3.0], [10.0], [11.0], [12.0]] * 5)
    model = Forest.train(features, (features[:, 0] > 5.0).astype(int), 2, 0)
    assert model.predict(np.array([[3.0], [10.0]])).tolist() == [0, 1]
    assert set(model.thresholds[model.roots]) <= {3.0}


def impurity(numbers: np.ndarray) -> float:
    """Gini's of a side, times its size."""
    shares = np.bincount(numbers) / len(numbers)
    return float(len(numbers) * (1.0 - shares @ shares))


@pytest.mark.parametrize("seed", range(20))
def test_a_split_has_the_least_gini_impurity(seed: int) -> None:
    random = np.random.default_rng(seed)
    features, numbers = random.integers(0, 6, (9, 1)).astype(float), random.integers(0, 3, 9)
    split = _Growing(features, np.eye(3)[numbers], random).split(np.arange(9))
    assert split is not None
    costs = {
        one: impurity(numbers[features[:, 0] <= one]) + impurity(numbers[features[:, 0] > one])
        for one in np.unique(features)[:-1]
    }
    assert costs[split[1]] == pytest.approx(min(costs.values()))


def test_a_forest_is_decided_by_its_seed() -> None:
    features, numbers = rings()
    first, again, other = (Forest.train(features, numbers, 2, seed) for seed in (1, 1, 2))
    assert np.array_equal(first.thresholds, again.thresholds)
    assert not np.array_equal(first.thresholds, other.thresholds)


def test_a_forest_keeps_to_its_depth_and_its_trees() -> None:
    model = Forest.train(*rings(), 2, 0)
    assert len(model.roots) == Forest.TREES
    assert len(model.votes) <= Forest.TREES * (2 ** (Forest.DEPTH + 1) - 1)
    inner = np.flatnonzero(model.features >= 0)
    assert (model.children[inner] > inner).all()


def test_constant_features_leave_the_commonest_class() -> None:
    model = Forest.train(np.zeros((9, 2)), np.array([0, 1, 1] * 3), 2, 0)
    assert model.predict(np.zeros((3, 2))).tolist() == [1, 1, 1]
    assert len(model.votes) == Forest.TREES  # no value parts them, so no tree grows


@pytest.mark.parametrize("trainer", [Centroids, Softmax, Forest])
def test_every_classifier_says_its_work(trainer: type[Centroids | Softmax | Forest]) -> None:
    work = trainer.train(*blobs(), 3, 0).work()
    assert work.float_add > 0
    assert work.integer > 0
