from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.mixture import GaussianMixture
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

from placement.algorithms.classifiers import (
    Model,
    gaussian_mixture,
    logistic_regression,
    naive_bayes,
    nearest_neighbours,
    random_forest,
)

ITEMS, LABELS = make_blobs(150, 4, centers=3, cluster_std=4.0, random_state=1)


def forest_model(forest: RandomForestClassifier) -> Model:
    trees = [tree.tree_ for tree in forest.estimators_]
    nodes = max(tree.node_count for tree in trees)
    columns = {
        "feature": [np.where(tree.children_left < 0, -1, tree.feature) for tree in trees],
        "threshold": [tree.threshold for tree in trees],
        "left": [tree.children_left for tree in trees],
        "right": [tree.children_right for tree in trees],
        "label": [tree.value[:, 0].argmax(axis=1) for tree in trees],
    }
    return {name: np.array([np.pad(row, (0, nodes - row.size)) for row in rows]) for name, rows in columns.items()}


def test_a_forest_votes_as_its_trees_do() -> None:
    forest = RandomForestClassifier(15, max_depth=4, random_state=0).fit(ITEMS, LABELS)
    model = forest_model(forest)
    features = ITEMS.astype(np.float32).astype(float)
    votes = np.array([tree.predict(features) for tree in forest.estimators_]).astype(int)
    expected = [np.bincount(column).argmax() for column in votes.T]
    assert [int(random_forest(item, model=model)[0]) for item in features] == expected


def test_a_mixture_for_each_class() -> None:
    mixtures = [
        GaussianMixture(2, covariance_type="diag", random_state=0).fit(ITEMS[label == LABELS]) for label in range(3)
    ]
    model = {
        "weights": np.array([one.weights_ for one in mixtures]),
        "means": np.array([one.means_ for one in mixtures]),
        "variances": np.array([one.covariances_ for one in mixtures]),
    }
    scores = np.array([one.score_samples(ITEMS) for one in mixtures])
    assert [int(gaussian_mixture(item, model=model)[0]) for item in ITEMS] == scores.argmax(axis=0).tolist()
    together = gaussian_mixture(ITEMS[:20].ravel(), model=model)[0]
    assert together == scores[:, :20].sum(axis=1).argmax()


def test_neighbours() -> None:
    reference = KNeighborsClassifier(5).fit(ITEMS[:100], LABELS[:100])
    model = {"samples": ITEMS[:100], "labels": LABELS[:100]}
    found = [int(nearest_neighbours(item, model=model)[0]) for item in ITEMS[100:]]
    assert found == reference.predict(ITEMS[100:]).tolist()


def test_logistic_regression() -> None:
    reference = LogisticRegression(max_iter=1000).fit(ITEMS, LABELS)
    model = {"weights": reference.coef_, "intercepts": reference.intercept_}
    assert [int(logistic_regression(item, model=model)[0]) for item in ITEMS] == reference.predict(ITEMS).tolist()


def test_naive_bayes() -> None:
    reference = GaussianNB().fit(ITEMS, LABELS)
    model = {"priors": reference.class_prior_, "means": reference.theta_, "variances": reference.var_}
    assert [int(naive_bayes(item, model=model)[0]) for item in ITEMS] == reference.predict(ITEMS).tolist()


@pytest.mark.parametrize("label", range(3))
def test_the_classes_are_told_apart_at_their_centres(label: int) -> None:
    model = {"samples": ITEMS, "labels": LABELS}
    assert nearest_neighbours(ITEMS[label == LABELS].mean(axis=0), model=model) == [label]
