"""Fusion of doubtful sensors by Dempster's rule of combination."""

from __future__ import annotations

import numpy as np


def dempster_shafer(
    probabilities: dict[str, np.ndarray], reliability: dict[str, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fuse the decisions of sensors of known reliability: discount each into belief and ignorance, combine by
    Dempster's rule, and say how much the sensors contradict each other.

    Parameters
    ----------
    probabilities : dict[str, numpy.ndarray], shape (items, classes)
        by sensor, the same items and classes
    reliability : dict[str, float]
        share of each sensor's statements that deserves belief, 0 to 1 (its accuracy, say)

    Returns
    -------
    belief : numpy.ndarray, shape (items, classes)
        belief in each class; rows sum to 1 minus the ignorance
    ignorance : numpy.ndarray, shape (items,)
        mass that is given to no class
    conflict : numpy.ndarray, shape (items,)
        mass on which the sensors contradict each other, 0 to 1

    Raises
    ------
    ValueError
        where a reliability is missing or not in 0 to 1, or sensors contradict each other wholly

    Notes
    -----
    Time: O(sensors times items times classes). Memory: O(items times classes).
    Keywords: evidence theory, belief function, uncertainty, conflict, decision fusion.
    Plain NumPy.

    References
    ----------
    G. Shafer, "A Mathematical Theory of Evidence", Princeton University Press, 1976, chapters 3 (combination) and 11
    (discounting).

    Examples
    --------
    >>> opinions = {"sound": np.array([[1.0, 0.0]]), "radar": np.array([[0.0, 1.0]])}
    >>> belief, ignorance, conflict = dempster_shafer(opinions, {"sound": 0.9, "radar": 0.5})
    >>> belief.round(3).tolist(), ignorance.round(3).tolist(), conflict.round(3).tolist()
    ([[0.818, 0.091]], [0.091], [0.45])
    """
    if any(not 0 <= reliability.get(sensor, -1) <= 1 for sensor in probabilities) or not probabilities:
        raise ValueError("reliability needs a share between 0 and 1 for every sensor")
    shape = np.shape(next(iter(probabilities.values())))
    belief, ignorance, agreement = np.zeros(shape), np.ones(shape[0]), np.ones(shape[0])
    for sensor in sorted(probabilities):
        trust = reliability[sensor]
        mass, doubt = trust * np.asarray(probabilities[sensor], float), 1 - trust
        joint = belief * mass + belief * doubt + ignorance[:, None] * mass
        unknown = ignorance * doubt
        total = joint.sum(axis=1) + unknown
        if np.any(total <= 0):
            raise ValueError(f"{sensor} contradicts the other sensors wholly; lower the reliabilities below 1")
        belief, ignorance, agreement = joint / total[:, None], unknown / total, agreement * total
    return belief, ignorance, 1 - agreement
