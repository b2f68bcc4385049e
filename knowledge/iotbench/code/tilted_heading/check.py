"""Hidden tests: heading of a tilted compass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _seen(heading: float, pitch: float, roll: float) -> tuple[np.ndarray, np.ndarray]:
    yaw, nose, bank = np.radians([-heading, pitch, roll])
    turn = np.array([[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1]])
    lift = np.array([[np.cos(nose), 0, -np.sin(nose)], [0, 1, 0], [np.sin(nose), 0, np.cos(nose)]])
    bend = np.array([[1, 0, 0], [0, np.cos(bank), -np.sin(bank)], [0, np.sin(bank), np.cos(bank)]])
    body = (turn @ lift @ bend).T
    return body @ np.array([0.0, 0.0, 9.81]), body @ np.array([20.0, 0.0, -45.0])


def _refused(function: Callable[..., Any], *given: Any) -> bool:
    try:
        function(*given)
    except ValueError:
        return True
    return False


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    for heading, pitch, roll in (
        (90.0, 0.0, 0.0),
        (210.0, 30.0, 0.0),
        (45.0, 0.0, -40.0),
        (300.0, -25.0, 35.0),
        (10.0, 20.0, 100.0),
    ):
        difference = function(*_seen(heading, pitch, roll)) - heading
        assert abs((difference + 180.0) % 360.0 - 180.0) < 0.01
    assert 0.0 <= function(*_seen(359.5, 10.0, 5.0)) < 360.0
    assert _refused(function, np.array([0.0, 0.0, 9.81]), np.array([0.0, 0.0, -45.0]))
