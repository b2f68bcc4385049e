"""Bearing of a tag by two antennas."""

from __future__ import annotations

import numpy as np

LIGHT = 299_792_458.0


def phase_bearing(first: np.ndarray, second: np.ndarray, spacing: float, frequency: float) -> float:
    """Give the bearing of a distant transmitter by two antennas: the phase of the second against the first, from the
    sum of second times the complex conjugate of first over all samples, is 2 pi * spacing / wavelength * sin(bearing).

    Parameters
    ----------
    first : numpy.ndarray, shape (samples,)
        complex samples of the first antenna
    second : numpy.ndarray, shape (samples,)
        complex samples of the second antenna at the same times
    spacing : float, in m
        distance between the antennas
    frequency : float, in Hz
        carrier frequency; the wavelength is 299792458 m/s over it

    Returns
    -------
    bearing : float, in deg
        -90 to 90, 0 broadside; a sine beyond -1 or 1 counts as -1 or 1

    Raises
    ------
    ValueError
        where the spacing is more than half a wavelength: the bearing would be ambiguous
    """
    wavelength = LIGHT / frequency
    if spacing > wavelength / 2:
        raise ValueError(f"spacing: {spacing} m is more than half a wavelength")
    phase = np.angle(np.sum(np.asarray(second) * np.conj(first)))
    sine = np.clip(phase * wavelength / (2 * np.pi * spacing), -1.0, 1.0)
    return float(np.degrees(np.arcsin(sine)))
