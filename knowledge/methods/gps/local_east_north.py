"""A plane in metres around the places of a track."""

from __future__ import annotations

import numpy as np

AXIS = 6_378_137.0  # m, WGS 84
FLATTENING = 1 / 298.257223563


def _earth_centred(latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """Cartesian coordinates of places on the ellipsoid, angles in radians, shape (n, 3)."""
    eccentricity = FLATTENING * (2 - FLATTENING)
    normal = AXIS / np.sqrt(1 - eccentricity * np.sin(latitude) ** 2)
    out = normal * np.cos(latitude)
    return np.stack(
        [out * np.cos(longitude), out * np.sin(longitude), normal * (1 - eccentricity) * np.sin(latitude)], axis=-1
    )


def local_east_north(
    latitudes: np.ndarray,
    longitudes: np.ndarray,
    origin_latitude: float | None = None,
    origin_longitude: float | None = None,
) -> np.ndarray:
    """Project fixes to metres east and north of an origin, by the ellipsoid's own tangent plane (WGS 84, ENU): filters and
    clustering need equal units. True to a metre within 3 km and to 1 in 10,000 within 60 km.

    Parameters
    ----------
    latitudes : numpy.ndarray, shape (fixes,), in degrees
        north is above zero
    longitudes : numpy.ndarray, shape (fixes,), in degrees
        east is above zero
    origin_latitude : float | None, in degrees
        of the plane's origin; None takes the first fix
    origin_longitude : float | None, in degrees
        of the plane's origin; None takes the first fix

    Returns
    -------
    positions : numpy.ndarray, shape (fixes, 2), in m
        east and north of the origin

    Raises
    ------
    ValueError
        where there is no fix, lengths differ or a latitude is beyond 90 degrees

    Notes
    -----
    Time: O(fixes). Memory: O(fixes).
    Keywords: ENU, map projection, local tangent plane, ECEF, WGS84.
    Plain NumPy.

    References
    ----------
    P. D. Groves, "Principles of GNSS, Inertial, and Multisensor Integrated Navigation Systems", 2nd edition, Artech House,
    2013, chapter 2.

    Examples
    --------
    >>> local_east_north(np.array([0.0, 0.0]), np.array([10.0, 10.001])).round(1).tolist()
    [[0.0, 0.0], [111.3, 0.0]]
    """
    if not len(latitudes) or len(latitudes) != len(longitudes) or np.abs(latitudes).max() > 90:
        raise ValueError("latitudes and longitudes must be as many, one at least, and within 90 degrees")
    north = np.radians(latitudes[0] if origin_latitude is None else origin_latitude)
    east = np.radians(longitudes[0] if origin_longitude is None else origin_longitude)
    away = _earth_centred(np.radians(latitudes), np.radians(longitudes)) - _earth_centred(north, east)
    to_east = np.array([-np.sin(east), np.cos(east), 0.0])
    to_north = np.array([-np.sin(north) * np.cos(east), -np.sin(north) * np.sin(east), np.cos(north)])
    return np.asarray(away @ np.column_stack([to_east, to_north]))
