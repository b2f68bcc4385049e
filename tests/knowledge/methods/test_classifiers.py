"""Classifiers find what can be found, find nothing in noise, and never judge on groups that they have seen."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.classifiers.cross_validated_forest import cross_validated_forest
from knowledge.methods.classifiers.decision_threshold import decision_threshold
from knowledge.methods.classifiers.feature_matrix import feature_matrix
from knowledge.methods.classifiers.gaussian_naive_bayes import gaussian_naive_bayes
from knowledge.methods.classifiers.gradient_boosting import gradient_boosting
from knowledge.methods.classifiers.logistic_regression import logistic_regression
from knowledge.methods.classifiers.majority_vote import majority_vote
from knowledge.methods.classifiers.nearest_centroid import nearest_centroid
from knowledge.methods.classifiers.nearest_neighbours import nearest_neighbours
from knowledge.methods.classifiers.split_by_group import split_by_group
from knowledge.methods.classifiers.support_vectors import support_vectors
from knowledge.methods.classifiers.window_statistics import window_statistics

Items = tuple[np.ndarray, np.ndarray, np.ndarray]


def blobs(apart: float = 4.0, seed: int = 0) -> Items:
    """Three classes of 40 items at the corners of a triangle, by four subjects."""
    random = np.random.default_rng(seed)
    targets = np.repeat(["lie", "sit", "walk"], 40)
    centres = {"lie": (0, 0), "sit": (apart, 0), "walk": (0, apart)}
    matrix = random.standard_normal((120, 2)) + np.array([centres[target] for target in targets])
    return matrix, targets, np.tile(["a", "b", "c", "d"], 30)


def learnt_by_heart(seed: int = 0) -> Items:
    """Windows of 12 subjects who each did one of two things: they are alike by the person alone."""
    random = np.random.default_rng(seed)
    groups = np.repeat([f"s{number}" for number in range(12)], 20)
    persons = np.repeat(random.standard_normal((12, 6)), 20, axis=0)
    targets = np.repeat(np.tile(["x", "y"], 6), 20)
    return persons + 0.05 * random.standard_normal((240, 6)), targets, groups


def test_feature_matrix_keeps_items_with_their_label_and_group() -> None:
    features = {"b": np.array([[3.0, 4.0], [5.0, 6.0]]), "a": np.array([1.0, 2.0]), "odd": np.array([9.0, 9.0])}
    matrix, targets, groups = feature_matrix(features, {"a": "sit", "b": "walk", "c": "run"}, {"b": "ben"})
    assert matrix.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert targets.tolist() == ["sit", "walk", "walk"]
    assert groups.tolist() == ["a", "ben", "ben"]
    with pytest.raises(ValueError, match="labelled"):
        feature_matrix(features, {"z": "sit"}, {})
    with pytest.raises(ValueError, match="number of features"):
        feature_matrix({"a": np.zeros(2), "b": np.zeros(3)}, {"a": "x", "b": "y"}, {})


def test_cross_validated_forest_finds_classes_and_cannot_learn_groups_by_heart() -> None:
    matrix, targets, groups = blobs()
    predicted, accuracy, macro_f1 = cross_validated_forest(matrix, targets, groups, trees=30)
    assert accuracy > 0.9
    assert macro_f1 > 0.9
    assert accuracy == pytest.approx((predicted == targets).mean())
    # Split at random over windows this would be 1.0; nothing in it holds for another person.
    assert cross_validated_forest(*learnt_by_heart(), trees=30)[1] < 0.8
    with pytest.raises(ValueError, match="two groups"):
        cross_validated_forest(matrix, targets, np.full(120, "a"))
    with pytest.raises(ValueError, match="two labels"):
        cross_validated_forest(matrix, np.full(120, "a"), groups)


def test_cross_validated_forest_judges_every_item_once_where_labels_are_rare() -> None:
    matrix, targets, groups = blobs()
    targets = targets.astype("U9")
    targets[groups == "d"] = "lie"
    targets[0] = "fall"
    predicted, _, _ = cross_validated_forest(matrix, targets, groups, trees=5)
    assert len(predicted) == 120
    assert "fall" not in predicted[1:2]


def test_split_by_group_shares_no_group_and_loses_no_label() -> None:
    random = np.random.default_rng(1)
    groups = random.integers(0, 10, 300).astype(str)
    targets = np.where(groups == "7", "rare", np.where(random.random(300) < 0.5, "x", "y"))
    for seed in range(20):
        matrix = np.arange(300)[:, None]
        train, train_targets, train_groups, test, test_targets = split_by_group(matrix, targets, groups, 0.3, seed)
        assert not set(groups[train[:, 0]]) & set(groups[test[:, 0]])
        assert set(train_targets) == {"rare", "x", "y"}
        assert train_groups.tolist() == groups[train[:, 0]].tolist()
        assert 0.25 < len(test) / 300 < 0.45
        assert test_targets.tolist() == targets[test[:, 0]].tolist()
    with pytest.raises(ValueError, match="no group"):
        split_by_group(np.zeros((4, 1)), np.array(list("aabb")), np.array(list("1122")))
    with pytest.raises(ValueError, match="share"):
        split_by_group(np.zeros((4, 1)), np.array(list("aabb")), np.array(list("1122")), share=1.0)


def _halves() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    matrix, targets, groups = blobs()
    train = np.isin(groups, ["a", "b", "c"])
    return matrix[train], targets[train], groups[train], matrix[~train], targets[~train]


def test_all_classifiers_find_three_blobs() -> None:
    known, labels, groups, asked, true = _halves()
    given = {
        "neighbours": nearest_neighbours(known, labels, asked),
        "bayes": gaussian_naive_bayes(known, labels, asked)[0],
        "logistic": logistic_regression(known, labels, asked)[0],
        "centroid": nearest_centroid(known, labels, asked)[0],
        "machine": support_vectors(known, labels, groups, asked)[0],
        "boosting": gradient_boosting(known, labels, groups, asked, rounds=30)[0],
    }
    for name, predicted in given.items():
        assert (predicted == true).mean() > 0.9, name


def test_nearest_neighbours_standardise_and_weigh_by_distance() -> None:
    random = np.random.default_rng(0)
    targets = np.repeat(["a", "b"], 50)
    matrix = np.column_stack([(targets == "b") + 0.1 * random.standard_normal(100), 1e4 * random.standard_normal(100)])
    assert (nearest_neighbours(matrix, targets, matrix[::7] * [1, 0.5]) == targets[::7]).all()
    near = nearest_neighbours(
        np.array([[0.0], [5.0], [5.1]]), np.array(["a", "b", "b"]), np.array([[0.5]]), neighbours=3
    )
    assert near.tolist() == ["a"]
    assert len(nearest_neighbours(matrix, targets, matrix[:0])) == 0
    with pytest.raises(ValueError, match="features"):
        nearest_neighbours(matrix, targets, np.zeros((1, 3)))


def test_gaussian_naive_bayes_gives_the_posterior() -> None:
    known = np.array([[-1.0], [1.0], [1.0], [5.0], [5.0], [3.0]])
    labels = np.array(["a", "a", "a", "b", "b", "b"])
    _, probabilities = gaussian_naive_bayes(known, labels, np.array([[2.0], [1000.0]]))
    means, variances = (1 / 3, 13 / 3), (8 / 9, 8 / 9)
    densities = [np.exp(-((2 - m) ** 2) / (2 * v)) / np.sqrt(v) for m, v in zip(means, variances, strict=True)]
    assert probabilities[0] == pytest.approx(np.array(densities) / sum(densities))
    assert probabilities[1].tolist() == [0.0, 1.0]


def test_gaussian_naive_bayes_uses_priors_and_bears_a_constant_feature() -> None:
    known = np.column_stack([np.r_[np.linspace(-1, 1, 30), np.linspace(-1, 1, 3)], np.full(33, 7.0)])
    labels = np.array(["often"] * 30 + ["seldom"] * 3)
    predicted, _ = gaussian_naive_bayes(known, labels, np.array([[0.0, 7.0]]))
    assert predicted.tolist() == ["often"]


def test_logistic_regression_is_that_of_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    matrix, targets, _ = blobs(apart=1.5)
    scaled = (matrix - matrix.mean(axis=0)) / matrix.std(axis=0)
    expected = LogisticRegression(C=1.0, tol=1e-8, max_iter=1000).fit(scaled, targets).predict_proba(scaled)
    predicted, probabilities = logistic_regression(matrix, targets, matrix, penalty=1.0)
    assert probabilities == pytest.approx(expected, abs=2e-3)
    assert (predicted == np.array(["lie", "sit", "walk"])[expected.argmax(axis=1)]).all()
    with pytest.raises(ValueError, match="two labels"):
        logistic_regression(matrix, np.full(120, "x"), matrix)


def test_nearest_centroid_measures_in_the_metric_of_the_classes() -> None:
    random = np.random.default_rng(0)
    # Both classes are long in one direction, so that the nearer centre by a ruler is the wrong one.
    stretched = random.standard_normal((400, 2)) * [8.0, 0.5]
    targets = np.repeat(["low", "high"], 200)
    stretched[:, 1] += np.where(targets == "high", 5.0, 0.0)
    predicted, distances = nearest_centroid(stretched, targets, np.array([[16.0, 0.0], [0.0, 2.4]]), reject=4.0)
    assert predicted.tolist() == ["low", "unknown"]
    assert distances[0] == pytest.approx(2.0, rel=0.15)
    same = nearest_centroid(
        np.ones((4, 2)) * np.array([[1], [1], [2], [2]]), np.array(list("aabb")), np.array([[2.0, 2.0]])
    )
    assert same[0].tolist() == ["b"]


def test_support_vectors_bend_round_a_ring() -> None:
    random = np.random.default_rng(0)
    angle, radius = random.uniform(0, 2 * np.pi, 200), np.repeat([1.0, 2.0], 100)
    ring = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]) + 0.1 * random.standard_normal((200, 2))
    labels, groups = np.repeat(["in", "out"], 100), np.tile(["a", "b", "c", "d"], 50)
    train = groups != "d"
    predicted, settings = support_vectors(ring[train], labels[train], groups[train], ring[~train])
    assert (predicted == labels[~train]).mean() > 0.95
    assert set(settings) == {"C", "gamma"}
    with pytest.raises(ValueError, match="two groups"):
        support_vectors(ring, labels, np.full(200, "a"), ring)


def test_gradient_boosting_stops_where_only_persons_would_be_learnt() -> None:
    matrix, targets, groups = learnt_by_heart()
    _, used = gradient_boosting(matrix, targets, groups, matrix[:1], rounds=60)
    assert used < 30
    random = np.random.default_rng(0)
    features = random.uniform(-1, 1, (400, 3))
    features[::9, 2] = np.nan
    labels = np.where(features[:, 0] * features[:, 1] > 0, "same", "differ")
    people = np.arange(400) % 8
    predicted, used = gradient_boosting(features[:300], labels[:300], people[:300], features[300:], rounds=60)
    assert (predicted == labels[300:]).mean() > 0.85
    assert used > 10


def test_decision_threshold_is_the_cheapest_of_all() -> None:
    random = np.random.default_rng(3)
    events = random.random(300) < 0.2
    scores = np.round(random.standard_normal(300) + 1.5 * events, 1)
    for alarm, miss in ((1.0, 1.0), (1.0, 20.0), (20.0, 1.0)):
        threshold, cost = decision_threshold(scores, events, false_alarm_cost=alarm, miss_cost=miss)
        every = np.r_[-np.inf, np.unique(scores) + 0.05]
        costs = [(alarm * ((scores > t) & ~events) + miss * ((scores <= t) & events)).mean() for t in every]
        assert cost == pytest.approx(min(costs))
        at_threshold = (alarm * ((scores > threshold) & ~events) + miss * ((scores <= threshold) & events)).mean()
        assert at_threshold == pytest.approx(cost)
    assert decision_threshold(np.array([1.0, 2.0]), np.array(["fall", "walk"]), "fall", 9.0, 1.0)[0] == np.inf
    with pytest.raises(ValueError, match="fall"):
        decision_threshold(np.array([1.0]), np.array(["walk"]), "fall")


def test_majority_vote_breaks_a_tie_by_the_longest_run() -> None:
    predicted = np.array(["walk", "sit", "walk", "sit", "sit", "walk", "run"])
    names = np.array(["a", "a", "a", "a", "a", "a", "b"])
    assert majority_vote(predicted, names) == {"a": "sit", "b": "run"}
    with pytest.raises(ValueError, match="length"):
        majority_vote(predicted, names[:2])


def test_window_statistics_tell_level_shape_and_pitch() -> None:
    times = np.arange(800) / 100
    random = np.random.default_rng(0)
    recording = np.column_stack([5 + 2 * np.sin(2 * np.pi * 10 * times), random.standard_normal(800)])
    features = window_statistics(recording, 100.0, seconds=2.0, overlap=0.5)
    assert features.shape == (7, 24)
    tone, noise = features[:, :12], features[:, 12:]
    assert tone[:, 0] == pytest.approx(np.full(7, 5.0))
    assert tone[:, 1] == pytest.approx(np.full(7, np.sqrt(2)))
    # A sine crosses its mean twice a period, has a kurtosis of 1.5, and all its power in one place.
    assert tone[:, 5] == pytest.approx(np.full(7, 20.0), abs=0.6)
    assert tone[:, 3] == pytest.approx(np.full(7, 1.5), abs=0.01)
    assert tone[:, 6] == pytest.approx(np.full(7, 10.0), abs=0.3)
    assert (tone[:, 7] < 0.4).all()
    assert (noise[:, 7] > 0.8).all()
    assert tone[:, 8:12].argmax(axis=1).tolist() == [1] * 7
    assert window_statistics(recording[:150], 100.0, seconds=2.0).shape == (1, 24)
    assert np.isfinite(window_statistics(np.zeros((300, 1)), 100.0)).all()
    with pytest.raises(ValueError, match="recording"):
        window_statistics(np.full((300, 2), np.nan), 100.0)
