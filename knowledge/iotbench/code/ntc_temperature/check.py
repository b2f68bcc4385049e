"""Hidden tests: temperature of a thermistor in a divider."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

coefficients = (1.129148e-3, 2.34125e-4, 8.76741e-8)


def _kelvins(resistance: float) -> float:
    a, b, c = coefficients
    return float(1 / (a + b * np.log(resistance) + c * np.log(resistance) ** 3))


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    found = function(np.array([2048, 1024, 3072]), 4096, 10000.0, *coefficients)
    assert np.allclose(found, [_kelvins(r) - 273.15 for r in (10000.0, 10000.0 / 3, 30000.0)], atol=1e-6)
    assert abs(found[0] - 25.0) < 0.1
    assert np.allclose(function(np.array([512]), 1024, 4700.0, *coefficients), _kelvins(4700.0) - 273.15, atol=1e-6)
    broken = function(np.array([0, 2000, 4096, 4100, -1]), 4096, 10000.0, *coefficients)
    assert np.array_equal(np.isnan(broken), [True, False, True, True, True])
