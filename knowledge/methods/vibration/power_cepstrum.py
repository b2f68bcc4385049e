"""Cepstrum: families of harmonics and sidebands as single lines."""

from __future__ import annotations

import numpy as np


def power_cepstrum(signal: np.ndarray, rate: float, longest: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Gather a family of harmonics or sidebands, as a damaged gear or bearing makes, into one line at its period: the inverse
    transform of the logarithm of the averaged power spectrum.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        vibration or sound, several times as long as the longest period
    rate : float, in Hz
        its sampling rate
    longest : float, in s
        longest period looked for

    Returns
    -------
    spectrum : numpy.ndarray, shape (periods,)
        cepstrum: large at the period of a family and at multiples of it
    times : numpy.ndarray, shape (periods,), in s
        the periods (quefrencies), from one sample on

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or is shorter than four times the longest period

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: quefrency, sidebands, gearbox, echo, harmonics.
    Plain NumPy.

    References
    ----------
    R. B. Randall, "A history of cepstrum analysis and its application to mechanical problems", Mech. Syst. Signal Process. 97,
    2017. doi:10.1016/j.ymssp.2016.12.026

    Examples
    --------
    >>> sound = np.random.default_rng(seed=0).standard_normal(20000)
    >>> spectrum, times = power_cepstrum(sound + 0.6 * np.roll(sound, 125), 5000.0)
    >>> float(times[spectrum.argmax()])
    0.025
    """
    length = 1 << int(np.ceil(np.log2(2.0 * longest * rate)))
    if signal.ndim != 1 or signal.size < 4.0 * longest * rate or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {4 * longest:g} s of finite samples")
    length = min(length, signal.size)
    frames = np.lib.stride_tricks.sliding_window_view(signal - signal.mean(), length)[:: max(1, length // 4)]
    power = np.mean(np.abs(np.fft.rfft(frames * np.hanning(length), axis=1)) ** 2, axis=0)
    logarithm = np.log(power + 1e-12 * power.max() + 1e-300)
    cepstrum = np.fft.irfft(logarithm - logarithm.mean())
    count = min(round(longest * rate), length // 2)
    return cepstrum[1 : count + 1], np.arange(1, count + 1) / rate
