"""Fusion: generated sensors whose noise and reliability are known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.fusion.covariance_intersection import covariance_intersection
from knowledge.methods.fusion.decision_stacking import decision_stacking
from knowledge.methods.fusion.dempster_shafer import dempster_shafer
from knowledge.methods.fusion.early_fusion import early_fusion
from knowledge.methods.fusion.fusion_gain import fusion_gain
from knowledge.methods.fusion.inverse_variance import inverse_variance
from knowledge.methods.fusion.kalman_fusion import kalman_fusion
from knowledge.methods.fusion.multimodal_features import multimodal_features
from knowledge.methods.fusion.out_of_fold_probabilities import out_of_fold_probabilities
from knowledge.methods.fusion.soft_voting import soft_voting
from knowledge.methods.fusion.weighted_voting import weighted_voting


def opinions(
    noise: dict[str, float], items: int = 600, classes: int = 4
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Probabilities of sensors with a given noise, true classes and groups."""
    generator = np.random.default_rng(1)
    labels = generator.integers(0, classes, items)
    scores = {
        name: 2.0 * np.eye(classes)[labels] + generator.normal(0, level, (items, classes))
        for name, level in noise.items()
    }
    powers = {name: np.exp(rows) for name, rows in scores.items()}
    return {name: rows / rows.sum(axis=1, keepdims=True) for name, rows in powers.items()}, labels, np.arange(items) % 6


def accuracy(rows: np.ndarray, labels: np.ndarray) -> float:
    """Share of items whose greatest column is the label."""
    return float((rows.argmax(axis=1) == labels).mean())


def test_early_fusion_weighs_sensors_alike_and_survives_outliers_and_gaps() -> None:
    generator = np.random.default_rng(2)
    wide, narrow = generator.normal(5, 100, (500, 25)), generator.normal(0, 0.01, (500, 1))
    wide[0, 0], wide[1, 1] = 1e9, np.nan
    fused = early_fusion({"a": wide, "b": narrow})
    energy = np.median((fused[:, :25] ** 2).sum(axis=1)), np.median(fused[:, 25] ** 2)
    assert energy[0] == pytest.approx(1, abs=0.15)
    assert fused[:, 25].std() == pytest.approx(1, abs=0.1)
    assert fused[1, 1] == 0
    with pytest.raises(ValueError, match="items"):
        early_fusion({"a": wide, "b": narrow[1:]})


def test_out_of_fold_probabilities_never_learn_from_the_items_own_group() -> None:
    generator = np.random.default_rng(3)
    groups = np.repeat(np.arange(10), 20)
    labels = np.array(["left", "right"])[(groups + np.arange(200)) % 2]
    memory = groups[:, None] * 2.0 + (labels == "left")[:, None] * np.where(groups % 2, 1, -1)[:, None]
    rows, classes = out_of_fold_probabilities(memory + generator.normal(0, 0.01, (200, 1)), labels, groups)
    leaked = (classes[rows.argmax(axis=1)] == labels).mean()
    assert leaked < 0.7
    useful, _ = out_of_fold_probabilities(
        (labels == "left")[:, None] + generator.normal(0, 0.3, (200, 2)), labels, groups
    )
    assert (classes[useful.argmax(axis=1)] == labels).mean() > 0.85
    assert np.allclose(useful.sum(axis=1), 1)
    with pytest.raises(ValueError, match="groups"):
        out_of_fold_probabilities(memory, labels, np.zeros(200))


def test_soft_voting_passes_over_missing_sensors() -> None:
    first, second = (
        np.array([[0.6, 0.4], [np.nan, np.nan], [np.nan, np.nan]]),
        np.array([[0.2, 0.8], [0.9, 0.1], [np.nan, np.nan]]),
    )
    assert np.allclose(soft_voting({"a": first, "b": second}), [[0.4, 0.6], [0.9, 0.1], [0.5, 0.5]])
    with pytest.raises(ValueError, match="same shape"):
        soft_voting({"a": first, "b": second[:2]})


def test_soft_voting_beats_every_single_sensor() -> None:
    rows, labels, _ = opinions({"a": 1.5, "b": 1.5, "c": 1.5})
    assert accuracy(soft_voting(rows), labels) > max(accuracy(single, labels) for single in rows.values()) + 0.05


