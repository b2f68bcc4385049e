"""Hidden tests: muscle onset by the Teager-Kaiser energy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _recording(rate: float, onset: float, seed: int, drift: float) -> np.ndarray:
    times = np.arange(round(3 * rate)) / rate
    noise = np.random.default_rng(seed).normal(size=len(times))
    burst = np.where(times >= onset, np.sin(2 * np.pi * 130 * times) + 0.3 * noise, 0.0)
    return np.asarray(0.02 * noise + 0.5 * burst + drift * np.sin(2 * np.pi * 0.8 * times))


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for rate, onset, seed in ((1000.0, 1.4, 1), (2000.0, 2.2, 2)):
        assert abs(function(_recording(rate, onset, seed, 0.0), rate, 1.0) / rate - onset) < 0.03
        assert abs(function(_recording(rate, onset, seed, 2.0), rate, 1.0) / rate - onset) < 0.03
    spike = _recording(1000.0, 2.0, 3, 0.0)
    spike[1300] += 3.0
    assert abs(function(spike, 1000.0, 1.0) / 1000.0 - 2.0) < 0.03
    assert function(_recording(1000.0, 9.0, 4, 1.0), 1000.0, 1.0) == -1
