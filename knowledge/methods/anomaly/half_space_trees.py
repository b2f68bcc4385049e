"""Streaming anomaly scores by half-space trees."""

from __future__ import annotations

import numpy as np


def _leaves(features: np.ndarray, depth: int, rng: np.random.Generator) -> np.ndarray:
    """Node of a random tree that each item passes at each depth."""
    count, width = features.shape
    centre = rng.random(width)
    reach = 2 * np.maximum(centre, 1 - centre)
    low, high = np.tile(centre - reach, (2**depth, 1)), np.tile(centre + reach, (2**depth, 1))
    nodes = np.zeros((depth + 1, count), int)
    for level in range(depth):
        nodes_here = 2**level
        axes = rng.integers(width, size=nodes_here)
        here = np.arange(nodes_here)
        cuts = (low[here, axes] + high[here, axes]) / 2
        right = features[np.arange(count), axes[nodes[level]]] >= cuts[nodes[level]]
        nodes[level + 1] = 2 * nodes[level] + right
        parents = here.repeat(2)
        low[: 2 * nodes_here], high[: 2 * nodes_here] = low[parents], high[parents]
        high[2 * here, axes], low[2 * here + 1, axes] = cuts, cuts
    return nodes


def half_space_trees(
    features: np.ndarray, window: int = 250, trees: int = 25, depth: int = 8, seed: int = 0
) -> np.ndarray:
    """Score a stream of readings for strangeness in constant memory: random trees halve the feature space, the mass that
    the window before left in a reading's nodes tells how usual it is, and windows take turns (half-space trees).

    Parameters
    ----------
    features : numpy.ndarray, shape (items, features)
        readings in the order of time
    window : int
        readings of a window; the first one is learned from and not judged
    trees : int
        in the ensemble
    depth : int
        of each tree
    seed : int
        of the random trees

    Returns
    -------
    scores : numpy.ndarray, shape (items,)
        0 (as usual as can be) to 1 (never seen), NaN in the first window

    Raises
    ------
    ValueError
        where the features hold NaN or are not more items than one window

    Notes
    -----
    Time: O(items x trees x depth). Memory: O(items x depth + trees x 2^depth).
    Keywords: streaming anomaly detection, online, concept drift, edge device.
    Plain NumPy.

    References
    ----------
    S. C. Tan, K. M. Ting and F. T. Liu, "Fast Anomaly Detection for Streaming Data", IJCAI, 2011, algorithms 1 to 3.

    Examples
    --------
    >>> stream = np.random.default_rng(seed=0).normal(size=(600, 2))
    >>> stream[500] = 9.0
    >>> int(np.nanargmax(half_space_trees(stream)))
    500
    """
    features = np.asarray(features, float)
    if features.ndim != 2 or len(features) <= window or not np.isfinite(features).all():
        raise ValueError(f"features must be (items, features) without NaN and more than {window} items")
    low, high = features[:window].min(axis=0), features[:window].max(axis=0)
    unit = np.clip((features - low) / np.where(high > low, high - low, 1.0), -1.0, 2.0)
    rng, mass = np.random.default_rng(seed), np.zeros(len(features))
    enough, weights = window * 0.1, 2.0 ** np.arange(depth + 1)
    for _ in range(trees):
        nodes = _leaves(unit, depth, rng)
        for start in range(window, len(features), window):
            before, here = nodes[:, start - window : start], nodes[:, start : start + window]
            masses = np.array([np.bincount(b, minlength=2**depth)[h] for b, h in zip(before, here, strict=True)])
            stop = np.where((masses <= enough).any(axis=0), (masses <= enough).argmax(axis=0), depth)
            mass[start : start + window] += np.take_along_axis(masses * weights[:, None], stop[None], axis=0)[0]
    scores = 1 - mass / (trees * window * 2.0**depth)
    scores[:window] = np.nan
    return scores
