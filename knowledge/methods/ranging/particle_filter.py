"""A walking person's way from coarse distances, by a particle filter."""

from __future__ import annotations

import numpy as np


def _fit(particles: np.ndarray, anchors: np.ndarray, distances: np.ndarray, decades: float) -> np.ndarray:
    """Relative likelihood of each particle: errors of RSSI distances are normal in the logarithm, with heavy tails."""
    heard = np.isfinite(distances) & (distances > 0)
    if not heard.any():
        return np.ones(len(particles))
    expected = np.linalg.norm(particles[:, None, :2] - anchors[heard], axis=-1)
    errors = np.log10(np.maximum(expected, 0.1) / distances[heard]) / decades
    logs = -2.0 * np.log1p(errors**2 / 3).sum(axis=1)  # Student's t with three degrees of freedom
    return np.asarray(np.exp(logs - logs.max()))


def _resampled(rng: np.random.Generator, particles: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Systematic resampling: copies by weight."""
    points = (rng.random() + np.arange(len(weights))) / len(weights)
    chosen = np.searchsorted(np.cumsum(weights), points).clip(max=len(weights) - 1)
    return particles[chosen]


def particle_filter(
    distances: np.ndarray,
    anchors: np.ndarray,
    rate: float = 1.0,
    decades: float = 0.2,
    agility: float = 0.5,
    particles: int = 1000,
    margin: float = 1.0,
    seed: int = 0,
) -> np.ndarray:
    """Track a person indoors from distances that signal strengths gave: particles walk with changing velocity, are weighted
    by a heavy-tailed likelihood of the distances' logarithms, resampled when few carry the weight, and averaged.

    Parameters
    ----------
    distances : numpy.ndarray, shape (samples, anchors), in m
        rough distances; NaN where a beacon was not heard
    anchors : numpy.ndarray, shape (anchors, 2), in m
        places of the beacons
    rate : float, in Hz
        samples a second
    decades : float
        standard deviation of a distance's logarithm: shadowing in dB over 10 x path loss exponent
    agility : float, in m/s²
        usual change of a walker's velocity in a second
    particles : int
        how many hypotheses to keep
    margin : float, in m
        how far outside the anchors' rectangle a person can be
    seed : int
        of the random numbers

    Returns
    -------
    positions : numpy.ndarray, shape (samples, 2), in m
        weighted mean of the particles at every sample, causal

    Raises
    ------
    ValueError
        where shapes disagree or no distance is known at all

    Notes
    -----
    Time: O(samples x particles x anchors). Memory: O(particles x anchors + samples).
    Keywords: sequential Monte Carlo, indoor tracking, Bluetooth, RSSI, Bayesian filter.
    Plain NumPy.

    References
    ----------
    M. S. Arulampalam, S. Maskell, N. Gordon and T. Clapp, "A Tutorial on Particle Filters for Online
    Nonlinear/Non-Gaussian Bayesian Tracking", IEEE Trans. Signal Process. 50(2), 2002, algorithm 4. doi:10.1109/78.978374

    Examples
    --------
    >>> anchors = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0], [10.0, 10.0]])
    >>> distances = np.tile(np.linalg.norm(anchors - [3.0, 6.0], axis=1), (40, 1))
    >>> bool(np.linalg.norm(particle_filter(distances, anchors)[-1] - [3.0, 6.0]) < 0.5)
    True
    """
    if distances.ndim != 2 or distances.shape[1] != len(anchors) or not np.isfinite(distances).any():
        raise ValueError(f"distances of shape {distances.shape} tell nothing of {len(anchors)} anchors")
    rng = np.random.default_rng(seed)
    low, high = anchors.min(axis=0) - margin, anchors.max(axis=0) + margin
    cloud = np.column_stack([rng.uniform(low, high, (particles, 2)), rng.normal(0, 0.5, (particles, 2))])
    weights = np.full(particles, 1 / particles)
    positions = np.empty((len(distances), 2))
    for number, row in enumerate(distances):
        cloud[:, 2:] = 0.95 * cloud[:, 2:] + rng.normal(0, agility / rate, (particles, 2))
        cloud[:, :2] = np.clip(cloud[:, :2] + cloud[:, 2:] / rate + rng.normal(0, 0.05, (particles, 2)), low, high)
        weights = weights * _fit(cloud, anchors, row, decades)
        weights = weights / weights.sum()
        positions[number] = weights @ cloud[:, :2]
        if 1 / np.sum(weights**2) < particles / 2:
            cloud, weights = _resampled(rng, cloud, weights), np.full(particles, 1 / particles)
    return positions
