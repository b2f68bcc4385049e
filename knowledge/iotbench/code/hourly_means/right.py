"""Hourly means with enough readings."""

from __future__ import annotations

import numpy as np


def hourly_means(
    times: np.ndarray, values: np.ndarray, interval: float, least: float = 0.75
) -> tuple[np.ndarray, np.ndarray]:
    """Give the mean of each hour from that of the first to that of the last reading. An hour holds the readings from
    its beginning up to, but not with, the next hour; it has no mean where it holds fewer valid readings than a share of
    the 3600 / interval that there should be.

    Parameters
    ----------
    times : numpy.ndarray, shape (readings,), in s
        increasing times, hours begin at multiples of 3600 s
    values : numpy.ndarray, shape (readings,)
        readings, nan where one is not valid
    interval : float, in s
        time between readings as planned
    least : float
        share of the readings that an hour must have

    Returns
    -------
    hours : numpy.ndarray, shape (hours,), in s
        beginning of every hour, none left out
    means : numpy.ndarray, shape (hours,)
        mean of the valid readings, nan where they are too few
    """
    if len(times) == 0:
        return np.zeros(0), np.zeros(0)
    hour = (np.asarray(times) // 3600).astype(int)
    valid = ~np.isnan(values)
    place = (hour - hour[0])[valid]
    counts = np.bincount(place, minlength=hour[-1] - hour[0] + 1)
    sums = np.bincount(place, weights=np.asarray(values)[valid], minlength=len(counts))
    means = np.where(counts >= least * 3600 / interval, sums / np.maximum(counts, 1), np.nan)
    return 3600.0 * np.arange(hour[0], hour[-1] + 1), means
