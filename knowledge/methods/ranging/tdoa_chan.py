"""A place from differences of arrival times, in closed form (Chan and Ho)."""

from __future__ import annotations

import numpy as np


def _weighted(matrix: np.ndarray, right: np.ndarray, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Solution of weighted least squares and its covariance."""
    scaled = np.linalg.solve(covariance, np.column_stack([matrix, right]))
    spread = np.linalg.inv(matrix.T @ scaled[:, :-1])
    return spread @ matrix.T @ scaled[:, -1], spread


def tdoa_chan(anchors: np.ndarray, differences: np.ndarray) -> np.ndarray:
    """Locate a transmitter whose clock is unknown from how much later each anchor hears it than the first: two weighted
    least squares, the second using that the distance to the first anchor depends on the place (Chan and Ho).

    Parameters
    ----------
    anchors : numpy.ndarray, shape (n, 2) or (n, 3), in m
        places of synchronised receivers; the first is the reference
    differences : numpy.ndarray, shape (n - 1,), in m
        distance to each further anchor less the distance to the first: time difference x speed of the wave

    Returns
    -------
    position : numpy.ndarray, shape (2,) or (3,), in m
        place of the transmitter

    Raises
    ------
    ValueError
        where there are fewer than dimensions + 2 anchors, they lie on a line (or plane), or the numbers disagree

    Notes
    -----
    Time: O(n^3). Memory: O(n^2).
    Keywords: time difference of arrival, hyperbolic positioning, UWB, acoustic localisation.
    Plain NumPy.

    References
    ----------
    Y. T. Chan and K. C. Ho, "A Simple and Efficient Estimator for Hyperbolic Location", IEEE Trans. Signal Process. 42(8),
    1994, section II. doi:10.1109/78.301830

    Examples
    --------
    >>> anchors = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0], [10.0, 10.0], [5.0, 12.0]])
    >>> distances = np.linalg.norm(anchors - [3.0, 4.0], axis=1)
    >>> tdoa_chan(anchors, distances[1:] - distances[0]).round(6).tolist()
    [3.0, 4.0]
    """
    places = np.asarray(anchors, float) - anchors[0]
    size = places.shape[1]
    if len(places) < size + 2 or len(differences) != len(places) - 1 or np.linalg.matrix_rank(places) < size:
        raise ValueError(
            f"anchors must be {size + 2} or more, not on a line, with one difference for each but the first"
        )
    matrix = -np.column_stack([places[1:], differences])
    right = 0.5 * (differences**2 - np.sum(places[1:] ** 2, axis=1))
    noise = 0.5 * (np.eye(len(differences)) + 1.0)  # of differences to one common anchor
    rough, _ = _weighted(matrix, right, noise)
    reach = np.diag(np.maximum(np.linalg.norm(places[1:] - rough[:size], axis=1), 1e-6))
    first, spread = _weighted(matrix, right, reach @ noise @ reach)
    squares = np.vstack([np.eye(size), np.ones(size)])
    scale = 2 * np.diag(np.where(np.abs(first) > 1e-6, first, 1e-6))
    second, _ = _weighted(squares, first**2, scale @ spread @ scale)
    return np.asarray(np.sign(first[:size]) * np.sqrt(np.maximum(second, 0.0)) + anchors[0])
