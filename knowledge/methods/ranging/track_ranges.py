"""A moving tag's way from its distances, by an extended Kalman filter."""

from __future__ import annotations

import numpy as np


def _motion(size: int, interval: float, agility: float) -> tuple[np.ndarray, np.ndarray]:
    """Transition and noise of a constant velocity that white acceleration changes."""
    blocks = np.array([[1.0, interval], [0.0, 1.0]])
    noise = agility**2 * np.array([[interval**4 / 4, interval**3 / 2], [interval**3 / 2, interval**2]])
    return np.kron(blocks, np.eye(size)), np.kron(noise, np.eye(size))


def _corrected(
    state: np.ndarray, spread: np.ndarray, anchor: np.ndarray, distance: float, variance: float, gate: float
) -> tuple[np.ndarray, np.ndarray]:
    """State after one distance; beyond the gate its variance grows until it is just believable."""
    size = len(anchor)
    away = state[:size] - anchor
    expected = max(float(np.linalg.norm(away)), 1e-6)
    slope = np.concatenate([away / expected, np.zeros(size)])
    surprise = distance - expected
    certain = float(slope @ spread @ slope)
    variance = max(variance, (surprise / gate) ** 2 - certain)
    gain = spread @ slope / (certain + variance)
    return state + gain * surprise, spread - np.outer(gain, slope @ spread)


def _start(anchors: np.ndarray, distances: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Gauss-Newton from the anchors' middle over the first row with enough distances."""
    known = np.isfinite(distances) & (weights > 0)
    place, trust = anchors[known].mean(axis=0), np.sqrt(weights[known])
    for _ in range(20):
        away = place - anchors[known]
        paths = np.maximum(np.linalg.norm(away, axis=1), 1e-6)
        step = np.linalg.lstsq(away / paths[:, None] * trust[:, None], (distances[known] - paths) * trust, rcond=None)[
            0
        ]
        place = place + np.clip(step, -2.0, 2.0)
    return np.asarray(place)


def track_ranges(
    distances: np.ndarray,
    anchors: np.ndarray,
    weights: np.ndarray,
    rate: float = 10.0,
    deviation: float = 0.1,
    agility: float = 1.5,
    gate: float = 3.0,
) -> np.ndarray:
    """Follow a tag that measures distances one by one: an extended Kalman filter with constant velocity takes each distance
    with the variance that its weight allows and shrinks the influence of those that do not fit.

    Parameters
    ----------
    distances : numpy.ndarray, shape (samples, anchors), in m
        measured distances, NaN where there is none
    anchors : numpy.ndarray, shape (anchors, 2) or (anchors, 3), in m
        places of the anchors
    weights : numpy.ndarray, shape (samples, anchors)
        trust in each distance, 0 (left out) to 1 (full)
    rate : float, in Hz
        samples a second
    deviation : float, in m
        standard deviation of a distance with full weight
    agility : float, in m/s²
        usual acceleration
    gate : float
        standard deviations beyond which a distance is taken as worse than it says

    Returns
    -------
    positions : numpy.ndarray, shape (samples, 2 or 3), in m
        filtered place at every sample, causal

    Raises
    ------
    ValueError
        where shapes disagree or the first sample has fewer distances than dimensions + 1

    Notes
    -----
    Time: O(samples x anchors). Memory: O(samples).
    Keywords: EKF, UWB tracking, real-time location, NLOS mitigation, robust filter.
    Plain NumPy.

    References
    ----------
    Y. Bar-Shalom, X. R. Li and T. Kirubarajan, "Estimation with Applications to Tracking and Navigation", Wiley, 2001,
    chapters 6 and 10. doi:10.1002/0471221279

    Examples
    --------
    >>> anchors = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0], [10.0, 10.0]])
    >>> way = np.column_stack([np.linspace(2, 8, 100), np.full(100, 4.0)])
    >>> distances = np.linalg.norm(way[:, None] - anchors, axis=-1)
    >>> bool(np.abs(track_ranges(distances, anchors, np.ones((100, 4))) - way).max() < 0.05)
    True
    """
    if not distances.shape == weights.shape == (len(distances), len(anchors)) or not len(distances):
        raise ValueError("distances and weights must both have the shape (samples, anchors)")
    size = anchors.shape[1]
    if np.sum(np.isfinite(distances[0]) & (weights[0] > 0)) <= size:
        raise ValueError(f"distances of the first sample must know {size + 1} anchors or more")
    state = np.concatenate([_start(anchors, distances[0], weights[0]), np.zeros(size)])
    spread = np.diag([1.0] * size + [1.0] * size)
    transition, noise = _motion(size, 1 / rate, agility)
    positions = np.empty((len(distances), size))
    for number, row in enumerate(distances):
        state, spread = transition @ state, transition @ spread @ transition.T + noise
        for index in np.flatnonzero(np.isfinite(row) & (weights[number] > 0)):
            variance = deviation**2 / weights[number, index] ** 2
            state, spread = _corrected(state, spread, anchors[index], row[index], variance, gate)
        positions[number] = state[:size]
    return positions
