"""Wrong: it drives straight on the old heading, then turns."""

from __future__ import annotations

import numpy as np


def wheel_odometry(left: np.ndarray, right: np.ndarray, per_metre: float, track: float) -> tuple[float, float, float]:
    """Pose of a robot from its wheel ticks."""
    x = y = heading = 0.0
    for rolled_left, rolled_right in zip(np.asarray(left) / per_metre, np.asarray(right) / per_metre, strict=True):
        turn = (rolled_right - rolled_left) / track
        forward = (rolled_left + rolled_right) / 2

        x += forward * np.cos(heading)
        y += forward * np.sin(heading)
        heading += turn
    return float(x), float(y), float(heading)
