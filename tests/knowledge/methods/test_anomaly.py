"""Anomaly and change detectors on data whose changes are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import f as f_distribution
from scipy.stats import norm
from scipy.stats import t as student

from knowledge.methods.anomaly.bayesian_change_points import bayesian_change_points
from knowledge.methods.anomaly.cusum_alarms import cusum_alarms
from knowledge.methods.anomaly.ewma_chart import ewma_chart
from knowledge.methods.anomaly.half_space_trees import half_space_trees
from knowledge.methods.anomaly.isolation_forest import isolation_forest
from knowledge.methods.anomaly.mahalanobis_distances import mahalanobis_distances
from knowledge.methods.anomaly.matrix_profile import matrix_profile
from knowledge.methods.anomaly.page_hinkley import page_hinkley
from knowledge.methods.anomaly.pca_monitor import pca_monitor
from knowledge.methods.anomaly.pelt_change_points import pelt_change_points
from knowledge.methods.anomaly.robust_z_scores import robust_z_scores
from knowledge.methods.anomaly.seasonal_residuals import seasonal_residuals


def _noise(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


@pytest.mark.parametrize("shift", [1.5, -1.5])
def test_cusum_alarms_find_a_shift_of_either_sign(shift: float) -> None:
    signal = _noise(0, 700)
    signal[400:] += shift
    alarms, onsets = cusum_alarms(signal, reference=200, limit=8.0)
    assert 400 <= alarms[0] < 425
    assert abs(int(onsets[0]) - 400) < 8


def test_cusum_alarms_have_the_published_run_length() -> None:
    """Montgomery's table: slack 0.5 and limit 5 give an average run length of 10.4 for a shift of one deviation."""
    rng = np.random.default_rng(1)
    reference = np.tile([-1.0, 1.0], 5000) * np.sqrt(9999 / 10000)
    alarms, _ = cusum_alarms(np.concatenate([reference, 1.0 + rng.normal(size=20000)]), reference=10000)
    assert 20000 / (alarms >= 10000).sum() == pytest.approx(10.4, abs=0.6)


def test_cusum_alarms_begin_without_a_sum() -> None:
    steady = np.tile([-1.0, 1.0], 50)
    assert not len(cusum_alarms(steady, reference=2, limit=1.2)[0])
    assert not len(cusum_alarms(-steady, reference=2, limit=1.2)[0])


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_cusum_alarms_begin_again_after_each(sign: float) -> None:
    reference = np.tile([1.0, -1.0], 50)
    shifted = np.full(12, 2 * sign * reference.std(ddof=1))  # sums of 1.5, 3, 4.5 and 6
    alarms, _ = cusum_alarms(np.append(reference, shifted), limit=5.0)
    assert np.diff(alarms).tolist() == [4, 4]


def test_cusum_alarms_refuse_a_reference_that_does_not_vary() -> None:
    with pytest.raises(ValueError, match="vary"):
        cusum_alarms(np.ones(300))


def test_ewma_chart_sees_a_small_shift_that_single_values_do_not_show() -> None:
    signal = _noise(2, 1000)
    signal[600:] += 1.0
    averages, anomalies = ewma_chart(signal, reference=400, smoothing=0.1)
    assert anomalies[:600].mean() < 0.02
    assert anomalies[640:].mean() > 0.8
    assert averages[700:].mean() == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("first", [2.5, 2.9, 3.3, 3.6])
def test_ewma_chart_judges_its_first_value_alone(first: float) -> None:
    signal = np.append(first, np.tile([1.0, -1.0], 60))
    mean, spread = signal[:100].mean(), signal[:100].std(ddof=1)
    averages, anomalies = ewma_chart(signal)
    assert averages[0] == pytest.approx(mean + 0.2 * (first - mean))
    assert bool(anomalies[0]) is bool(first - mean > 3 * spread)


@pytest.mark.parametrize("smoothing", [1.0, 0.3, 0.05])
def test_ewma_chart_has_the_textbook_limit(smoothing: float) -> None:
    reference = np.tile([1.0, -1.0], 50)
    limit = 3 * reference.std(ddof=1) * np.sqrt(smoothing / (2 - smoothing))
    for shift, outside in ((0.98, False), (1.02, True)):
        signal = np.append(reference, np.full(400, shift * limit))
        assert bool(ewma_chart(signal, 100, smoothing)[1][-1]) is outside


