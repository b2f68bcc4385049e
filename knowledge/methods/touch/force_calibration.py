"""Force from a resistive sensor by a robust power law."""

from __future__ import annotations

import numpy as np
from scipy.stats import theilslopes


def force_calibration(conductances: np.ndarray, forces: np.ndarray, signal: np.ndarray) -> tuple[np.ndarray, float]:
    """Turn the readings of a force-sensing resistor into newtons: its conductance follows a power of the force, so a line
    is fitted between the logarithms by the median of slopes, which single bad calibration points do not bend (Theil-Sen).

    Parameters
    ----------
    conductances : numpy.ndarray, shape (points,), in µS
        conductance of the sensor at each calibration point
    forces : numpy.ndarray, shape (points,), in N
        known force at each calibration point
    signal : numpy.ndarray, shape (samples,), in µS
        conductance measured in use

    Returns
    -------
    measured : numpy.ndarray, shape (samples,), in N
        force of each sample, 0 where the sensor does not conduct, NaN where the signal is NaN
    exponent : float
        power of the force that the conductance follows, near 1 for most sensors

    Raises
    ------
    ValueError
        where there are fewer than three points with force and conductance above 0, or conductance does not rise with force

    Notes
    -----
    Time: O(points² + samples). Memory: O(points² + samples).
    Keywords: FSR, load, pressure sensor, transfer curve, weighing.

    References
    ----------
    Interlink Electronics, "FSR Integration Guide" (force curves on logarithmic axes); P. K. Sen, "Estimates of the
    Regression Coefficient Based on Kendall's Tau", Journal of the American Statistical Association 63, 1968.

    Examples
    --------
    >>> forces = np.array([1.0, 2.0, 5.0, 10.0, 20.0])
    >>> measured, exponent = force_calibration(30 * forces**0.9, forces, np.array([30.0, 30 * 7**0.9]))
    >>> measured.round(2).tolist(), round(exponent, 2)
    ([1.0, 7.0], 0.9)
    """
    conductances, forces = np.asarray(conductances, float), np.asarray(forces, float)
    if conductances.shape != forces.shape:
        raise ValueError(f"points differ in number: {conductances.shape} and {forces.shape}")
    usable = (conductances > 0) & (forces > 0)
    if len(np.unique(forces[usable])) < 3:
        raise ValueError("three or more different forces with conductance above 0 are needed")
    exponent, intercept = theilslopes(np.log(conductances[usable]), np.log(forces[usable]), method="joint")[:2]
    if exponent <= 0:
        raise ValueError("the conductance does not rise with the force")
    signal = np.asarray(signal, float)
    logs = np.log(np.where(signal > 0, signal, 1.0))
    measured = np.where(signal > 0, np.exp((logs - intercept) / exponent), np.where(np.isnan(signal), np.nan, 0.0))
    return measured, float(exponent)
