"""Heading of a tilted compass."""

from __future__ import annotations

import numpy as np


def tilted_heading(acceleration: np.ndarray, field: np.ndarray) -> float:
    """Give the magnetic heading of a device at rest that may be tilted: both its forward axis and the magnetic field
    are projected into the horizontal plane that gravity tells.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (3,), in m/s²
        accelerometer at rest in right-handed axes x forward, y left, z up: a level device reads (0, 0, +9.81)
    field : numpy.ndarray, shape (3,), in uT
        magnetic field in the same axes, calibrated

    Returns
    -------
    heading : float, in deg
        direction of the forward axis clockwise from magnetic north, 0 <= heading < 360

    Raises
    ------
    ValueError
        where the field or the forward axis has no horizontal part
    """
    up = np.asarray(acceleration, dtype=float) / np.linalg.norm(acceleration)
    north = np.asarray(field, dtype=float) - np.dot(field, up) * up
    forward = np.array([1.0, 0.0, 0.0]) - up[0] * up
    if np.linalg.norm(north) < 1e-6 * np.linalg.norm(field) or np.linalg.norm(forward) < 1e-6:
        raise ValueError("field: no horizontal part")
    east = np.cross(north, up)
    return float(np.degrees(np.arctan2(forward @ east, forward @ north)) % 360.0)
