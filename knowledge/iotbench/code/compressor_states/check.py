"""Hidden tests: thermostat that spares its compressor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _runs(found: Any) -> str:
    return "".join("1" if state else "0" for state in found)


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    assert (
        _runs(function(np.array([-17.0, -14.0, -16.0, -19.0, -21.0, -18.0, -14.0]), 60.0, -15.0, -20.0, 0.0))
        == "0111001"
    )
    warm = np.array([-10.0, -21.0, -10.0, -10.0, -10.0, -10.0, -10.0])
    assert _runs(function(warm, 60.0, -15.0, -20.0, 180.0)) == "1000111"
    assert _runs(function(warm, 30.0, -15.0, -20.0, 100.0)) == "1000011"
    assert _runs(function(np.array([-15.0, -14.9, -20.0, -20.1, -15.0]), 10.0, -15.0, -20.0, 0.0)) == "01100"
    assert _runs(function(np.array([]), 10.0, -15.0, -20.0, 0.0)) == ""
