"""Scores of results that were counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.evaluation.accuracy_by_name import accuracy_by_name
from knowledge.methods.evaluation.beat_accuracy import beat_accuracy
from knowledge.methods.evaluation.classification_scores import classification_scores
from knowledge.methods.evaluation.confusion_matrix import confusion_matrix
from knowledge.methods.evaluation.detection_latency import detection_latency
from knowledge.methods.evaluation.errors_by_name import errors_by_name
from knowledge.methods.evaluation.event_scores import event_scores
from knowledge.methods.evaluation.group_accuracy import group_accuracy
from knowledge.methods.evaluation.limits_of_agreement import limits_of_agreement
from knowledge.methods.evaluation.position_errors import position_errors
from knowledge.methods.evaluation.regression_scores import regression_scores
from knowledge.methods.evaluation.roc_auc import roc_auc

TRUE = np.array(["a", "a", "a", "a", "b", "b", "c", "c"])
GIVEN = np.array(["a", "a", "a", "b", "b", "a", "c", "d"])


def test_beat_accuracy_gives_each_beat_to_one_peak() -> None:
    beats = {"x": np.array([100, 500, 900, 1300]), "y": np.array([50]), "alone": np.array([1])}
    peaks = {"x": np.array([46, 110, 554, 555, 900]), "y": np.array([50]), "other": np.array([1])}
    accuracy, overall, found = beat_accuracy(peaks, beats, {"x": 360.0, "y": 360.0})
    # 54 samples are 150 ms: 46 takes the beat at 100, 110 finds none left, 554 takes that at 500.
    assert accuracy == {"x": pytest.approx(2 * 3 / 9), "y": 1.0}
    assert overall == pytest.approx(2 * 4 / 11)
    assert list(found) == ["x", "y"]
    assert beat_accuracy({"x": np.array([47])}, {"x": np.array([100])}, {"x": 360.0}, window=0.14)[1] == 0.0
    with pytest.raises(ValueError, match="no recording"):
        beat_accuracy({"x": np.array([1])}, {"y": np.array([1])}, {})


def test_classification_scores_by_hand() -> None:
    accuracy, macro_f1, balanced, f1 = classification_scores(TRUE, GIVEN)
    assert accuracy == 5 / 8
    assert f1 == pytest.approx({"a": 6 / 8, "b": 2 / 4, "c": 2 / 3, "d": 0.0})
    assert macro_f1 == pytest.approx((0.75 + 0.5 + 2 / 3) / 4)
    assert balanced == pytest.approx((0.75 + 0.5 + 0.5) / 3)
    assert classification_scores(np.array([1, 2]), np.array([1, 2]))[:3] == (1.0, 1.0, 1.0)
    with pytest.raises(ValueError, match="many labels"):
        classification_scores(TRUE, GIVEN[:3])


def test_confusion_matrix_has_true_classes_in_rows() -> None:
    counts, classes, confusions = confusion_matrix(TRUE, GIVEN)
    assert classes.tolist() == ["a", "b", "c", "d"]
    assert counts.tolist() == [[3, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 0]]
    assert confusions == {"b -> a": 0.5, "c -> d": 0.5, "a -> b": 0.25}
    assert list(confusions)[-1] == "a -> b"


def test_regression_scores_by_hand() -> None:
    scores = regression_scores(np.array([1.0, 2.0, 3.0, np.nan]), np.array([2.0, 2.0, 1.0, 5.0]))
    assert scores == pytest.approx((1.0, np.sqrt(5 / 3), -1 / 3, 1 - 5 / 2))
    assert np.isnan(regression_scores(np.ones(3), np.ones(3))[3])
    with pytest.raises(ValueError, match="complete"):
        regression_scores(np.array([np.nan]), np.array([1.0]))


def test_errors_by_name_of_every_recording_in_the_table() -> None:
    truth = {"name": np.array(["1", "2"]), "bpm": np.array([60.0, 80.0])}
    assert errors_by_name({"1": 61.0, "2": 77.0, "3": 0.0}, truth, "bpm") == ({"1": 1.0, "2": 3.0}, 2.0, 3.0)
    assert errors_by_name({"1": 61.0, "2": 77.0}, {**truth, "name": np.array([1, 2])}, "bpm")[1] == 2.0
    with pytest.raises(ValueError, match="2 has no value"):
        errors_by_name({"1": 61.0}, truth, "bpm")
    with pytest.raises(ValueError, match="no column value"):
        errors_by_name({"1": 61.0}, truth)
    assert np.isnan(errors_by_name({"1": float("nan"), "2": 80.0}, truth, "bpm")[1])


def test_accuracy_by_name_counts_a_missing_decision_as_wrong() -> None:
    labels = {"p1": "af", "p2": "af", "p3": "normal"}
    accuracy, recall, wrong = accuracy_by_name({"p1": "af", "p3": "normal"}, labels)
    assert accuracy == pytest.approx(2 / 3)
    assert recall == {"af": 0.5, "normal": 1.0}
    assert wrong == ["p2: nothing instead of af"]
    many = {f"p{n}": f"class {n}" for n in (7, 3, 9, 1, 5)}
    assert list(accuracy_by_name(many, many)[1]) == sorted(many.values())
    with pytest.raises(ValueError, match="labels"):
        accuracy_by_name({}, {})


def test_event_scores_pair_as_many_as_can_be() -> None:
    # Taking the nearest for the first would leave nothing for the second.
    assert event_scores(np.array([1.0, 1.8]), np.array([0.6, 1.4]), tolerance=0.5) == (1.0, 1.0, 1.0)
    assert event_scores(np.array([1.0, 1.1, 1.2]), np.array([1.0])) == (1 / 3, 1.0, 0.5)
    assert event_scores(np.array([]), np.array([2.0])) == (1.0, 0.0, 0.0)
    assert event_scores(np.array([]), np.array([])) == (1.0, 1.0, 1.0)
    assert event_scores(np.array([2.6]), np.array([2.0]))[2] == 0.0
    with pytest.raises(ValueError, match="negative"):
        event_scores(np.array([]), np.array([]), tolerance=-1)


def test_detection_latency_counts_late_alarms_as_missed() -> None:
    events, alarms = np.array([0.0, 10.0, 40.0, 60.0]), np.array([59.0, 1.0, 12.0, 13.0])
    median, share, latencies = detection_latency(alarms, events, longest=15.0)
    assert latencies[:2].tolist() == [1.0, 2.0]
    assert np.isnan(latencies[2:]).all()
    assert (median, share) == (1.5, 0.5)
    assert np.isnan(detection_latency(np.array([]), events)[0])
    with pytest.raises(ValueError, match="none"):
        detection_latency(alarms, np.array([]))


def test_roc_auc_is_the_share_of_ordered_pairs() -> None:
    random = np.random.default_rng(0)
    events = random.random(200) < 0.3
    scores = np.round(random.standard_normal(200) + events, 1)
    pairs = np.sign(scores[events][:, None] - scores[~events][None, :])
    area, equal = roc_auc(scores, events)
    assert area == pytest.approx(((pairs + 1) / 2).mean())
    assert 0.2 < equal < 0.4
    assert roc_auc(np.array([1.0, 2.0, 3.0]), np.array([0, 1, 1])) == (1.0, 0.0)
    assert roc_auc(np.array([1.0, 1.0]), np.array([0, 1]))[0] == 0.5
    with pytest.raises(ValueError, match="non-events"):
        roc_auc(np.array([1.0]), np.array([1]))


def test_group_accuracy_weighs_groups_alike() -> None:
    groups = np.array(["x"] * 6 + ["y"] * 2)
    accuracies, mean, error, worst = group_accuracy(TRUE, GIVEN, groups)
    assert accuracies == {"x": pytest.approx(4 / 6), "y": 0.5}
    assert mean == pytest.approx(7 / 12)
    assert error == pytest.approx(1 / 12)
    assert worst == 0.5
    assert np.isnan(group_accuracy(TRUE, GIVEN, np.full(8, "x"))[2])


def test_limits_of_agreement_of_a_proportional_error() -> None:
    reference = np.linspace(50, 100, 11)
    bias, lower, upper, slope = limits_of_agreement(reference, 1.1 * reference)
    deviation = (0.1 * reference).std(ddof=1)
    assert (bias, lower, upper) == pytest.approx((7.5, 7.5 - 1.96 * deviation, 7.5 + 1.96 * deviation))
    assert slope == pytest.approx(0.1 / 1.05)
    assert limits_of_agreement(np.ones(3), np.ones(3)) == (0.0, 0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="two"):
        limits_of_agreement(np.ones(1), np.ones(1))


def test_position_errors_do_not_hide_what_was_not_found() -> None:
    true = np.zeros((10, 3))
    estimated = true.copy()
    estimated[:, 0] = np.arange(10)
    assert position_errors(estimated, true)[:2] == (4.0, 8.0)
    estimated[0, 1] = np.nan
    assert position_errors(estimated, true)[:2] == (5.0, 9.0)
    estimated[1, 1] = np.nan
    assert position_errors(estimated, true)[1] == np.inf
    with pytest.raises(ValueError, match="shape"):
        position_errors(estimated, true[:, :2])
