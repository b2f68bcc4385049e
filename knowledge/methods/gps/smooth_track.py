"""A smooth track by a Kalman filter forward and a smoother back."""

from __future__ import annotations

import numpy as np


def _steps(interval: float, agility: float) -> tuple[np.ndarray, np.ndarray]:
    """Transition and noise of place and velocity over an interval, for white acceleration of a density."""
    transition = np.array([[1.0, interval], [0.0, 1.0]])
    noise = agility**2 * np.array([[interval**3 / 3, interval**2 / 2], [interval**2 / 2, interval]])
    return transition, noise


def smooth_track(
    times: np.ndarray, positions: np.ndarray, deviation: float = 5.0, agility: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Take the noise out of a recorded track and get its velocities: a Kalman filter with constant velocity over irregular
    intervals, then a Rauch-Tung-Striebel smoother that lets every place know what came after it.

    Parameters
    ----------
    times : numpy.ndarray, shape (fixes,), in s
        increasing
    positions : numpy.ndarray, shape (fixes, 2), in m
        places in a plane
    deviation : float, in m
        standard deviation of a fix
    agility : float, in m/s^1.5
        density of acceleration noise: 0.3 for walking, 1 for cars in a city

    Returns
    -------
    smoothed : numpy.ndarray, shape (fixes, 2), in m
        smoothed places at the same times
    velocities : numpy.ndarray, shape (fixes, 2), in m/s
        velocities east and north

    Raises
    ------
    ValueError
        where there is no fix, lengths differ or times do not increase

    Notes
    -----
    Time: O(fixes). Memory: O(fixes).
    Keywords: RTS smoother, trajectory smoothing, GPS noise, constant velocity model.
    Plain NumPy.

    References
    ----------
    H. E. Rauch, F. Tung and C. T. Striebel, "Maximum Likelihood Estimates of Linear Dynamic Systems", AIAA Journal 3(8),
    1965. doi:10.2514/3.3166

    Examples
    --------
    >>> times = np.arange(100.0)
    >>> line = np.column_stack([10 * times, 0 * times])
    >>> noisy = line + np.random.default_rng(0).normal(0, 5, line.shape)
    >>> smoothed, velocities = smooth_track(times, noisy)
    >>> bool(np.abs(smoothed - line).std() < 2.5), velocities[50].round().tolist()[0]
    (True, 10.0)
    """
    if not len(times) or len(times) != len(positions) or (np.diff(times) <= 0).any():
        raise ValueError("times must increase, be as many as positions, and one at least")
    states = np.zeros((len(times), 2, 2))  # place and velocity, by east and north
    spreads, ahead = np.zeros((len(times), 2, 2)), np.zeros((len(times), 2, 2))
    state, spread = np.stack([positions[0], np.zeros(2)]), np.diag([deviation**2, 30.0**2])
    for number in range(len(times)):
        if number:
            transition, noise = _steps(float(times[number] - times[number - 1]), agility)
            state, spread = transition @ state, transition @ spread @ transition.T + noise
        ahead[number] = spread
        gain = spread[:, 0] / (spread[0, 0] + deviation**2)
        state = state + np.outer(gain, positions[number] - state[0])
        spread = spread - np.outer(gain, spread[0])
        states[number], spreads[number] = state, spread
    for number in range(len(times) - 2, -1, -1):
        transition, _ = _steps(float(times[number + 1] - times[number]), agility)
        back = spreads[number] @ transition.T @ np.linalg.inv(ahead[number + 1])
        states[number] += back @ (states[number + 1] - transition @ states[number])
    return states[:, 0], states[:, 1]
