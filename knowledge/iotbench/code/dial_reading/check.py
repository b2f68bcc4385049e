"""Hidden tests: reading of a dial by a camera."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _dial(angle: float, size: int, centre: tuple[float, float], radius: float, seed: int) -> np.ndarray:
    rows, columns = np.mgrid[:size, :size]
    up, right = centre[0] - rows, columns - centre[1]
    along = up * np.cos(np.radians(angle)) + right * np.sin(np.radians(angle))
    across = right * np.cos(np.radians(angle)) - up * np.sin(np.radians(angle))
    image = 200.0 + 6 * np.random.default_rng(seed).normal(size=(size, size))
    image[(along > -0.2 * radius) & (along < 0.92 * radius) & (np.abs(across) < 1.6)] = 30.0
    image[np.hypot(up, right) < 0.1 * radius] = 20.0
    return image


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for angle, size, centre, seed in (
        (-100.0, 160, (80.0, 80.0), 1),
        (20.0, 200, (110.0, 95.0), 2),
        (119.0, 160, (75.0, 82.0), 3),
    ):
        image = _dial(angle, size, centre, 70.0, seed)
        expected = 10 * (angle + 135) / 270
        assert abs(function(image, centre, 70.0, (-135.0, 135.0), (0.0, 10.0)) - expected) < 10 * 2 / 270
    image = _dial(200.0, 180, (90.0, 90.0), 80.0, 4)
    assert abs(function(image, (90.0, 90.0), 80.0, (30.0, 330.0), (-1.0, 5.0)) - (-1 + 6 * 170 / 300)) < 6 * 2 / 300
    image[120:150, 84:97] = 0.0
    assert abs(function(image, (90.0, 90.0), 80.0, (185.0, 330.0), (0.0, 145.0)) - 15.0) < 4
    noise = _dial(60.0, 160, (80.0, 80.0), 70.0, 5)
    noise[:5] = 0.0
    assert abs(function(noise, (80.0, 80.0), 70.0, (-135.0, 135.0), (10.0, 0.0)) - (10 - 10 * 195 / 270)) < 10 * 2 / 270
