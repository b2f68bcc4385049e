"""Forecast driven by known inputs: ARX by ridge regression."""

from __future__ import annotations

import numpy as np


def _rows(signal: np.ndarray, inputs: np.ndarray, lags: int, input_lags: int) -> np.ndarray:
    """Values before and inputs around each sample from the first that has all of them."""
    start = max(lags, input_lags)
    past = [signal[start - lag : len(signal) - lag] for lag in range(1, lags + 1)]
    driven = [inputs[start - lag : len(signal) - lag] for lag in range(input_lags + 1)]
    return np.column_stack([*past, *driven])


def arx_forecast(
    signal: np.ndarray, inputs: np.ndarray, lags: int = 3, input_lags: int = 3, ridge: float = 1e-3
) -> tuple[np.ndarray, float]:
    """Forecast a signal that is driven by others whose course is known or planned (room temperature by weather and heating):
    linear regression on its own last values and on the inputs, damped by a ridge, run forward over the known inputs.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        values at even times up to now
    inputs : numpy.ndarray, shape (samples + horizon, inputs)
        driving values at the same times and on through the horizon
    lags : int
        last values that are used
    input_lags : int
        last values of each input that are used besides the present one
    ridge : float
        damping, relative to the number of samples, on standardised columns

    Returns
    -------
    forecast : numpy.ndarray, shape (horizon,)
        values for the times of the inputs after the signal's end
    one_step_error : float
        root mean square of the one-step errors over the past

    Raises
    ------
    ValueError
        where the inputs do not reach beyond the signal, the signal is too short or something is NaN

    Notes
    -----
    Time: O(samples x (lags + inputs x input_lags)²). Memory: O(samples x (lags + inputs x input_lags)).
    Keywords: exogenous variables, grey box, building, system identification, model predictive control.
    Plain NumPy.

    References
    ----------
    L. Ljung, "System Identification: Theory for the User", Prentice Hall, 2nd edition, 1999, section 4.2 (ARX models).

    Examples
    --------
    >>> inputs, signal = np.sin(np.arange(120) / 7)[:, None], np.zeros(120)
    >>> for number in range(1, 120):
    ...     signal[number] = 0.9 * signal[number - 1] + 0.5 * inputs[number, 0]
    >>> forecast, error = arx_forecast(signal[:100], inputs, ridge=1e-9)
    >>> bool(np.abs(forecast - signal[100:]).max() < 0.01)
    True
    """
    signal, inputs = np.asarray(signal, float), np.asarray(inputs, float)
    inputs = inputs.reshape(len(inputs), -1)
    start, horizon = max(lags, input_lags), len(inputs) - len(signal)
    if horizon < 1 or len(signal) < 3 * start or lags < 1:
        raise ValueError(
            f"{len(signal)} samples with inputs of {len(inputs)} are too few for {start} lags and a forecast"
        )
    if not (np.isfinite(signal).all() and np.isfinite(inputs).all()):
        raise ValueError("the signal and its inputs must not hold NaN")
    rows, wanted = _rows(signal, inputs, lags, input_lags), signal[start:]
    centre, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-12)
    scaled = (rows - centre) / spread
    damped = scaled.T @ scaled + ridge * len(rows) * np.eye(rows.shape[1])
    weights = np.linalg.solve(damped, scaled.T @ (wanted - wanted.mean()))
    error = float(np.sqrt(np.mean((wanted - wanted.mean() - scaled @ weights) ** 2)))
    course = list(signal)
    for now in range(len(signal), len(inputs)):
        driven = inputs[now - input_lags : now + 1][::-1].ravel()
        row = np.concatenate([course[: -lags - 1 : -1], driven])
        course.append(float(wanted.mean() + ((row - centre) / spread) @ weights))
    return np.array(course[len(signal) :]), error
