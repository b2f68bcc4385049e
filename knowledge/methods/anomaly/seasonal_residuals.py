"""Anomalies in a seasonal signal by robust decomposition."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import median_filter


def seasonal_residuals(signal: np.ndarray, period: int, threshold: float = 5.0) -> tuple[np.ndarray, np.ndarray]:
    """Find values that are strange for their time of day or week: take away a trend (running median over one period) and a
    season (median of each phase), both deaf to the anomalies themselves, and judge the rest by its median deviation.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        measured values at even times, three periods or more
    period : int, in samples
        length of the season
    threshold : float
        robust standard deviations beyond which a rest is an anomaly

    Returns
    -------
    residuals : numpy.ndarray, shape (samples,)
        what trend and season do not explain, NaN where the signal is NaN
    anomalies : numpy.ndarray, shape (samples,)
        true where the rest is beyond the threshold

    Raises
    ------
    ValueError
        where the signal is shorter than three periods or the period is below 2

    Notes
    -----
    Time: O(samples x log(period)). Memory: O(samples). Gaps of NaN are bridged by straight lines and never anomalies.
    Keywords: seasonality, daily pattern, energy, traffic, time series decomposition.

    References
    ----------
    O. Vallis, J. Hochenbaum and A. Kejariwal, "A Novel Technique for Long-Term Anomaly Detection in the Cloud", USENIX
    HotCloud, 2014 (median in place of trend, robust rest).

    Examples
    --------
    >>> hours = np.arange(24 * 14)
    >>> signal = 20 + 5 * np.sin(hours * 2 * np.pi / 24) + 0.1 * np.cos(hours * 1.7)
    >>> signal[100] += 3.0
    >>> np.flatnonzero(seasonal_residuals(signal, 24)[1]).tolist()
    [100]
    """
    signal = np.asarray(signal, float)
    if period < 2 or len(signal) < 3 * period:
        raise ValueError(f"a season of {period} needs a signal of {3 * max(period, 2)} samples or more")
    known, index = np.isfinite(signal), np.arange(len(signal))
    if not known.any():
        raise ValueError("the signal holds no number")
    filled = np.interp(index, index[known], signal[known])
    half = period // 2
    # Only whole periods tell the trend, so the first and last of them are held to the ends.
    trend = np.pad(median_filter(filled, 2 * half + 1)[half : len(filled) - half], half, mode="edge")
    season = np.array([np.median((filled - trend)[phase::period]) for phase in range(period)])
    residuals = np.where(known, filled - trend - season[index % period], np.nan)
    centred = residuals - np.nanmedian(residuals)
    spread = max(1.4826 * float(np.nanmedian(np.abs(centred))), 1e-12)
    return residuals, np.abs(np.nan_to_num(centred)) > threshold * spread
