"""Hidden tests: alpha power against theta and beta in an EEG."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _tones(rate: float, seconds: float, theta: float, alpha: float, beta: float) -> np.ndarray:
    times = np.arange(round(seconds * rate)) / rate
    parts = ((theta, 6.0), (alpha, 10.3), (beta, 20.1))
    return np.asarray(sum(height * np.sin(2 * np.pi * frequency * times + frequency) for height, frequency in parts))


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for rate, heights in ((128.0, (1.0, 2.0, 1.0)), (250.0, (2.0, 1.0, 0.5)), (200.0, (1.0, 3.0, 2.0))):
        theta, alpha, beta = (height**2 for height in heights)
        ratio = function(_tones(rate, 30.0, *heights), rate)
        assert abs(ratio / (alpha / (theta + beta)) - 1) < 0.03
    drift = 500.0 + 30 * np.sin(2 * np.pi * 0.5 * np.arange(30 * 128) / 128.0)
    assert abs(function(_tones(128.0, 30.0, 1.0, 2.0, 1.0) + drift, 128.0) / 2.0 - 1) < 0.05
    times = np.arange(20 * 128) / 128.0
    for frequency, ratio in (
        (8.5, 2.0),
        (12.0, 2.0),
        (4.5, 0.5),
        (7.0, 0.5),
        (13.5, 0.5),
        (29.0, 0.5),
        (3.0, 1.0),
        (30.5, 1.0),
    ):
        tones = sum(np.sin(2 * np.pi * each * times) for each in (6.5 if frequency < 6 else 5.5, 10.5, frequency))
        assert abs(function(tones, 128.0) / ratio - 1) < 0.03
    assert _refused(function, np.ones(200), 128.0)
