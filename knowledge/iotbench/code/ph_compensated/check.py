"""Hidden tests: acidity (pH) from a glass electrode with temperature compensation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert abs(function(0.0, 25.0, (7.0, 4.0), (0.0, 177.48), 25.0) - 7.0) < 1e-6
    assert abs(function(177.48, 25.0, (7.0, 4.0), (0.0, 177.48), 25.0) - 4.0) < 1e-6
    assert abs(function(-120.0, 40.0, (7.0, 4.0), (0.0, 177.48), 25.0) - (7 + 120 / 59.16 * 298.15 / 313.15)) < 1e-4
    slope = -56.0
    volts = (12.0 + slope * (4.01 - 7), 12.0 + slope * (9.18 - 7))
    seen = 12.0 + slope * (283.15 / 293.15) * (8.2 - 7)
    assert abs(function(seen, 10.0, (4.01, 9.18), volts, 20.0) - 8.2) < 1e-6
    assert abs(function(seen, 10.0, (9.18, 4.01), volts[::-1], 20.0) - 8.2) < 1e-6
    assert _refused(function, 0.0, 25.0, (7.0, 7.0), (0.0, 1.0), 25.0)
