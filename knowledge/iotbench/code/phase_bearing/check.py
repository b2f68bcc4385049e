"""Hidden tests: bearing of a tag by two antennas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _antennas(
    bearing: float, spacing: float, frequency: float, seed: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    wave = np.exp(2j * np.pi * random.uniform(size=400))
    phase = 2 * np.pi * spacing * frequency / 299792458.0 * np.sin(np.radians(bearing))
    dirt = noise * (random.normal(size=(2, 400)) + 1j * random.normal(size=(2, 400)))
    return wave + dirt[0], 0.6 * wave * np.exp(1j * phase) + dirt[1]


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for bearing, spacing, frequency, seed in (
        (25.0, 0.06, 2.4e9, 1),
        (-60.0, 0.05, 2.4e9, 2),
        (3.0, 0.15, 868e6, 3),
        (75.0, 0.062, 2.4e9, 4),
    ):
        assert abs(function(*_antennas(bearing, spacing, frequency, seed, 0.0), spacing, frequency) - bearing) < 0.01
    assert abs(function(*_antennas(-20.0, 0.06, 2.4e9, 5, 0.5), 0.06, 2.4e9) + 20.0) < 4
    beyond = np.ones(10, dtype=complex)
    assert abs(function(beyond, beyond * np.exp(2.0j), 0.03, 2.4e9) - 90.0) < 1e-6
    assert _refused(function, beyond, beyond, 0.07, 2.4e9)
