"""Hidden tests: chill units of an orchard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    ladder = np.array([5.0, -3.0, 1.4, 1.5, 2.4, 2.5, 9.1, 9.2, 12.4, 12.5, 15.9, 16.0, 17.9, 18.0, 30.0])
    gains = [1, 0, 0, 0.5, 0.5, 1, 1, 0.5, 0.5, 0, 0, -0.5, -0.5, -1, -1]
    assert np.allclose(function(ladder), np.cumsum(gains), atol=1e-9)
    assert np.allclose(
        function(np.array([25.0, 25.0, 5.0, 5.0, 20.0, 20.0, 20.0, 5.0])), [0, 0, 1, 2, 1, 0, 0, 1], atol=1e-9
    )
    assert np.allclose(function(np.array([5.0, np.nan, 5.0, np.nan])), [1, 1, 2, 2], atol=1e-9)
