"""Reading of a dial by a camera."""

from __future__ import annotations

import numpy as np


def dial_reading(
    image: np.ndarray,
    centre: tuple[float, float],
    radius: float,
    angles: tuple[float, float],
    values: tuple[float, float],
) -> float:
    """Read a dial with a dark needle on a lighter face. The needle points where the mean brightness along a ray from
    the centre, between 0.3 and 0.9 of the radius, is lowest among all angles of the scale; the value is linear in the
    angle. What lies outside the scale or nearer to the centre (the needle's tail, a screw) does not count.

    Parameters
    ----------
    image : numpy.ndarray, shape (rows, columns)
        grey image, higher is lighter
    centre : tuple[float, float], in pixels
        row and column of the needle's axis
    radius : float, in pixels
        radius of the dial, all of which lies within the image
    angles : tuple[float, float], in deg
        where the scale begins and ends, clockwise from straight up, the second larger than the first
    values : tuple[float, float]
        values at the beginning and the end of the scale

    Returns
    -------
    value : float
        reading, good to one degree of angle
    """
    candidates = np.radians(np.arange(angles[0], angles[1] + 0.25, 0.5))
    steps = np.linspace(0.3, 0.9, 60)[:, None] * radius
    rows = np.round(centre[0] - steps * np.cos(candidates)).astype(int)
    columns = np.round(centre[1] + steps * np.sin(candidates)).astype(int)
    brightness = np.asarray(image, dtype=float)[rows, columns].mean(axis=0)
    darkest = np.degrees(candidates[brightness <= brightness.min() + 0.02 * np.ptp(brightness)].mean())
    return float(values[0] + (values[1] - values[0]) * (darkest - angles[0]) / (angles[1] - angles[0]))
