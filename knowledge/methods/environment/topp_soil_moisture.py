"""Soil moisture from permittivity by Topp's equation."""

from __future__ import annotations

import numpy as np


def topp_soil_moisture(permittivity: np.ndarray) -> np.ndarray:
    """Turn the apparent permittivity that a TDR or capacitive probe measures into volumetric water content, by Topp's
    polynomial for mineral soils.

    Parameters
    ----------
    permittivity : numpy.ndarray, shape (samples,)
        relative permittivity of the soil, 1 (air) to 81 (water)

    Returns
    -------
    moisture : numpy.ndarray, shape (samples,), in m³/m³
        volumetric water content, 0 for dry soil and NaN where the permittivity is NaN or beyond 42, the end of Topp's data

    Raises
    ------
    ValueError
        where a permittivity is below 1

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: volumetric water content, TDR, capacitive soil sensor, dielectric constant.
    Plain NumPy.

    References
    ----------
    G. C. Topp, J. L. Davis and A. P. Annan, "Electromagnetic determination of soil water content: Measurements in coaxial
    transmission lines", Water Resources Research 16(3), 1980, equation 7. doi:10.1029/WR016i003p00574

    Examples
    --------
    >>> topp_soil_moisture(np.array([2.0, 10.0, 20.0])).round(3).tolist()
    [0.003, 0.188, 0.345]
    """
    permittivity = np.asarray(permittivity, float)
    if np.any(permittivity < 1):
        raise ValueError("a relative permittivity cannot be below 1")
    usable = np.where(permittivity <= 42, permittivity, np.nan)
    moisture = -5.3e-2 + 2.92e-2 * usable - 5.5e-4 * usable**2 + 4.3e-6 * usable**3
    return np.maximum(moisture, 0.0)
