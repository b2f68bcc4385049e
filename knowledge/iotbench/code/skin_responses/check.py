"""Hidden tests: responses in skin conductance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _conductance(rate: float, responses: tuple[tuple[float, float], ...], fall: float) -> np.ndarray:
    times = np.arange(round(60 * rate)) / rate
    signal = 4.0 - fall * times
    for start, height in responses:
        since = np.clip(times - start, 0.0, None)
        signal = signal + height * 2.0 * (np.exp(-since / 4.0) - np.exp(-since / 1.0))
    return np.asarray(signal)


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for rate in (8.0, 32.0):
        peaks, amplitudes = function(_conductance(rate, ((10.0, 0.5), (25.0, 0.3), (40.0, 0.02)), 0.002), rate)
        assert len(peaks) == 2
        assert np.allclose(np.asarray(peaks) / rate, [11.8, 26.8], atol=0.4)
        assert np.allclose(amplitudes, [0.47, 0.27], atol=0.03)
    times = np.arange(480) / 8.0
    waves = 5.0 - np.cos(2 * np.pi * times / 20.0)
    assert len(function(waves, 8.0)[0]) == 0
    assert np.array_equal(function(waves, 8.0, 0.05, 12.0)[0], [240, 400])
    assert len(function(_conductance(8.0, ((10.0, 0.5),), 0.002), 8.0, 0.6)[0]) == 0
