"""Evaluation zone of a machine's vibration."""

from __future__ import annotations

import numpy as np

LIMITS = {
    ("large", "rigid"): (2.3, 4.5, 7.1),
    ("large", "flexible"): (3.5, 7.1, 11.0),
    ("medium", "rigid"): (1.4, 2.8, 4.5),
    ("medium", "flexible"): (2.3, 4.5, 7.1),
}


def severity_zone(velocity: float, size: str = "medium", foundation: str = "rigid") -> str:
    """Judge the vibration of an industrial machine by the zones of ISO 20816-3: A newly commissioned, B fit for long operation,
    C for a limited time until it can be mended, D enough to cause damage.

    Parameters
    ----------
    velocity : float, in mm/s
        root mean square between 10 Hz and 1 kHz on the bearing housing
    size : str
        'medium' from 15 to 300 kW, 'large' above
    foundation : str
        'rigid' or 'flexible'

    Returns
    -------
    zone : str
        A, B, C or D

    Raises
    ------
    ValueError
        where the velocity is negative or not a number, or size or foundation are unknown

    Notes
    -----
    Time: O(1). Memory: O(1).
    Keywords: ISO 10816-3, ISO 20816-3, alarm limit, trip limit, machine health.
    Plain NumPy.

    References
    ----------
    ISO 10816-3:2009, "Mechanical vibration - Evaluation of machine vibration by measurements on non-rotating parts - Part 3",
    annex A; its limits are those of ISO 20816-3.

    Examples
    --------
    >>> [severity_zone(velocity) for velocity in (1.0, 2.0, 3.0, 8.0)]
    ['A', 'B', 'C', 'D']
    """
    if not velocity >= 0:
        raise ValueError("velocity must be a number from 0 on")
    if (size, foundation) not in LIMITS:
        raise ValueError(f"no limits for a {size} machine on a {foundation} foundation")
    return "ABCD"[int(np.searchsorted(LIMITS[size, foundation], velocity, side="left"))]
