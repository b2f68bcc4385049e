"""How anchors' geometry spreads errors of distances into errors of place."""

from __future__ import annotations

import numpy as np


def dilution_of_precision(anchors: np.ndarray, position: np.ndarray, clock: bool = False) -> float:
    """Tell how good a place can be located at all: the factor from the standard deviation of a distance to that of the place,
    from the directions towards the anchors. Below 2 is good, above 5 poor.

    Parameters
    ----------
    anchors : numpy.ndarray, shape (n, 2) or (n, 3), in m
        places of anchors or satellites
    position : numpy.ndarray, shape (2,) or (3,), in m
        where the device is
    clock : bool
        whether the device's clock is unknown too (satellites, time of arrival)

    Returns
    -------
    dilution : float
        position dilution of precision, infinite where the geometry leaves the place open

    Raises
    ------
    ValueError
        where dimensions disagree or the device stands on an anchor

    Notes
    -----
    Time: O(n). Memory: O(n).
    Keywords: DOP, HDOP, PDOP, anchor placement, geometry, GNSS.
    Plain NumPy.

    References
    ----------
    R. B. Langley, "Dilution of Precision", GPS World 10(5), 1999.

    Examples
    --------
    >>> square = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [2.0, 2.0]])
    >>> round(dilution_of_precision(square, np.array([1.0, 1.0])), 6)
    1.0
    """
    away = np.asarray(anchors, float) - position
    reach = np.linalg.norm(away, axis=1)
    if not (reach > 0).all():
        raise ValueError("position stands on an anchor")
    directions = away / reach[:, None]
    if clock:
        directions = np.column_stack([directions, np.ones(len(away))])
    information = directions.T @ directions
    if np.linalg.cond(information) > 1e12:
        return float("inf")
    return float(np.sqrt(np.trace(np.linalg.inv(information)[: anchors.shape[1], : anchors.shape[1]])))