def test_weighted_voting_listens_to_the_better_sensor() -> None:
    rows, labels, groups = opinions({"good": 1.0, "poor": 4.0, "useless": 40.0})
    fused, weights = weighted_voting(rows, labels, groups)
    assert weights["good"] > 2 * weights["poor"] > 4 * weights["useless"]
    assert sum(weights.values()) == pytest.approx(1)
    assert accuracy(fused, labels) > accuracy(soft_voting(rows), labels) + 0.05
    assert accuracy(fused, labels) >= accuracy(rows["good"], labels) - 0.01


def test_weighted_voting_takes_nobodys_own_labels() -> None:
    rows, labels, groups = opinions({"a": 1.0, "b": 2.0}, 120)
    fused, _ = weighted_voting(rows, labels, groups)
    changed = np.where(groups == 0, (labels + 1) % 4, labels)
    again, _ = weighted_voting(rows, changed, groups)
    assert np.allclose(fused[groups == 0], again[groups == 0])
    assert not np.allclose(fused[groups == 1], again[groups == 1])


def test_dempster_shafer_as_in_the_worked_combination() -> None:
    sharp = {"a": np.array([[0.8, 0.2]]), "b": np.array([[0.6, 0.4]])}
    belief, ignorance, conflict = dempster_shafer(sharp, {"a": 1.0, "b": 1.0})
    assert belief == pytest.approx(np.array([[0.48 / 0.56, 0.08 / 0.56]]))
    assert (ignorance[0], conflict[0]) == pytest.approx((0, 0.44))
    belief, ignorance, conflict = dempster_shafer(sharp, {"a": 0.0, "b": 0.5})
    assert belief == pytest.approx(np.array([[0.3, 0.2]]))
    assert (ignorance[0], conflict[0]) == pytest.approx((0.5, 0))
    with pytest.raises(ValueError, match="contradict"):
        dempster_shafer({"a": np.array([[1.0, 0.0]]), "b": np.array([[0.0, 1.0]])}, {"a": 1.0, "b": 1.0})


def test_decision_stacking_learns_whom_to_trust_for_which_class() -> None:
    generator = np.random.default_rng(4)
    labels, groups = generator.integers(0, 4, 600), np.arange(600) % 6
    truth = np.eye(4)[labels] * 0.9 + 0.025
    guess = generator.dirichlet(np.ones(4), 600)
    rows = {
        "low": np.where((labels < 2)[:, None], truth, guess),
        "high": np.where((labels >= 2)[:, None], truth, guess),
    }
    rows["turned"] = truth[:, [1, 0, 3, 2]]
    fused = decision_stacking(rows, labels, groups)
    assert accuracy(fused, labels) > 0.97
    assert accuracy(soft_voting(rows), labels) < 0.9
    with pytest.raises(ValueError, match="groups"):
        decision_stacking(rows, labels, np.zeros(600))


def test_fusion_gain_compares_with_the_best_sensor_not_the_mean() -> None:
    truth = np.array([0, 1, 0, 1])
    right, half = np.eye(2)[truth], np.eye(2)[[0, 0, 0, 0]]
    gain = fusion_gain(half, {"a": right, "b": half}, truth)
    assert gain == (0.5, -0.5, "a", -2.0, {"a": 1.0, "b": 0.5})
    assert fusion_gain(right, {"b": half}, truth)[:4] == (1.0, 0.5, "b", 1.0)


def test_kalman_fusion_is_better_than_either_sensor_and_bridges_gaps() -> None:
    generator, times = np.random.default_rng(5), np.arange(2000) / 10
    truth = 20 + 3 * np.sin(times / 8)
    first, second = truth + generator.normal(0, 0.5, 2000), truth + generator.normal(0, 1.0, 2000)
    second[500:1500] = first[1000:1040] = np.nan
    estimates, slopes, variances = kalman_fusion(first, second, 10.0, 0.25, 1.0, 0.05)
    errors = estimates - truth
    assert errors[100:1000].std() < 0.2
    assert np.abs(errors[1000:1040]).max() < 1.5
    assert np.corrcoef(slopes[100:], (3 / 8 * np.cos(times / 8))[100:])[0, 1] > 0.85
    assert variances[1039] > 3 * variances[999]
    assert np.mean(errors[100:] ** 2 / variances[100:]) == pytest.approx(1, abs=0.5)


