"""Linear prediction coefficients by Levinson and Durbin."""

from __future__ import annotations

import numpy as np


def _levinson(correlation: np.ndarray, order: int) -> tuple[np.ndarray, float]:
    coefficients = np.zeros(order + 1)
    coefficients[0] = 1.0
    error = float(correlation[0])
    for i in range(1, order + 1):
        reflection = -(coefficients[:i] @ correlation[i:0:-1]) / error
        coefficients[1 : i + 1] += reflection * coefficients[i - 1 :: -1][:i]
        error *= 1.0 - reflection**2
    return coefficients, error


def linear_prediction(signal: np.ndarray, order: int = 10) -> tuple[np.ndarray, float]:
    """Model one frame as an all-pole filter (vocal tract, resonating housing): coefficients of the best linear prediction by
    the autocorrelation method with the Levinson-Durbin recursion, which always gives a stable filter.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    order : int
        number of poles; about the rate in kHz plus 2 for speech

    Returns
    -------
    coefficients : numpy.ndarray, shape (order + 1,)
        of the prediction error filter, the first is 1
    gain : float
        root mean square of the prediction error

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples, is constant, or no longer than the order

    Notes
    -----
    Time: O(samples order). Memory: O(samples).
    Keywords: LPC, autoregressive model, vocal tract, all-pole.
    Plain NumPy.

    References
    ----------
    J. Makhoul, "Linear Prediction: A Tutorial Review", Proc. IEEE 63(4), 1975, section III. doi:10.1109/PROC.1975.9792

    Examples
    --------
    >>> rng = np.random.default_rng(seed=0)
    >>> signal = np.zeros(20000)
    >>> for i in range(1, 20000):
    ...     signal[i] = 0.9 * signal[i - 1] + rng.standard_normal()
    >>> np.round(linear_prediction(signal, order=1)[0], 1).tolist()
    [1.0, -0.9]
    """
    if signal.ndim != 1 or signal.size <= order or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of more than {order} finite samples")
    window = np.hamming(signal.size)
    framed = (signal - signal.mean()) * window
    correlation = np.array([framed[: framed.size - lag] @ framed[lag:] for lag in range(order + 1)])
    if correlation[0] <= 0:
        raise ValueError("signal must not be constant")
    # White noise 50 dB below keeps pure tones from making the recursion singular.
    correlation[0] *= 1.00001
    coefficients, error = _levinson(correlation, order)
    return coefficients, float(np.sqrt(error / np.sum(window**2)))
