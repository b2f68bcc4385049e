"""Hidden tests: surge left over from a tide gauge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

periods = np.array([12.4206, 12.0, 25.8193])


def _tide(times: np.ndarray) -> np.ndarray:
    heights, phases = np.array([1.8, 0.6, 0.2]), np.array([0.3, 1.1, -2.0])
    return np.asarray(4.2 + (heights * np.cos(2 * np.pi * times[:, None] / periods + phases)).sum(axis=1))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    times = np.arange(0.0, 24 * 20, 0.5)
    assert np.allclose(function(times, _tide(times), periods), 0.0, atol=1e-6)
    uneven = np.sort(np.random.default_rng(3).uniform(0, 24 * 30, 900))
    gaps = _tide(uneven)
    gaps[100:160] = np.nan
    found = function(uneven, gaps, periods)
    assert np.array_equal(np.isnan(found), np.isnan(gaps))
    assert np.nanmax(np.abs(found)) < 1e-6
    surge = 0.9 * np.exp(-(((times - 300) / 8) ** 2))
    found = function(times, _tide(times) + surge, periods)
    assert abs(times[int(np.argmax(found))] - 300) < 2
    assert abs(found.mean()) < 1e-6
    assert np.corrcoef(found, surge)[0, 1] > 0.97
    assert _refused(function, times[:6], _tide(times)[:6], periods)
