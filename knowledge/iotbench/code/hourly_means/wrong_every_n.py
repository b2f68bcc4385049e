"""Wrong: it takes each six readings for an hour."""

from __future__ import annotations

import numpy as np


def hourly_means(
    times: np.ndarray, values: np.ndarray, interval: float, least: float = 0.75
) -> tuple[np.ndarray, np.ndarray]:
    """Hourly means with enough readings."""
    each = round(3600 / interval)
    count = len(values) // each
    if not count:
        return np.zeros(0), np.zeros(0)
    return times[: count * each : each], np.nanmean(values[: count * each].reshape(count, each), axis=1)
