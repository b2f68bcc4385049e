"""Speed and course over ground."""

from __future__ import annotations

import numpy as np


def speed_heading(velocities: np.ndarray, still: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Speed and heading of a track from its velocities. At rest a heading is noise: the last one is then held.

    Parameters
    ----------
    velocities : numpy.ndarray, shape (fixes, 2), in m/s
        velocities east and north, smoothed
    still : float, in m/s
        speed below which the heading is held

    Returns
    -------
    speeds : numpy.ndarray, shape (fixes,), in m/s
        over ground
    headings : numpy.ndarray, shape (fixes,), in degrees
        0 north, 90 east, below 360; NaN before the first movement

    Raises
    ------
    ValueError
        where velocities have not two columns

    Notes
    -----
    Time: O(fixes). Memory: O(fixes).
    Keywords: course over ground, bearing, azimuth, velocity.
    Plain NumPy.

    References
    ----------
    P. D. Groves, "Principles of GNSS, Inertial, and Multisensor Integrated Navigation Systems", 2nd edition, Artech House,
    2013.

    Examples
    --------
    >>> speeds, headings = speed_heading(np.array([[0.0, 3.0], [4.0, 0.0], [0.1, 0.1]]))
    >>> speeds[:2].tolist(), headings.tolist()
    ([3.0, 4.0], [0.0, 90.0, 90.0])
    """
    if velocities.ndim != 2 or velocities.shape[1] != 2:
        raise ValueError(f"velocities must have the shape (fixes, 2), not {velocities.shape}")
    speeds = np.hypot(velocities[:, 0], velocities[:, 1])
    headings = np.degrees(np.arctan2(velocities[:, 0], velocities[:, 1])) % 360
    moving = np.where(speeds >= still, np.arange(len(speeds)), -1)
    last = np.maximum.accumulate(moving) if len(moving) else moving
    return speeds, np.where(last >= 0, headings[last], np.nan)
