from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from placement.algorithms.statistics import (
    mean,
    normalize,
    outlier,
    root_mean_square,
    statistics,
    variance,
    zero_crossings,
)
from tests.placement.algorithms.samples import signal


def test_mean_of_all_and_of_groups() -> None:
    values = np.array([1.0, 2.0, 6.0, 4.0, 8.0])
    assert mean(values).tolist() == [4.2]
    assert mean(values, group=2).tolist() == [1.5, 5.0]
    assert mean(values, group=9).tolist() == [4.2]


def test_variance_and_root_mean_square() -> None:
    assert variance(np.array([1.0, 3.0, 5.0]))[0] == pytest.approx(8 / 3)
    assert root_mean_square(np.array([3.0, 4.0]))[0] == pytest.approx(np.sqrt(12.5))


def test_six_figures_of_a_window() -> None:
    np.testing.assert_allclose(statistics(np.array([1.0, -1.0, 1.0, -1.0])), [0.0, 1.0, -1.0, 1.0, 2.0, 1.0])
    assert statistics(np.array([7.0])).tolist() == [7.0, 0.0, 7.0, 7.0, 0.0, 0.0]


def test_a_sine_of_five_periods_changes_its_sign_nine_times() -> None:
    assert zero_crossings(np.sin(2 * np.pi * 5 * (np.arange(1000) + 0.5) / 1000)) == [9]


def test_outliers_become_the_median() -> None:
    values = np.array([20.1, 20.0, 19.9, 85.0, 20.2])
    assert outlier(values).tolist() == [20.1, 20.0, 19.9, 20.1, 20.2]


def test_the_limit_is_a_scaled_median_deviation() -> None:
    values = signal(500)
    limit = 2.0 * stats.median_abs_deviation(values, scale="normal")
    expected = np.where(np.abs(values - np.median(values)) > limit, np.median(values), values)
    np.testing.assert_allclose(outlier(values, factor=2.0), expected, atol=2e-3)


def test_normalized_values() -> None:
    np.testing.assert_allclose(normalize(signal(50)), stats.zscore(signal(50)))
    assert normalize(np.full(3, 7.0)).tolist() == [0.0, 0.0, 0.0]
