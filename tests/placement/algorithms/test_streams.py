from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage
from scipy import signal as scipy_signal

from placement.algorithms.streams import (
    complementary_filter,
    denoise,
    difference,
    energy_threshold,
    low_pass,
    moving_average,
    slices,
)
from tests.placement.algorithms.samples import signal


def test_overlapping_windows() -> None:
    assert slices(np.arange(7), length=3, step=2).tolist() == [[0, 1, 2], [2, 3, 4], [4, 5, 6]]
    assert slices(np.arange(2), length=3).tolist() == [[0, 1]]


def test_values_of_little_energy_become_nothing() -> None:
    assert energy_threshold(np.array([1.0, -3.0, 2.0, 0.0])).tolist() == [0.0, -3.0, 2.0, 0.0]
    assert energy_threshold(np.array([1.0, -3.0, 2.0, 0.0]), factor=2.0).tolist() == [0.0, -3.0, 0.0, 0.0]


def test_changes() -> None:
    assert difference(np.array([1, 4, 2])).tolist() == [3, -2]
    assert difference(np.array([1])).tolist() == [0.0]


def test_mean_of_the_latest() -> None:
    np.testing.assert_allclose(moving_average(np.array([2.0, 4.0, 6.0, 8.0]), length=2), [2.0, 3.0, 5.0, 7.0])


def test_the_running_median_is_that_of_scipy() -> None:
    values = signal(200)
    np.testing.assert_allclose(denoise(values, length=5), ndimage.median_filter(values, 5, mode="nearest"))


def test_the_low_pass_is_that_of_scipy() -> None:
    kernel = scipy_signal.firwin(21, 0.2, window="hamming")
    np.testing.assert_allclose(
        low_pass(signal(300), taps=21, cutoff=0.2), scipy_signal.lfilter(kernel, 1.0, signal(300)), atol=1e-9
    )


def imu(roll: float, pitch: float, rate: float, samples: int) -> np.ndarray:
    """At rest at some angles, but for a rotation about x."""
    gravity = [-np.sin(pitch), np.sin(roll) * np.cos(pitch), np.cos(roll) * np.cos(pitch)]
    return np.tile([*(9.81 * np.array(gravity)), rate, 0.0, 0.0], samples)


def test_angles_at_rest() -> None:
    angles = complementary_filter(imu(0.3, -0.2, 0.0, 50))
    assert angles.shape == (50, 2)
    np.testing.assert_allclose(angles, np.tile([0.3, -0.2], (50, 1)), atol=1e-12)


def test_a_gyroscope_s_drift_is_held_by_gravity() -> None:
    """A drift d adds tau * d in the end: what gravity takes back in a time constant."""
    angles = complementary_filter(imu(0.0, 0.0, 0.1, 2000), rate=100.0, tau=0.5)
    assert angles[-1, 0] == pytest.approx(0.1 * 0.5, rel=1e-6)
    assert angles[-1, 1] == pytest.approx(0.0)


def test_a_fast_turn_is_followed_by_the_gyroscope() -> None:
    times = np.arange(100) / 100
    roll = 0.5 * np.sin(2 * np.pi * times)
    rows = np.zeros((100, 6))
    rows[:, 2], rows[:, 3] = 9.81, np.pi * np.cos(2 * np.pi * times)
    angles = complementary_filter(rows.ravel(), rate=100.0, tau=100.0)
    np.testing.assert_allclose(angles[:, 0], roll, atol=0.04)
