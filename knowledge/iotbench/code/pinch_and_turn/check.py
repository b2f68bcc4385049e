"""Hidden tests: scale, turn and shift of two fingers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _moved(fingers: np.ndarray, scale: float, turn: float, shift: tuple[float, float]) -> np.ndarray:
    angle = np.radians(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = fingers.mean(axis=0)
    return np.asarray(scale * (fingers - middle) @ rotation.T + middle + shift)


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    fingers = np.array([[100.0, 200.0], [180.0, 260.0]])
    for scale, turn, shift in ((1.0, 30.0, (0.0, 0.0)), (2.5, -120.0, (10.0, -5.0)), (0.4, 170.0, (-3.0, 40.0))):
        found = function(fingers, _moved(fingers, scale, turn, shift))
        assert np.allclose(found[:2], (scale, turn), atol=1e-6)
        assert np.allclose(found[2], shift, atol=1e-6)
    left = np.array([[300.0, 100.0], [200.0, 101.0]])
    found = function(left, _moved(left, 1.2, -5.0, (1.0, 2.0)))
    assert np.allclose(found[:2], (1.2, -5.0), atol=1e-6)
    assert _refused(function, np.ones((2, 2)), fingers)
