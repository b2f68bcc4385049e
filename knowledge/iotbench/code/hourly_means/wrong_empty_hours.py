"""Wrong: it leaves out hours without readings."""

from __future__ import annotations

import numpy as np


def hourly_means(
    times: np.ndarray, values: np.ndarray, interval: float, least: float = 0.75
) -> tuple[np.ndarray, np.ndarray]:
    """Hourly means with enough readings."""
    if len(times) == 0:
        return np.zeros(0), np.zeros(0)
    hour = (np.asarray(times) // 3600).astype(int)
    valid = ~np.isnan(values)
    place = (hour - hour[0])[valid]
    counts = np.bincount(place, minlength=hour[-1] - hour[0] + 1)
    sums = np.bincount(place, weights=np.asarray(values)[valid], minlength=len(counts))
    means = np.where(counts >= least * 3600 / interval, sums / np.maximum(counts, 1), np.nan)
    return 3600.0 * np.arange(hour[0], hour[-1] + 1)[counts > 0], means[counts > 0]
