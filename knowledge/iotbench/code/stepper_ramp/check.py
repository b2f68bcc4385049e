"""Hidden tests: step times of a stepper motor with ramps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    times = np.asarray(function(1000, 200.0, 100.0))
    assert times.shape == (1000,)
    assert np.allclose(times[[0, 49, 199]], np.sqrt([0.02, 1.0, 4.0]), atol=1e-6)
    assert np.allclose(np.diff(times)[300:700], 1 / 200.0, atol=1e-6)
    assert abs(times[-1] - 7.0) < 1e-6
    assert np.allclose(times[998], 7.0 - np.sqrt(0.02), atol=1e-6)
    short = np.asarray(function(100, 5000.0, 400.0))
    assert np.allclose(short[[0, 49, 99]], [np.sqrt(1 / 200), 0.5, 1.0], atol=1e-6)
    assert np.allclose(short[74], 1.0 - np.sqrt(50 / 400), atol=1e-6)
    odd = np.asarray(function(7, 100.0, 10.0))
    assert np.allclose(
        odd, [*np.sqrt(np.array([1, 2, 3]) / 5), *(2 * np.sqrt(0.7) - np.sqrt(np.array([3, 2, 1, 0]) / 5))], atol=1e-6
    )
    assert len(function(0, 100.0, 10.0)) == 0
