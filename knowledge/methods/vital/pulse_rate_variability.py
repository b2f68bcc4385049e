"""Pulse rate variability with corrected intervals and an uneven spectrum."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import median_filter
from scipy.signal import lombscargle


def _band_power(moments: np.ndarray, intervals: np.ndarray, low: float, high: float) -> float:
    frequencies = np.arange(low, high, 0.002)
    power = lombscargle(moments, intervals - intervals.mean(), 2 * np.pi * frequencies)
    return float(4 * power.mean() / len(moments) * np.ptp(frequencies))


def pulse_rate_variability(
    onsets: np.ndarray, rate: float, tolerance: float = 0.2
) -> tuple[float, float, float, float, np.ndarray]:
    """Measure how the pulse rate varies: leave out intervals that stray from their neighbours, then give deviations
    in time and, by the Lomb periodogram, the balance of slow and respiratory rhythms without resampling.

    Parameters
    ----------
    onsets : numpy.ndarray, shape (beats,), in samples
        sample numbers of the pulses' feet or peaks
    rate : float, in Hz
        the sampling rate they refer to
    tolerance : float
        largest relative distance of an interval from the median of the five around it

    Returns
    -------
    sdnn : float, in ms
        standard deviation of the accepted intervals
    rmssd : float, in ms
        root mean square of differences between successive accepted intervals
    low_to_high : float
        power in 0.04-0.15 Hz over power in 0.15-0.4 Hz
    accepted : float
        share of intervals that were accepted
    intervals : numpy.ndarray, shape (accepted intervals,), in s
        the accepted intervals

    Raises
    ------
    ValueError
        where less than 20 intervals can be accepted

    Notes
    -----
    Time: O(beats times frequencies). Memory: O(beats).
    Keywords: heart rate variability, HRV, PRV, stress, recovery, LF/HF, Lomb-Scargle.

    References
    ----------
    Task Force of the European Society of Cardiology, "Heart rate variability: standards of measurement, physiological
    interpretation and clinical use", Circulation 93(5), 1996. doi:10.1161/01.CIR.93.5.1043. G. D. Clifford and L.
    Tarassenko, "Quantifying Errors in Spectral Estimates of HRV Due to Beat Replacement and Resampling", IEEE Trans.
    Biomed. Eng. 52(4), 2005. doi:10.1109/TBME.2005.844028

    Examples
    --------
    >>> beats = np.cumsum(np.tile([980, 1020], 30))
    >>> sdnn, rmssd, *_ = pulse_rate_variability(beats, 1000.0)
    >>> round(sdnn, 1), round(rmssd, 1)
    (20.2, 40.0)
    """
    moments = np.asarray(onsets) / rate
    intervals = np.diff(moments)
    if len(intervals) < 20:
        raise ValueError(f"{len(intervals)} intervals; variability needs 20 or more")
    typical = median_filter(intervals, 5, mode="nearest")
    kept = np.abs(intervals - typical) <= tolerance * typical
    if kept.sum() < 20:
        raise ValueError(f"only {kept.sum()} intervals are plausible; variability needs 20 or more")
    differences = np.diff(intervals)[kept[1:] & kept[:-1]]
    low = _band_power(moments[1:][kept], intervals[kept], 0.04, 0.15)
    high = _band_power(moments[1:][kept], intervals[kept], 0.15, 0.4)
    spread = 1000 * float(intervals[kept].std(ddof=1))
    root_mean_square = 1000 * float(np.sqrt(np.mean(differences**2))) if len(differences) else 0.0
    return spread, root_mean_square, low / high if high > 0 else np.inf, float(kept.mean()), intervals[kept]
