"""Wrong: it turns as if y went upwards."""

from __future__ import annotations

import numpy as np


def pinch_and_turn(before: np.ndarray, after: np.ndarray) -> tuple[float, float, np.ndarray]:
    """Scale, turn and shift of two fingers."""
    start, end = np.diff(before, axis=0)[0], np.diff(after, axis=0)[0]
    if not np.any(start):
        raise ValueError("before: both fingers are at the same place")
    scale = np.linalg.norm(end) / np.linalg.norm(start)
    turn = np.degrees(np.arctan2(start[1] * end[0] - start[0] * end[1], np.dot(start, end)))
    return float(scale), float(turn), np.mean(after, axis=0) - np.mean(before, axis=0)
