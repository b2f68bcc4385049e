"""Two estimates of unknown correlation fused without overconfidence."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar


def covariance_intersection(
    first: np.ndarray, first_covariance: np.ndarray, second: np.ndarray, second_covariance: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Fuse two estimates whose errors may depend on each other in an unknown way (nodes that exchanged data before):
    the convex combination of their information with the smallest trace is never overconfident (covariance
    intersection).

    Parameters
    ----------
    first : numpy.ndarray, shape (states,)
        one estimate
    first_covariance : numpy.ndarray, shape (states, states)
        its covariance
    second : numpy.ndarray, shape (states,)
        the other estimate
    second_covariance : numpy.ndarray, shape (states, states)
        its covariance

    Returns
    -------
    estimate : numpy.ndarray, shape (states,)
        fused estimate
    covariance : numpy.ndarray, shape (states, states)
        its covariance, a safe bound
    weight : float
        share of the first estimate, 0 to 1

    Raises
    ------
    ValueError
        where a covariance is not positive definite or shapes do not fit

    Notes
    -----
    Time: O(states³). Memory: O(states²).
    Keywords: decentralised fusion, track-to-track, double counting, sensor network.

    References
    ----------
    S. J. Julier and J. K. Uhlmann, "A Non-divergent Estimation Algorithm in the Presence of Unknown Correlations",
    American Control Conference, 1997. doi:10.1109/ACC.1997.609105

    Examples
    --------
    >>> east, north = np.diag([1.0, 9.0]), np.diag([9.0, 1.0])
    >>> estimate, covariance, weight = covariance_intersection(np.zeros(2), east, np.ones(2), north)
    >>> estimate.round(2).tolist(), covariance.round(2).tolist(), round(weight, 2)
    ([0.1, 0.9], [[1.8, 0.0], [0.0, 1.8]], 0.5)
    """
    first, second = np.atleast_1d(np.asarray(first, float)), np.atleast_1d(np.asarray(second, float))
    covariances = np.atleast_2d(first_covariance), np.atleast_2d(second_covariance)
    if any(
        matrix.shape != (len(first), len(second)) or np.linalg.eigvalsh(matrix).min() <= 0 for matrix in covariances
    ):
        raise ValueError("two estimates with positive definite covariances of the same size are needed")
    informations = np.linalg.inv(covariances[0]), np.linalg.inv(covariances[1])

    def fused(weight: float) -> np.ndarray:
        return np.linalg.inv(weight * informations[0] + (1 - weight) * informations[1])

    search = minimize_scalar(
        lambda weight: float(np.trace(fused(weight))), bounds=(0, 1), method="bounded", options={"xatol": 1e-6}
    )
    weight = min((0.0, float(search.x), 1.0), key=lambda candidate: float(np.trace(fused(candidate))))
    covariance = fused(weight)
    return covariance @ (weight * informations[0] @ first + (1 - weight) * informations[1] @ second), covariance, weight
