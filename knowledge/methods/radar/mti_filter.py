"""Moving targets without what stands still."""

from __future__ import annotations

import numpy as np


def mti_filter(profiles: np.ndarray, pulses: int = 2) -> np.ndarray:
    """Cancel walls, furniture and the leakage of the transmitter: subtract successive range profiles with binomial weights
    (two-pulse, three-pulse ... canceller), so that only what changed its phase or strength stays.

    Parameters
    ----------
    profiles : numpy.ndarray, shape (chirps, ranges)
        complex range profiles at even times
    pulses : int
        2 removes what stands still; 3 also what changes linearly

    Returns
    -------
    moving : numpy.ndarray, shape (chirps - pulses + 1, ranges)
        differences, scaled to leave white noise at its power

    Raises
    ------
    ValueError
        where there are fewer chirps than pulses, or pulses is below 2

    Notes
    -----
    Time: O(chirps x ranges x pulses). Memory: O(chirps x ranges).
    Keywords: moving target indication, clutter removal, static clutter, delay-line canceller.
    Plain NumPy.

    References
    ----------
    M. I. Skolnik, "Introduction to Radar Systems", 3rd edition, McGraw-Hill, 2001, chapter 3.

    Examples
    --------
    >>> still = np.full((6, 1), 5.0 + 0j)
    >>> np.abs(mti_filter(still)).max()
    np.float64(0.0)
    """
    if pulses < 2 or len(profiles) < pulses:
        raise ValueError(f"{pulses} pulses need 2 or more of them and as many chirps, not {len(profiles)}")
    moving, weights = profiles, np.ones(1)
    for _ in range(pulses - 1):
        moving = np.diff(moving, axis=0)
        weights = np.convolve(weights, [1, -1])
    return np.asarray(moving / np.sqrt(np.sum(weights**2)))
