"""Heel strikes and toe offs from an accelerometer on the lower back."""

from __future__ import annotations

import numpy as np
from scipy.integrate import cumulative_trapezoid
from scipy.ndimage import gaussian_filter1d
from scipy.signal import butter, detrend, find_peaks, sosfiltfilt


def gait_events(signal: np.ndarray, rate: float, scale: float = 0.08) -> tuple[np.ndarray, np.ndarray]:
    """Find the instants at which feet strike and leave the ground: integrate the vertical acceleration of the lower
    back and differentiate it again by Gaussian wavelets; minima are initial contacts, maxima of the next derivative
    final contacts (McCamley).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in m/s²
        vertical acceleration of the lower back without gravity, upwards positive
    rate : float, in Hz
        its sampling rate
    scale : float, in s
        width of the Gaussian

    Returns
    -------
    initial_contacts : numpy.ndarray, shape (contacts,), in samples
        heel strikes of both feet
    final_contacts : numpy.ndarray, shape (contacts,), in samples
        toe offs, one after each heel strike that has one within half a second

    Raises
    ------
    ValueError
        where the rate is below 40 Hz, the signal is shorter than 2 s or not finite

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: heel strike, toe off, stance, swing, spatio-temporal gait parameters.

    References
    ----------
    J. McCamley, M. Donati, E. Grimpampi and C. Mazzà, "An enhanced estimate of initial contact and final contact
    instants of time using lower trunk inertial sensor data", Gait & Posture 36(2), 2012.
    doi:10.1016/j.gaitpost.2012.02.019

    Examples
    --------
    >>> bounce = np.cos(2 * np.pi * 2 * np.arange(1000) / 100.0)
    >>> np.diff(gait_events(bounce, 100.0)[0])[:4].tolist()
    [50, 50, 50, 50]
    """
    if rate < 40 or len(signal) < 2 * rate or not np.all(np.isfinite(signal)):
        raise ValueError("signal needs 2 s or more of finite samples at 40 Hz or more")
    filtered = sosfiltfilt(butter(4, min(20.0, 0.45 * rate), fs=rate, output="sos"), detrend(signal))
    descent = -detrend(cumulative_trapezoid(filtered, dx=1 / rate, initial=0))
    first = gaussian_filter1d(descent, scale * rate, order=1)
    second = gaussian_filter1d(first, scale * rate, order=1)
    strikes = find_peaks(-first, distance=round(0.25 * rate), prominence=0.5 * first.std())[0]
    lifts = find_peaks(second, prominence=0.3 * second.std())[0]
    following = np.searchsorted(lifts, strikes, side="right")
    has_lift = following < len(lifts)
    ends = lifts[following[has_lift]]
    return strikes, ends[ends - strikes[has_lift] <= 0.5 * rate]
