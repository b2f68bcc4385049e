"""Histories and futures of a backtest with rolling origin."""

from __future__ import annotations

import numpy as np


def rolling_origins(
    signal: np.ndarray, horizon: int = 24, folds: int = 5, shift: int = 0
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Cut a recording for an honest test of forecasts: several moments near its end, for each what was known then and what
    came after; nothing of a future is in its history.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times
    horizon : int, in samples
        length of each future
    folds : int
        number of moments
    shift : int, in samples
        between two moments, 0 for one horizon

    Returns
    -------
    histories : dict[str, numpy.ndarray], shape (samples,)
        what was known at each moment, by the name of the fold
    futures : dict[str, numpy.ndarray], shape (horizon,)
        what came then, by the name of the fold

    Raises
    ------
    ValueError
        where the first history would be shorter than one horizon

    Notes
    -----
    Time: O(samples x folds). Memory: O(samples x folds).
    Keywords: backtest, time series cross-validation, evaluation without leakage.
    Plain NumPy.

    References
    ----------
    L. J. Tashman, "Out-of-sample tests of forecasting accuracy: an analysis and review", International Journal of
    Forecasting 16(4), 2000.

    Examples
    --------
    >>> histories, futures = rolling_origins(np.arange(10.0), horizon=2, folds=2)
    >>> histories["fold 1"].tolist(), futures["fold 1"].tolist()
    ([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [6.0, 7.0])
    """
    signal = np.asarray(signal, float)
    shift = shift or horizon
    moments = [len(signal) - horizon - shift * (folds - 1 - fold) for fold in range(folds)]
    if folds < 1 or horizon < 1 or moments[0] < horizon:
        raise ValueError(f"{len(signal)} samples are too few for {folds} folds with a horizon of {horizon}")
    names = [f"fold {number}" for number in range(1, folds + 1)]
    histories = {name: signal[:moment].copy() for name, moment in zip(names, moments, strict=True)}
    futures = {name: signal[moment : moment + horizon].copy() for name, moment in zip(names, moments, strict=True)}
    return histories, futures
