"""Change the sampling rate by a ratio of integers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from scipy.signal import resample_poly


def polyphase_resample(
    signal: np.ndarray, rate: float, new_rate: float, precision: int = 1000
) -> tuple[np.ndarray, float]:
    """Change the sampling rate of a recording, so that a model trained at one rate can read another: a polyphase filter that
    removes what the new rate cannot hold; ends are continued by a line so that an offset does not ring.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    new_rate : float, in Hz
        the wanted rate
    precision : int
        largest denominator of the ratio of both rates

    Returns
    -------
    signal : numpy.ndarray, shape (new samples,)
        the signal at the new rate
    rate : float, in Hz
        the rate reached: the nearest that is a ratio of small integers

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples, or a rate is not positive

    Notes
    -----
    Time: O(samples ratio). Memory: O(samples ratio).
    Keywords: upsampling, downsampling, rate conversion, interpolation.

    References
    ----------
    F. J. Harris, "Multirate Signal Processing for Communication Systems", Prentice Hall, 2004, chapters 5 and 7.

    Examples
    --------
    >>> slow = np.sin(2 * np.pi * 3 * np.arange(500) / 100.0)
    >>> fast, rate = polyphase_resample(slow, 100.0, 250.0)
    >>> bool(np.abs(fast - np.sin(2 * np.pi * 3 * np.arange(1250) / 250.0))[100:-100].max() < 0.01), rate
    (True, 250.0)
    """
    if signal.ndim != 1 or not signal.size or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of finite samples")
    if rate <= 0 or new_rate <= 0:
        raise ValueError("rates must be positive")
    ratio = Fraction(new_rate / rate).limit_denominator(precision)
    if ratio == 0:
        raise ValueError(f"{new_rate:g} Hz is too far below {rate:g} Hz")
    resampled = resample_poly(signal, ratio.numerator, ratio.denominator, padtype="line")
    return resampled, rate * ratio.numerator / ratio.denominator
