"""Remaining useful life by an exponential trend."""

from __future__ import annotations

import numpy as np


def _exceedance(times: np.ndarray, logs: np.ndarray, threshold: float) -> tuple[float, float, float]:
    """Time from the last sample until the line through the logarithms meets the threshold, with a likely range from the
    uncertainty of its slope and level.
    """
    middle = times.mean()
    spread = np.sum((times - middle) ** 2)
    slope = float(np.sum((times - middle) * logs) / spread)
    if slope * (times[-1] - times[0]) < 1e-9:
        return np.inf, np.inf, np.inf
    noise = float(np.sqrt(np.sum((logs - logs.mean() - slope * (times - middle)) ** 2) / (times.size - 2)))
    error = 1.96 * noise * float(np.sqrt(1.0 / spread))
    rise, now = threshold - float(logs.mean()), float(times[-1] - middle)
    late = rise / (slope - error) if slope > error else np.inf
    return tuple(max(0.0, moment - now) for moment in (rise / slope, rise / (slope + error), late))  # type: ignore[return-value]


def remaining_life(
    signal: np.ndarray, times: np.ndarray, threshold: float = 7.1, recent: float = 0.5
) -> tuple[float, float, float]:
    """Predict how long a wearing part still runs: fit an exponential to the recent course of a health indicator (such as the
    RMS of its vibration) and ask when that reaches the limit, with a range of 95 percent from the slope's uncertainty.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        health indicator, positive and rising with wear
    times : numpy.ndarray, shape (samples,)
        when it was measured, increasing, in any unit
    threshold : float
        value at which the part has to be changed, such as 7.1 mm/s
    recent : float
        share of the samples, the latest, that are used

    Returns
    -------
    remaining : float
        time from the last sample to the limit, infinite where nothing rises, 0 where it is reached
    earliest : float
        lower end of the range
    latest : float
        upper end of the range, infinite where the rise is not sure

    Raises
    ------
    ValueError
        where fewer than 4 samples are recent, the indicator or the threshold is not positive, or times do not increase

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: RUL, prognostics, degradation, predictive maintenance, wear.
    Plain NumPy.

    References
    ----------
    N. Z. Gebraeel, M. A. Lawley, R. Li and J. K. Ryan, "Residual-life distributions from component degradation signals: A
    Bayesian approach", IIE Transactions 37(6), 2005 (the exponential degradation model). doi:10.1080/07408170590929018

    Examples
    --------
    >>> days = np.arange(50.0)
    >>> remaining, earliest, latest = remaining_life(np.exp(0.05 * days), days, threshold=np.exp(3.0))
    >>> round(remaining, 3)
    11.0
    """
    if signal.ndim != 1 or signal.shape != times.shape or np.any(np.diff(times) <= 0):
        raise ValueError("signal and times must be of one length and times increase")
    if not np.all(signal > 0) or threshold <= 0:
        raise ValueError("indicator and threshold must be positive")
    count = int(np.ceil(recent * signal.size))
    if count < 4:
        raise ValueError(f"only {count} recent samples; 4 are needed")
    if signal[-count // 4 :].mean() >= threshold:
        return 0.0, 0.0, 0.0
    return _exceedance(times[-count:].astype(float), np.log(signal[-count:]), float(np.log(threshold)))