def test_ewma_chart_refuses_a_weight_of_nothing() -> None:
    with pytest.raises(ValueError, match="weight"):
        ewma_chart(_noise(3, 200), smoothing=0.0)


def test_page_hinkley_reports_every_drift_once() -> None:
    signal = 0.5 * _noise(3, 1500)
    signal[500:1000] += 2.0
    signal[1000:] -= 1.0
    onsets = page_hinkley(signal, tolerance=0.2, limit=20.0)
    assert len(onsets) == 2
    assert 500 < onsets[0] < 540
    assert 1000 < onsets[1] < 1040


def test_page_hinkley_sums_deviations_from_the_running_mean() -> None:
    signal, limit, tolerance = _noise(20, 60), 1.5, 0.05
    expected, begin = [], 0
    for end in range(1, 61):
        part = signal[begin:end]
        deviations = part - np.cumsum(part) / np.arange(1, len(part) + 1)
        up, down = np.cumsum(deviations - tolerance), np.cumsum(deviations + tolerance)
        if max(up[-1] - min(0.0, up.min()), max(0.0, down.max()) - down[-1]) > limit:
            expected.append(end - 1)
            begin = end
    assert len(expected) > 3
    assert page_hinkley(signal, tolerance, limit, warm_up=0).tolist() == expected


def test_page_hinkley_passes_over_gaps_and_stays_still() -> None:
    signal = 0.5 * _noise(4, 2000)
    signal[100:150] = np.nan
    assert len(page_hinkley(signal, tolerance=0.2, limit=20.0)) == 0
    with pytest.raises(ValueError, match="limit"):
        page_hinkley(signal, limit=0.0)


def _regimes(seed: int) -> np.ndarray:
    signal = _noise(seed, 600)
    signal[150:300] += 4.0
    signal[300:450] *= 4.0
    return signal


@pytest.mark.parametrize("seed", range(3))
def test_bayesian_change_points_find_mean_and_variance(seed: int) -> None:
    onsets, runs = bayesian_change_points(_regimes(seed))
    assert len(onsets) == 3
    assert np.abs(onsets - [150, 300, 450]).max() <= 8
    assert runs[140] == pytest.approx(141, abs=3)


def _likely_runs(values: np.ndarray, hazard: float) -> list[int]:
    """Run lengths of Adams and MacKay, with every run's normal-gamma posterior taken from its values at once."""
    weights, found = np.ones(1), []
    for number, value in enumerate(values):
        run, past = np.arange(number + 1), values[:number][::-1]
        sums, squares = (np.append(0.0, np.cumsum(past**power)) for power in (1, 2))
        beta = 0.5 + (squares - sums**2 / (0.1 + run)) / 2
        scale = np.sqrt(beta * (1.1 + run) / ((1 + run / 2) * (0.1 + run)))
        chances = weights * student.pdf(value, 2 + run, sums / (0.1 + run), scale)
        weights = np.append(hazard * chances.sum(), (1 - hazard) * chances) / chances.sum()
        found.append(int(weights.argmax()))
    return found


@pytest.mark.parametrize("seed", range(20, 26))
def test_bayesian_change_points_are_those_of_the_whole_posterior(seed: int) -> None:
    values = _noise(seed, 60)
    values[20:40] += 2.0
    runs = bayesian_change_points(7 + 3 * values, every=5)[1]
    scaled = (values - np.median(values)) / (np.median(np.abs(np.diff(values))) / (np.sqrt(2) * norm.ppf(0.75)))
    assert runs.tolist() == _likely_runs(scaled, 1 / 5)


def test_bayesian_change_points_of_a_steady_signal_are_none() -> None:
    assert len(bayesian_change_points(_noise(7, 500))[0]) == 0
    with pytest.raises(ValueError, match="vary"):
        bayesian_change_points(np.ones(50))


@pytest.mark.parametrize("seed", range(3))
def test_pelt_change_points_find_mean_and_variance(seed: int) -> None:
    onsets = pelt_change_points(_regimes(seed))
    assert len(onsets) == 3
    assert np.abs(onsets - [150, 300, 450]).max() <= 5


