"""Hidden tests: humidity and temperature out of DHT22 pulses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _pulses(humidity: int, temperature: int, seed: int, spoil: int = 0) -> np.ndarray:
    magnitude = abs(temperature) | (0x8000 if temperature < 0 else 0)
    data = [humidity >> 8, humidity & 255, magnitude >> 8, magnitude & 255]
    data.append((sum(data) + spoil) % 256)
    bits = np.array([int(bit) for byte in data for bit in f"{byte:08b}"])
    return np.asarray(26.0 + 44.0 * bits + np.random.default_rng(seed).uniform(-4, 4, 40))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for humidity, temperature, seed in ((652, 351, 1), (1000, -101, 2), (7, 0, 3), (999, -400, 4), (513, 255, 5)):
        assert np.allclose(function(_pulses(humidity, temperature, seed)), (humidity / 10, temperature / 10), atol=1e-9)
    assert _refused(function, _pulses(652, 351, 6, spoil=1))
    assert _refused(function, _pulses(652, 351, 7)[:39])