def test_kalman_fusion_weighs_by_variance() -> None:
    generator = np.random.default_rng(6)
    good, bad = generator.normal(0, 0.1, 500), 5 + generator.normal(0, 3, 500)
    estimates, _, _ = kalman_fusion(good, bad, 1.0, 0.01, 9.0, 1e-4)
    assert abs(estimates[-200:].mean()) < 0.1
    with pytest.raises(ValueError, match="variances"):
        kalman_fusion(good, bad, 1.0, 0.0, 1.0)


def test_inverse_variance_has_the_variance_that_it_claims() -> None:
    generator, variances = np.random.default_rng(7), np.array([[1.0], [4.0], [0.25]])
    values = 10 + generator.normal(size=(3, 5000)) * np.sqrt(variances)
    mean, variance, birge = inverse_variance(values, variances)
    assert mean.var() == pytest.approx(1 / 5.25, rel=0.08)
    assert np.allclose(variance, 1 / 5.25)
    assert np.mean(birge**2) == pytest.approx(1, abs=0.08)
    values[:, 0], values[1:, 1] = np.nan, np.nan
    mean, variance, birge = inverse_variance(values, variances)
    assert np.isnan(mean[0])
    assert np.isinf(variance[0])
    assert mean[1] == values[0, 1]
    assert np.isnan(birge[1])


def test_covariance_intersection_does_not_count_the_same_news_twice() -> None:
    covariance = np.array([[2.0, 0.3], [0.3, 1.0]])
    _, same, _ = covariance_intersection(np.zeros(2), covariance, np.zeros(2), covariance)
    assert np.allclose(same, covariance)
    estimate, tight, weight = covariance_intersection(np.ones(2), np.eye(2), np.zeros(2), 10 * np.eye(2))
    assert (weight, estimate[0], tight[0, 0]) == pytest.approx((1, 1, 1))
    with pytest.raises(ValueError, match="positive definite"):
        covariance_intersection(np.zeros(2), -np.eye(2), np.zeros(2), np.eye(2))


def test_covariance_intersection_is_a_bound_for_every_correlation() -> None:
    first, second = np.diag([1.0, 4.0]), np.diag([3.0, 1.0])
    _, bound, weight = covariance_intersection(np.zeros(2), first, np.zeros(2), second)
    gains = weight * bound @ np.linalg.inv(first), (1 - weight) * bound @ np.linalg.inv(second)
    for correlation in (-0.95, 0.0, 0.95):
        cross = correlation * np.sqrt(first) @ np.sqrt(second)
        mixed = gains[0] @ cross @ gains[1].T
        actual = gains[0] @ first @ gains[0].T + gains[1] @ second @ gains[1].T + mixed + mixed.T
        assert np.linalg.eigvalsh(bound - actual).min() >= -1e-9


def test_multimodal_features_show_each_sensor_what_it_alone_can_tell() -> None:
    generator, times = np.random.default_rng(8), np.arange(4000) / 2000
    frames = np.full((16, 12, 16), 200.0) + generator.normal(0, 1, (16, 12, 16))
    falling = frames.copy()
    for moment in range(16):
        frames[moment, 3:6, 6:10] = falling[moment, min(moment, 8) : min(moment, 8) + 3, 6:10] = 50
    sounds = {"still": generator.normal(0, 0.01, 4000), "fall": np.sin(2 * np.pi * 300 * times)}
    echoes = {"still": np.ones(512, complex), "fall": np.exp(2j * np.pi * 40 * np.arange(512) / 256)}
    names = {"still": "still", "fall": "fall"}
    blocks, targets, _ = multimodal_features(
        sounds, dict.fromkeys(names, 2000.0), {"still": frames, "fall": falling}, echoes, names, names
    )
    assert targets.tolist() == ["fall", "still"]
    assert np.ptp(blocks["audio"][0, :7]) > 2 > np.ptp(blocks["audio"][1, :7])
    assert blocks["depth"][0, 6] == pytest.approx(8, abs=0.5)
    assert blocks["depth"][1, 6] == pytest.approx(0, abs=0.5)
    assert blocks["radar"][0, 0] == pytest.approx(10, abs=0.5)
    with pytest.raises(ValueError, match="same name"):
        multimodal_features(sounds, {}, {}, {}, names, names)
