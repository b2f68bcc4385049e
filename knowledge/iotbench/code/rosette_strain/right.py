"""Principal strains of a strain rosette."""

from __future__ import annotations

import numpy as np


def rosette_strain(a: float, b: float, c: float) -> tuple[float, float, float]:
    """Give the principal strains of a rosette whose gauges lie at 0, 45 and 90 degrees: (a + c) / 2 plus and minus
    sqrt((a - b)**2 + (b - c)**2) / sqrt(2), and the direction of the larger.

    Parameters
    ----------
    a : float, in um/m
        strain of the gauge at 0 degrees
    b : float, in um/m
        at 45 degrees
    c : float, in um/m
        at 90 degrees

    Returns
    -------
    larger : float, in um/m
        larger principal strain
    smaller : float, in um/m
        smaller principal strain
    angle : float, in deg
        direction of the larger from gauge a towards gauge b, -90 < angle <= 90; 0 where both strains are equal
    """
    radius = np.hypot(a - b, b - c) / np.sqrt(2.0)
    angle = np.degrees(np.arctan2(2.0 * b - a - c, a - c)) / 2.0
    return float((a + c) / 2 + radius), float((a + c) / 2 - radius), float(angle)
