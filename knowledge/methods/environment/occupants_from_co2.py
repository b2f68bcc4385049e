"""Number of people in a room from its CO2 balance."""

from __future__ import annotations

import numpy as np
from scipy.signal import savgol_filter


def occupants_from_co2(
    co2: np.ndarray,
    rate: float,
    volume: float = 100.0,
    air_changes: float = 1.0,
    outdoor: float = 420.0,
    breath: float = 0.0052,
    smoothing: float = 15.0,
) -> np.ndarray:
    """Tell how many people are in a room: solve the room's CO2 balance (what is stored plus what ventilation carries off)
    for the source, with a slope from local polynomials, and divide by what one person breathes out.

    Parameters
    ----------
    co2 : numpy.ndarray, shape (samples,), in ppm
        concentration in the well-mixed room
    rate : float, in Hz
        its sampling rate
    volume : float, in m³
        of the room
    air_changes : float, in 1/h
        air changes per hour with outdoor air
    outdoor : float, in ppm
        concentration outdoors
    breath : float, in L/s
        CO2 of one person; 0.0052 for an adult who sits and works
    smoothing : float, in min
        width of the local polynomials

    Returns
    -------
    occupants : numpy.ndarray, shape (samples,)
        estimated people, not rounded, never below 0

    Raises
    ------
    ValueError
        where the recording is shorter than the smoothing or holds no number

    Notes
    -----
    Time: O(samples). Memory: O(samples). Gaps of NaN are bridged by straight lines.
    Keywords: occupancy estimation, room use, demand-controlled ventilation, presence.

    References
    ----------
    A. Persily and L. de Jonge, "Carbon dioxide generation rates for building occupants", Indoor Air 27(5), 2017 (for the
    breath), and the single-zone mass balance of ASTM D6245. doi:10.1111/ina.12383

    Examples
    --------
    >>> balanced = np.full(100, 420 + 10 * 0.0052e-3 / (100.0 * 2 / 3600) * 1e6)
    >>> round(float(occupants_from_co2(balanced, 1 / 60, volume=100.0, air_changes=2.0)[50]), 2)
    10.0
    """
    co2 = np.asarray(co2, float)
    length = max(round(smoothing * 60 * rate) // 2 * 2 + 1, 5)
    known = np.isfinite(co2)
    if len(co2) < length or not known.any():
        raise ValueError(f"the CO2 recording needs at least {length} samples")
    filled = np.interp(np.arange(len(co2)), np.flatnonzero(known), co2[known])
    level = savgol_filter(filled, length, 1)
    slope = savgol_filter(filled, length, 1, deriv=1, delta=1 / rate)
    source = volume * (slope + air_changes / 3600 * (level - outdoor)) * 1e-6  # m³/s
    return np.asarray(np.maximum(source * 1000 / breath, 0.0))
