from __future__ import annotations

import numpy as np
import pytest

from placement.auto.validation import TRAINERS, Samples, Scaled, accuracies, choose, folds, validated


def samples(classes: int, recordings: int, windows: int, apart: float, seed: int = 0) -> Samples:
    """Windows of a recording are near copies of each other, as real ones are: 20 times nearer than two recordings."""
    random = np.random.default_rng(seed)
    groups = np.repeat(np.arange(classes * recordings), windows)
    numbers = groups // recordings
    centres = random.normal(size=(classes * recordings, 6))
    features = centres[groups] + 0.05 * random.normal(size=(len(groups), 6))
    return Samples(features + apart * np.eye(classes, 6)[numbers], numbers, groups)


@pytest.mark.parametrize(("recordings", "count"), [(3, 3), (4, 4), (5, 5), (12, 5)])
def test_windows_of_one_recording_are_never_in_two_folds(recordings: int, count: int) -> None:
    data = samples(3, recordings, 4, 1.0)
    parts = list(folds(data, seed=1))
    assert len(parts) == count
    for training, test in parts:
        assert not set(training.groups) & set(test.groups)
        assert set(training.numbers) == set(test.numbers) == {0, 1, 2}
    tested = np.concatenate([test.groups for _, test in parts])
    assert sorted(tested) == sorted(data.groups)


@pytest.mark.parametrize("name", TRAINERS)
def test_classes_far_apart_are_told_apart(name: str) -> None:
    assert accuracies(name, samples(3, 6, 3, 12.0), 0).mean() > 0.85


def test_what_differs_by_recording_alone_cannot_be_learnt() -> None:
    # With windows dealt out one by one, the nearest training window would be of the same recording: all right.
    scores = np.concatenate([accuracies("random forest", samples(2, 8, 6, 0.0, seed), 0) for seed in range(4)])
    assert 0.2 < scores.mean() < 0.7


def test_the_cheapest_of_equals_is_chosen() -> None:
    assert choose(samples(3, 5, 3, 12.0), 0) == "nearest centroid"


def test_a_forest_is_chosen_where_it_is_clearly_better() -> None:
    random = np.random.default_rng(0)
    features = random.uniform(-2.0, 2.0, (240, 2))
    numbers = (features[:, 0] * features[:, 1] > 0.0).astype(int)
    order = np.argsort(numbers, kind="stable")
    groups = np.empty(240, dtype=int)
    groups[order] = np.arange(240) // 4 + 100 * numbers[order]
    assert choose(Samples(features, numbers, groups), 0) == "random forest"


def test_the_confusion_counts_every_window_once() -> None:
    data = samples(3, 4, 5, 1.0)
    scores, confusion = validated(data, 3, 0)
    assert confusion.sum(axis=1).tolist() == [20, 20, 20]
    assert np.trace(confusion) / confusion.sum() == pytest.approx(scores.mean())


def test_scaling_is_learnt_from_the_training_part_and_constants_say_nothing() -> None:
    data = samples(2, 3, 2, 3.0)
    data.features[:, 5] = 1e6
    scaled = Scaled.train("nearest centroid", data, 0)
    moved = data.features.copy()
    moved[:, 5] = -5.0
    assert np.array_equal(scaled.predict(moved), scaled.predict(data.features))
    assert np.isinf(scaled.deviation[5])
    np.testing.assert_allclose(scaled.middle, data.features.mean(axis=0))


@pytest.mark.parametrize(("cheap", "chosen"), [(0.8, "first"), (0.7, "second")])
def test_what_is_within_one_standard_error_of_the_best_is_as_good(
    monkeypatch: pytest.MonkeyPatch, cheap: float, chosen: str
) -> None:
    """The best has 0.85 +/- 0.1732 over four folds: its standard error is 0.0866."""
    scores = {"first": np.full(4, cheap), "second": np.array([0.7, 1.0, 0.7, 1.0])}
    monkeypatch.setattr("placement.auto.validation.TRAINERS", scores)
    monkeypatch.setattr("placement.auto.validation.accuracies", lambda name, samples, seed: scores[name])
    assert choose(samples(2, 3, 1, 1.0), 0) == chosen
