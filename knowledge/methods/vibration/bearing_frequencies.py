"""Fault frequencies of a rolling bearing."""

from __future__ import annotations

import numpy as np


def bearing_frequencies(
    shaft: float,
    balls: int,
    ball_diameter: float,
    pitch_diameter: float,
    contact_angle: float = 0.0,
) -> np.ndarray:
    """Compute at which frequencies the faults of a rolling bearing strike, from its geometry and speed: outer race, inner race,
    ball and cage, for a fixed outer ring and no slip. Real ones lie up to 2 percent lower or higher.

    Parameters
    ----------
    shaft : float, in Hz
        turns a second
    balls : int
        number of rolling elements
    ball_diameter : float, in mm
        diameter of one
    pitch_diameter : float, in mm
        of the circle of their centres
    contact_angle : float, in degrees
        between the load's line and the radial plane

    Returns
    -------
    frequencies : numpy.ndarray, shape (4,), in Hz
        outer race (BPFO), inner race (BPFI), ball spin doubled (2 BSF, both races are struck), cage (FTF)

    Raises
    ------
    ValueError
        where a ball is not smaller than the pitch circle or a number is not positive

    Notes
    -----
    Time: O(1). Memory: O(1).
    Keywords: BPFO, BPFI, BSF, FTF, ball pass frequency, defect frequency.
    Plain NumPy.

    References
    ----------
    R. B. Randall and J. Antoni, "Rolling element bearing diagnostics - A tutorial", Mech. Syst. Signal Process. 25(2), 2011,
    section 2. doi:10.1016/j.ymssp.2010.07.017

    Examples
    --------
    >>> bearing_frequencies(29.95, 9, 7.94, 39.04).round(1).tolist()
    [107.4, 162.2, 141.2, 11.9]
    """
    if shaft <= 0 or balls < 1 or not 0 < ball_diameter < pitch_diameter:
        raise ValueError("speed, balls and diameters must be positive and a ball smaller than the pitch circle")
    ratio = ball_diameter / pitch_diameter * np.cos(np.radians(contact_angle))
    outer, inner = balls * shaft / 2 * (1 - ratio), balls * shaft / 2 * (1 + ratio)
    return np.array([outer, inner, pitch_diameter / ball_diameter * shaft * (1 - ratio**2), shaft / 2 * (1 - ratio)])
