"""Runs of appliances from their switching on and off."""

from __future__ import annotations

import numpy as np


def _best_start(open_runs: list[tuple[int, float]], fall: float, share: float, least: float) -> int:
    """The open run nearest in power to a fall, the later of equals; -1 where none is near enough."""
    misses = [abs(watts - fall) for _, watts in open_runs]
    near = [i for i, miss in enumerate(misses) if miss <= max(least, share * fall)]
    return min(near, key=lambda i: (misses[i], -open_runs[i][0])) if near else -1


def appliance_pairs(
    onsets: np.ndarray,
    steps: np.ndarray,
    share: float = 0.08,
    least: float = 20.0,
    longest: int = 0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Turn switching events of a home into runs of appliances: every fall of the power is paired with the open rise that is
    nearest in watts within a tolerance (zero loop sum of Hart); what cannot be paired is left out.

    Parameters
    ----------
    onsets : numpy.ndarray, shape (edges,), in samples
        where the power changes, increasing
    steps : numpy.ndarray, shape (edges,), in W
        by how much, positive on, negative off
    share : float
        share of the step by which both may differ
    least : float, in W
        difference that is allowed for small appliances
    longest : int, in samples
        an open rise is forgotten after this; 0 never

    Returns
    -------
    starts : numpy.ndarray, shape (runs,), in samples
        where each run begins, increasing
    ends : numpy.ndarray, shape (runs,), in samples
        where it ends
    watts : numpy.ndarray, shape (runs,), in W
        its power

    Raises
    ------
    ValueError
        where onsets and steps differ in number or onsets do not increase

    Notes
    -----
    Time: O(edges open runs). Memory: O(edges).
    Keywords: NILM, load disaggregation, Hart, on-off matching, appliance use.
    Plain NumPy.

    References
    ----------
    G. W. Hart, "Nonintrusive Appliance Load Monitoring", Proc. IEEE 80(12), 1992, section IV. doi:10.1109/5.192069

    Examples
    --------
    >>> runs = appliance_pairs(np.array([5, 9, 20, 30]), np.array([2000.0, 60.0, -1990.0, -61.0]))
    >>> [column.tolist() for column in runs]
    [[5, 9], [20, 30], [1995.0, 60.5]]
    """
    if onsets.shape != steps.shape or np.any(np.diff(onsets) < 0):
        raise ValueError("onsets and steps must be of one length and onsets increase")
    open_runs: list[tuple[int, float]] = []
    runs: list[tuple[int, int, float]] = []
    for onset, step in zip(onsets.tolist(), steps.tolist(), strict=True):
        if longest:
            open_runs = [run for run in open_runs if onset - run[0] <= longest]
        if step > 0:
            open_runs.append((onset, step))
            continue
        chosen = _best_start(open_runs, -step, share, least)
        if chosen >= 0:
            start, watts = open_runs.pop(chosen)
            runs.append((start, onset, (watts - step) / 2))
    starts, ends, powers = np.array(sorted(runs), dtype=float).reshape(-1, 3).T
    return starts.astype(int), ends.astype(int), powers
