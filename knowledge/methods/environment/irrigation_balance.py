"""Irrigation advice from the water balance of the root zone."""

from __future__ import annotations

import numpy as np


def irrigation_balance(
    evapotranspiration: np.ndarray,
    rain: np.ndarray,
    available_water: float = 60.0,
    depletion_fraction: float = 0.5,
    crop_coefficient: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Advise when to irrigate and how much: keep account of the root zone's daily depletion and refill it in the evening of
    the day on which the water that the crop can draw without stress is used up (FAO-56 water balance).

    Parameters
    ----------
    evapotranspiration : numpy.ndarray, shape (days,), in mm
        reference evapotranspiration
    rain : numpy.ndarray, shape (days,), in mm
        effective rain; what exceeds the depletion runs off or drains
    available_water : float, in mm
        total available water of the root zone between field capacity and wilting point
    depletion_fraction : float
        part of it that the crop can use without stress, 0 to 1
    crop_coefficient : float
        crop's evapotranspiration as a multiple of the reference

    Returns
    -------
    irrigation : numpy.ndarray, shape (days,), in mm
        advised net irrigation of each day, mostly 0
    depletion : numpy.ndarray, shape (days,), in mm
        what the root zone lacks at the end of each day, before irrigation

    Raises
    ------
    ValueError
        where the series differ in length or hold NaN, or a fraction is outside 0 to 1

    Notes
    -----
    Time: O(days). Memory: O(days).
    Keywords: smart irrigation, soil water balance, when to water, agriculture.
    Plain NumPy.

    References
    ----------
    R. G. Allen, L. S. Pereira, D. Raes and M. Smith, "Crop evapotranspiration: Guidelines for computing crop water
    requirements", FAO Irrigation and Drainage Paper 56, 1998, chapter 8, equations 83 to 85.

    Examples
    --------
    >>> irrigation, depletion = irrigation_balance(np.full(8, 8.0), np.array([0, 0, 4, 0, 0, 0, 0, 0]))
    >>> irrigation.tolist()
    [0.0, 0.0, 0.0, 0.0, 36.0, 0.0, 0.0, 0.0]
    """
    use, rain = crop_coefficient * np.asarray(evapotranspiration, float), np.asarray(rain, float)
    if use.shape != rain.shape:
        raise ValueError(f"evapotranspiration and rain differ in length: {use.shape} and {rain.shape}")
    if not (np.isfinite(use).all() and np.isfinite(rain).all()):
        raise ValueError("evapotranspiration and rain must not hold NaN")
    if not 0 < depletion_fraction < 1:
        raise ValueError(f"the depletion fraction {depletion_fraction} is not between 0 and 1")
    readily = depletion_fraction * available_water
    irrigation, depletion, lacking = np.zeros(len(use)), np.zeros(len(use)), 0.0
    for day in range(len(use)):
        after_rain = max(lacking - rain[day], 0.0)
        lacking = depletion[day] = min(after_rain + use[day], available_water)
        if lacking >= readily:
            irrigation[day], lacking = lacking, 0.0
    return irrigation, depletion
