"""Hidden tests: digits out of telephone tones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _tones(
    pairs: list[tuple[float, float]], rate: float, sound: float, pause: float, heights: tuple[float, float], seed: int
) -> np.ndarray:
    times = np.arange(round(sound * rate)) / rate
    parts = [np.zeros(round(0.1 * rate))]
    for low, high in pairs:
        parts.append(heights[0] * np.sin(2 * np.pi * low * times) + heights[1] * np.sin(2 * np.pi * high * times + 1))
        parts.append(np.zeros(round(pause * rate)))
    signal = np.concatenate(parts)
    return np.asarray(signal + 0.1 * np.random.default_rng(seed).normal(size=len(signal)))


keys = {
    key: (low, high)
    for low, row in zip((697.0, 770.0, 852.0, 941.0), ("123A", "456B", "789C", "*0#D"), strict=True)
    for high, key in zip((1209.0, 1336.0, 1477.0, 1633.0), row, strict=True)
}


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for text, rate, heights, seed in (
        ("0123456789", 8000.0, (1.0, 1.0), 1),
        ("*#ABCD1155", 16000.0, (1.0, 0.55), 2),
        ("9905", 8000.0, (0.5, 0.95), 3),
    ):
        assert function(_tones([keys[key] for key in text], rate, 0.09, 0.08, heights, seed), rate) == text
    assert function(_tones([keys["5"]], 8000.0, 1.0, 0.1, (1.0, 1.0), 4), 8000.0) == "5"
    assert (
        function(_tones([(770.0, 852.0), (1336.0, 1336.0), (400.0, 1000.0)], 8000.0, 0.2, 0.1, (1.0, 1.0), 5), 8000.0)
        == ""
    )
    assert function(np.zeros(4000), 8000.0) == ""
