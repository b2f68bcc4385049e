"""Air changes per hour from the decay of CO2."""

from __future__ import annotations

import numpy as np


def air_change_rate(co2: np.ndarray, rate: float, outdoor: float = 420.0, floor: float = 60.0) -> float:
    """Tell how often an hour a room's air is renewed, from the decay of CO2 once people have left: the slope of the
    logarithm of the excess over outdoor air over the longest fall in the recording (tracer gas decay, regression method).

    Parameters
    ----------
    co2 : numpy.ndarray, shape (samples,), in ppm
        concentration in the well-mixed room
    rate : float, in Hz
        its sampling rate
    outdoor : float, in ppm
        concentration outdoors
    floor : float, in ppm
        excess below which noise rules: the fit ends there

    Returns
    -------
    air_changes : float, in 1/h
        air changes per hour

    Raises
    ------
    ValueError
        where the concentration never falls for at least ten samples to less than 60 % of its excess

    Notes
    -----
    Time: O(samples). Memory: O(samples). NaN is left out.
    Keywords: ventilation rate, ACH, indoor air quality, tracer gas, infection risk.
    Plain NumPy.

    References
    ----------
    ASTM E741, "Standard Test Method for Determining Air Change in a Single Zone by Means of a Tracer Gas Dilution",
    concentration decay test method.

    Examples
    --------
    >>> hours = np.arange(0, 3, 1 / 60)
    >>> round(air_change_rate(420 + 800 * np.exp(-1.5 * hours), 1 / 60), 3)
    1.5
    """
    co2 = np.asarray(co2, float)
    times = np.flatnonzero(np.isfinite(co2)) / (rate * 3600)
    excess = co2[np.isfinite(co2)] - outdoor
    if len(excess) < 10:
        raise ValueError("too few CO2 samples for a decay")
    width = min(9, len(excess) // 5 * 2 + 1)
    smooth = np.convolve(np.pad(excess, width // 2, mode="edge"), np.full(width, 1 / width), "valid")
    peak = int(np.argmax(smooth))
    low = np.flatnonzero((smooth[peak:] < floor) | (smooth[peak:] > np.minimum.accumulate(smooth[peak:]) + floor))
    end = peak + int(low[0]) if len(low) else len(excess)
    start = min(peak + width // 2, end)
    if end - start < 10 or smooth[end - 1] > 0.6 * smooth[peak]:
        raise ValueError("CO2 does not decay far enough to tell the air change rate")
    # Noise of the logarithm grows as the excess falls, so samples weigh by their excess.
    slope = np.polyfit(times[start:end], np.log(np.maximum(excess[start:end], 1.0)), 1, w=smooth[start:end])[0]
    return float(-slope)
