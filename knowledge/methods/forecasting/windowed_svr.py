"""Forecast of several steps by support vectors over windows."""

from __future__ import annotations

import numpy as np
from sklearn.multioutput import MultiOutputRegressor
from sklearn.svm import SVR


def windowed_svr(
    signal: np.ndarray, window: int = 48, horizon: int = 12, penalty: float = 10.0, step: int = 2
) -> np.ndarray:
    """Forecast several steps at once without a formula for the signal: every step ahead gets its own support vector
    regression on the window of last values, less the window's mean so that a shifted level is no new situation.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times up to now
    window : int, in samples
        last values that are used: one season at best
    horizon : int, in samples
        how far to forecast
    penalty : float
        of errors (C of the regression)
    step : int, in samples
        between windows that are learned from

    Returns
    -------
    forecast : numpy.ndarray, shape (horizon,)
        expected values of the next samples

    Raises
    ------
    ValueError
        where fewer than ten windows can be learned from, or the signal holds NaN or does not vary

    Notes
    -----
    Time: O(horizon x windows² x window). Memory: O(windows²).
    Keywords: SVR, direct multi-step, machine learning forecast, multi-output regression.

    References
    ----------
    A. J. Smola and B. Schölkopf, "A tutorial on support vector regression", Statistics and Computing 14, 2004;
    S. Ben Taieb et al., "A review and comparison of strategies for multi-step ahead time series forecasting", Expert Systems
    with Applications 39(8), 2012 (direct strategy).

    Examples
    --------
    >>> signal = np.sin(np.arange(500) * 2 * np.pi / 48)
    >>> forecast = windowed_svr(signal[:480], horizon=12)
    >>> bool(np.abs(forecast - signal[480:492]).max() < 0.15)
    True
    """
    signal = np.asarray(signal, float)
    if len(signal) < window + horizon + 10 * step or not np.isfinite(signal).all() or np.ptp(signal) == 0:
        raise ValueError(
            f"a signal that varies, of {window + horizon + 10 * step} samples or more without NaN, is needed"
        )
    pieces = np.lib.stride_tricks.sliding_window_view(signal, window + horizon)[::-step]
    means = pieces[:, :window].mean(axis=1, keepdims=True)
    spread = signal.std()
    scaled = (pieces - means) / spread
    model = MultiOutputRegressor(SVR(C=penalty, epsilon=0.02)).fit(scaled[:, :window], scaled[:, window:])
    last = signal[-window:]
    return np.asarray(last.mean() + spread * model.predict((last - last.mean())[None] / spread)[0])