def test_pelt_change_points_are_the_best_of_all_segmentations() -> None:
    signal = _noise(5, 60)
    signal[20:45] += 1.2
    values, penalty, least = (signal - signal.mean()) / signal.std(), 6.0, 5
    best, last = {0: -penalty}, {0: 0}
    for end in range(least, 61):
        options = {
            start: best[start] + (end - start) * np.log(values[start:end].var()) + penalty
            for start in best
            if end - start >= least
        }
        last[end] = min(options, key=lambda start: options[start])
        best[end] = options[last[end]]
    cuts: list[int] = []
    place = last[60]
    while place:
        cuts.insert(0, place)
        place = last[place]
    assert pelt_change_points(signal, penalty, least).tolist() == cuts


def test_isolation_forest_finds_items_between_two_clusters() -> None:
    normal = np.concatenate([_noise(6, 300, 3) - 5, _noise(7, 300, 3) + 5])
    judged = np.concatenate([_noise(8, 50, 3) - 5, np.zeros((5, 3)) + 0.3 * _noise(9, 5, 3)])
    scores, anomalies = isolation_forest(normal, judged)
    assert anomalies[:50].mean() < 0.1
    assert anomalies[50:].all()
    assert scores[50:].min() > np.median(scores[:50])
    with pytest.raises(ValueError, match="features"):
        isolation_forest(normal, judged[:, :2])
    with pytest.raises(ValueError, match="features"):
        isolation_forest(normal[:9], judged)


def test_mahalanobis_distances_are_right_and_stand_bad_normal_items() -> None:
    mixing = np.array([[2.0, 0.0], [1.8, 0.3]])
    normal = _noise(10, 500, 2) @ mixing.T
    normal[:25] = [8.0, -8.0]
    distances, anomalies = mahalanobis_distances(normal, np.array([[2.0, 1.8], [1.0, -1.0]]))
    assert distances[0] == pytest.approx(1.0, abs=0.2)
    assert anomalies.tolist() == [False, True]
    with pytest.raises(ValueError, match="normal items"):
        mahalanobis_distances(normal[:6], normal)
    with pytest.raises(ValueError, match="differ"):
        mahalanobis_distances(normal, normal[:, :1])


def _pump(seed: int, count: int) -> np.ndarray:
    mixing = np.array([[1.0, 0.8, -0.6, 0.3, 0.0], [0.0, 0.5, 0.7, -0.4, 1.0]])
    return np.asarray(10 + _noise(seed, count, 2) @ mixing + 0.1 * _noise(seed + 1, count, 5))


def test_pca_monitor_tells_a_broken_relation_from_an_unusual_load() -> None:
    normal, fresh = _pump(11, 500), _pump(13, 2000)
    assert pca_monitor(normal, fresh)[2].mean() < 0.01
    broken, loaded = fresh.copy(), 10 + (fresh - 10) * 8
    broken[:, 2] += 1.2
    _, scores, anomalies = pca_monitor(normal, broken)
    assert anomalies.mean() > 0.95
    assert (scores > 1).mean() < 0.02
    _, scores, _ = pca_monitor(normal, np.array(loaded))
    assert np.median(scores) > 1


def test_pca_monitor_has_the_limit_of_hotelling() -> None:
    normal, fresh = _pump(22, 20), _pump(24, 10)
    centred = (fresh - normal.mean(axis=0)) / normal.std(axis=0, ddof=1)
    values, axes = np.linalg.eigh(np.corrcoef(normal.T))
    statistic = ((centred @ axes[:, -2:]) ** 2 / values[-2:]).sum(axis=1)
    limit = 2 * (20**2 - 1) / (20 * 18) * f_distribution.ppf(0.99, 2, 18)
    assert pca_monitor(normal, fresh, confidence=0.99)[1] == pytest.approx(statistic / limit)


def test_pca_monitor_refuses_a_sensor_that_stands_still() -> None:
    normal = _pump(11, 100)
    normal[:, 3] = 1.0
    with pytest.raises(ValueError, match="feature 3"):
        pca_monitor(normal, normal)


def test_matrix_profile_is_that_of_all_pairs() -> None:
    signal, length = np.cumsum(_noise(14, 120)), 10
    profile, neighbours = matrix_profile(signal, length)
    stretches = np.lib.stride_tricks.sliding_window_view(signal, length)
    normed = (stretches - stretches.mean(axis=1, keepdims=True)) / stretches.std(axis=1, keepdims=True)
    distances = np.linalg.norm(normed[:, None] - normed[None], axis=2)
    near = np.abs(np.subtract.outer(np.arange(111), np.arange(111))) <= 2
    distances[near] = np.inf
    assert profile == pytest.approx(distances.min(axis=1), abs=1e-5)
    assert (neighbours == distances.argmin(axis=1)).mean() > 0.99


