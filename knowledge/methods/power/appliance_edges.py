"""Switching of appliances in the total power of a home."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def _steady(power: np.ndarray, tolerance: float, shortest: int) -> list[tuple[int, int]]:
    """Stretches within which successive samples stay near the stretch's median so far."""
    moving = np.flatnonzero(np.abs(np.diff(power)) > tolerance) + 1
    edges = [0, *moving.tolist(), power.size]
    return [(a, b) for a, b in pairwise(edges) if b - a >= shortest]


def appliance_edges(
    power: np.ndarray,
    tolerance: float = 15.0,
    smallest: float = 30.0,
    shortest: int = 3,
) -> tuple[np.ndarray, np.ndarray]:
    """Find when appliances are switched in the total power of a home: the power is parted into steady states, and the
    differences of their medians are the steps, so that a motor's inrush and the samples of a change do not count.

    Parameters
    ----------
    power : numpy.ndarray, shape (samples,), in W
        real power of the home, evenly sampled every one to some seconds
    tolerance : float, in W
        change from sample to sample within a steady state
    smallest : float, in W
        smaller steps are left out
    shortest : int, in samples
        a steady state lasts at least so long

    Returns
    -------
    onsets : numpy.ndarray, shape (edges,), in samples
        where each change begins, increasing
    steps : numpy.ndarray, shape (edges,), in W
        positive on, negative off

    Raises
    ------
    ValueError
        where the power is not one channel of finite samples

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: NILM, load disaggregation, event detection, smart meter, switching.
    Plain NumPy.

    References
    ----------
    G. W. Hart, "Nonintrusive Appliance Load Monitoring", Proc. IEEE 80(12), 1992, section IV. doi:10.1109/5.192069

    Examples
    --------
    >>> power = np.array([100.0] * 5 + [900.0] + [600.0] * 6 + [100.0] * 5)
    >>> onsets, steps = appliance_edges(power)
    >>> onsets.tolist(), steps.tolist()
    ([5, 12], [500.0, -500.0])
    """
    if power.ndim != 1 or not power.size or not np.isfinite(power).all():
        raise ValueError("power must be one channel of finite samples")
    steady = _steady(power, tolerance, shortest)
    levels = np.array([np.median(power[start:end]) for start, end in steady])
    steps = np.diff(levels)
    onsets = np.array([end for _, end in steady[:-1]], dtype=int)
    large = np.abs(steps) >= smallest
    return onsets[large], steps[large]
