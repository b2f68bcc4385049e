"""Radial speed of a tag by its phase."""

from __future__ import annotations

import numpy as np

LIGHT = 299_792_458.0


def rfid_radial_speed(times: np.ndarray, phases: np.ndarray, frequency: float) -> float:
    """Give the radial speed of a tag from the phases of its answers. The phase grows by 2 pi for half a wavelength of
    distance; the reader cannot tell a phase from the same plus pi, so each one is known up to multiples of pi only.
    Between neighbouring readings the true phase changes by less than pi / 2. The phases are made continuous, and the
    speed is that of the least-squares line.

    Parameters
    ----------
    times : numpy.ndarray, shape (readings,), in s
        increasing times, not always evenly spaced
    phases : numpy.ndarray, shape (readings,), in rad
        phases as read
    frequency : float, in Hz
        carrier frequency; the wavelength is 299792458 m/s over it

    Returns
    -------
    speed : float, in m/s
        positive where the tag goes away

    Raises
    ------
    ValueError
        where there are fewer than two readings
    """
    if len(times) < 2:
        raise ValueError("times: fewer than two readings")
    slope = np.polyfit(times, np.unwrap(phases, period=np.pi), 1)[0]
    return float(slope * LIGHT / frequency / (4.0 * np.pi))
