"""Great-circle distances."""

from __future__ import annotations

import numpy as np

RADIUS = 6_371_008.8  # m, mean radius of the Earth


def haversine(
    latitudes: np.ndarray, longitudes: np.ndarray, other_latitudes: np.ndarray, other_longitudes: np.ndarray
) -> np.ndarray:
    """Distances over ground between pairs of places on a spherical Earth, well-conditioned for near places (haversine
    formula); within 0.6 % of the ellipsoid.

    Parameters
    ----------
    latitudes : numpy.ndarray, shape (n,), in degrees
        first places
    longitudes : numpy.ndarray, shape (n,), in degrees
        first places
    other_latitudes : numpy.ndarray, shape (n,), in degrees
        second places; shapes may broadcast
    other_longitudes : numpy.ndarray, shape (n,), in degrees
        second places

    Returns
    -------
    distances : numpy.ndarray, shape (n,), in m
        great-circle distances

    Raises
    ------
    ValueError
        where a latitude is beyond 90 degrees

    Notes
    -----
    Time: O(n). Memory: O(n).
    Keywords: great circle, GPS distance, latitude, longitude.
    Plain NumPy.

    References
    ----------
    R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68(2), 1984.

    Examples
    --------
    >>> round(float(haversine(np.array(0.0), np.array(0.0), np.array(0.0), np.array(1.0))))
    111195
    """
    if max(np.abs(latitudes).max(initial=0), np.abs(other_latitudes).max(initial=0)) > 90:
        raise ValueError("latitudes must lie within 90 degrees of the equator: are they swapped with longitudes?")
    first, second = np.radians(latitudes), np.radians(other_latitudes)
    across = np.sin(np.radians(np.asarray(other_longitudes) - longitudes) / 2) ** 2
    chord = np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * across
    return np.asarray(2 * RADIUS * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))
