"""Heart rate variability in the frequency domain."""

from __future__ import annotations

import numpy as np
from scipy.signal import lombscargle

LOW_BAND, HIGH_BAND = (0.04, 0.15), (0.15, 0.4)
STEP_HZ = 0.001


def hrv_frequency_domain(intervals: np.ndarray, times: np.ndarray) -> tuple[float, float, float, float]:
    """Measure the power of heart rate variability in the low (0.04 to 0.15 Hz) and high band (0.15 to 0.4 Hz) by the
    Lomb-Scargle periodogram, which takes beats when they come: no resampling bends the spectrum.

    Parameters
    ----------
    intervals : numpy.ndarray, shape (intervals,), in s
        intervals between successive normal beats
    times : numpy.ndarray, shape (intervals,), in s
        moment at which each interval ends

    Returns
    -------
    low_power : float
        power in the low band, in ms²
    high_power : float
        power in the high band, in ms², of breathing
    ratio : float
        low to high power; infinite where there is none in the high band
    breathing_frequency : float
        the strongest frequency of the high band, in Hz

    Raises
    ------
    ValueError
        where the intervals last less than a minute, times do not increase, or lengths differ

    Notes
    -----
    Time: O(intervals · frequencies). Memory: O(frequencies).
    Keywords: HRV, LF/HF, spectrum of the tachogram, sympathovagal balance, respiratory sinus arrhythmia, uneven sampling.

    References
    ----------
    P. Laguna, G. B. Moody and R. G. Mark, "Power spectral density of unevenly sampled data by least-square analysis:
    performance and application to heart rate signals", IEEE Trans. Biomed. Eng. 45(6), 1998. doi:10.1109/10.678605

    Examples
    --------
    >>> times = np.arange(0.0, 300.0, 0.8)
    >>> intervals = 0.8 + 0.03 * np.sin(2 * np.pi * 0.1 * times) + 0.04 * np.sin(2 * np.pi * 0.25 * times)
    >>> low_power, high_power, ratio, breathing_frequency = hrv_frequency_domain(intervals, times)
    >>> round(low_power / 450, 1), round(high_power / 800, 1), breathing_frequency
    (1.0, 1.0, 0.25)
    """
    intervals, times = np.asarray(intervals, np.float64), np.asarray(times, np.float64)
    if len(intervals) != len(times) or len(times) < 2 or (np.diff(times) <= 0).any():
        raise ValueError("intervals, times: as many intervals as increasing times are needed")
    if times[-1] - times[0] < 60:
        raise ValueError("times: at least one minute of beats is needed to see 0.04 Hz")
    frequencies = np.arange(round(LOW_BAND[0] / STEP_HZ), round(HIGH_BAND[1] / STEP_HZ) + 1) * STEP_HZ
    # A slow trend would leak into the low band.
    steady = 1000 * (intervals - np.polyval(np.polyfit(times - times[0], intervals, 1), times - times[0]))
    power = lombscargle(times, steady, 2 * np.pi * frequencies)
    # The periodogram of a sine of amplitude A is N A² / 4 at its peak, 1 / T wide.
    density = 2 * power / len(times) * (times[-1] - times[0])
    low = frequencies < LOW_BAND[1]
    low_power, high_power = float(density[low].sum() * STEP_HZ), float(density[~low].sum() * STEP_HZ)
    strongest = float(frequencies[~low][density[~low].argmax()])
    return low_power, high_power, low_power / high_power if high_power else float("inf"), round(strongest, 3)