def test_matrix_profile_finds_the_strange_beat() -> None:
    signal = np.sin(np.arange(1200) * 2 * np.pi / 60) + 0.05 * _noise(15, 1200)
    signal[610:640] += 0.8 * np.hanning(30)
    profile, _ = matrix_profile(signal, 60)
    assert 560 < int(np.argmax(profile)) < 640
    with pytest.raises(ValueError, match="samples"):
        matrix_profile(signal[:50], 60)
    with pytest.raises(ValueError, match="samples"):
        matrix_profile(np.append(signal, np.nan), 60)


def test_seasonal_residuals_find_what_is_strange_for_its_hour() -> None:
    hours = np.arange(24 * 28)
    signal = 30 + 10 * np.sin(2 * np.pi * hours / 24) + hours / 200 + 0.5 * _noise(16, 672)
    signal[[200, 402]] += [9.0, -9.0]  # both stay inside the day's range
    signal[500:505] = np.nan
    residuals, anomalies = seasonal_residuals(signal, 24)
    assert np.flatnonzero(anomalies).tolist() == [200, 402]
    assert residuals[200] == pytest.approx(9.0, abs=1.8)
    with pytest.raises(ValueError, match="season"):
        seasonal_residuals(signal[:50], 24)


def test_seasonal_residuals_keep_a_strange_value_out_of_its_season() -> None:
    hours = np.arange(24 * 6)
    signal = 5 + 10 * np.sin(2 * np.pi * hours / 24)
    signal[70] += 9.0
    residuals, _ = seasonal_residuals(signal, 24)
    assert residuals[70] > 5
    assert residuals[[46, 94]] == pytest.approx(0.0, abs=1e-9)
    assert len(seasonal_residuals(signal[:72], 24)[0]) == 72


def test_robust_z_scores_are_not_moved_by_many_outliers() -> None:
    features = _noise(17, 1000, 2)
    features[:400, 1] += 50.0
    scores, anomalies = robust_z_scores(features)
    assert anomalies[:400].all()
    assert anomalies[400:].mean() < 0.01
    assert scores[:, 0].std() == pytest.approx(1.0, abs=0.1)


def test_robust_z_scores_of_a_column_that_hardly_varies() -> None:
    features = np.zeros((50, 2))
    features[7, 0] = 3.0
    scores, anomalies = robust_z_scores(features)
    assert np.flatnonzero(anomalies).tolist() == [7]
    assert not scores[:, 1].any()
    assert scores[7, 0] == pytest.approx(50 / np.sqrt(np.pi / 2), rel=1e-5)
    features[8, 0] = -3.0
    assert robust_z_scores(features)[0][7, 0] == pytest.approx(25 / np.sqrt(np.pi / 2), rel=1e-5)


def test_robust_z_scores_need_a_number_in_every_column_alone() -> None:
    features = _noise(23, 30, 2)
    features[4] = np.nan
    assert np.isnan(robust_z_scores(features)[0][4]).all()
    features[:, 1] = np.nan
    with pytest.raises(ValueError, match="every column"):
        robust_z_scores(features)


def test_half_space_trees_find_a_strange_cluster_in_a_stream() -> None:
    stream = _noise(18, 2000, 3)
    stream[1200:1205] += 6.0
    scores = half_space_trees(stream)
    assert np.isnan(scores[:250]).all()
    strange, usual = scores[1200:1205], np.delete(scores, np.arange(1200, 1205))[250:]
    assert strange.min() > np.quantile(usual, 0.98)


def test_half_space_trees_score_from_nothing_to_one() -> None:
    stream = np.zeros((600, 2))
    stream[400] = 9.0
    scores = half_space_trees(stream)
    assert scores[400] == pytest.approx(1.0, abs=1e-9)
    assert np.delete(scores, 400)[250:] == pytest.approx(0.0, abs=0.005)


def test_half_space_trees_learn_a_new_normal() -> None:
    stream = _noise(19, 2000, 2)
    stream[1000:] += 1.5
    scores = half_space_trees(stream)
    assert scores[1000:1250].mean() > scores[1300:].mean() + 0.02
    with pytest.raises(ValueError, match="items"):
        half_space_trees(stream[:100])
