"""Total harmonic distortion and the harmonics of a current."""

from __future__ import annotations

import numpy as np


def _synchronised(signal: np.ndarray, rate: float, frequency: float, periods: int) -> np.ndarray:
    """Resample to a power of two over whole periods of the true frequency, so that no harmonic leaks."""
    duration = periods / frequency
    size = 1 << int(np.ceil(np.log2(duration * rate)))
    moments = np.arange(size) * duration / size
    even: np.ndarray = np.interp(moments, np.arange(signal.size) / rate, signal)
    return even


def _fundamental(signal: np.ndarray, rate: float, mains: float) -> float:
    """Frequency of the mains from the phase that it advances over a quarter of the signal, at most ten periods."""
    lag = round(min(10.0, 0.25 * signal.size * mains / rate) * rate / mains)
    wave = signal * np.exp(-2j * np.pi * mains * np.arange(signal.size) / rate)
    window = np.hanning(signal.size - lag)
    first, second = np.sum(wave[:-lag] * window), np.sum(wave[lag:] * window)
    return mains + float(np.angle(second * np.conj(first))) * rate / (2 * np.pi * lag)


def harmonic_distortion(
    signal: np.ndarray,
    rate: float,
    mains: float = 50.0,
    highest: int = 40,
) -> tuple[float, np.ndarray, float]:
    """Measure how far a voltage or current is from a sine: amplitudes of the mains harmonics over whole periods of its true
    frequency, and total harmonic distortion, the harmonics' root sum square over the fundamental.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in V or A
        at least four periods
    rate : float, in Hz
        its sampling rate
    mains : float, in Hz
        nominal frequency; the true one may be off by 2 percent
    highest : int
        highest harmonic counted, less where half the rate is lower

    Returns
    -------
    distortion : float
        total harmonic distortion, 0 for a sine
    harmonics : numpy.ndarray, shape (harmonics,)
        root mean square of each, the fundamental first
    frequency : float, in Hz
        of the fundamental

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples with four periods, or holds no fundamental

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: THD, power quality, nonlinear load, distortion, rectifier.
    Plain NumPy.

    References
    ----------
    IEC 61000-4-7:2002, "Electromagnetic compatibility - Testing and measurement techniques - General guide on harmonics and
    interharmonics measurements and instrumentation".

    Examples
    --------
    >>> angle = 2 * np.pi * 50.2 * np.arange(8000) / 20000.0
    >>> distortion, harmonics, frequency = harmonic_distortion(np.sin(angle) + 0.3 * np.sin(3 * angle), 20000.0)
    >>> round(distortion, 2), round(frequency, 1)
    (0.3, 50.2)
    """
    if signal.ndim != 1 or signal.size < 4.2 * rate / mains or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of finite samples with more than four periods")
    frequency = _fundamental(signal - signal.mean(), rate, mains)
    periods = int((signal.size - 1) * frequency / rate)
    synchronised = _synchronised(signal, rate, frequency, periods)
    spectrum = np.abs(np.fft.rfft(synchronised)) * np.sqrt(2.0) / synchronised.size
    count = min(highest, int(0.5 * rate / frequency - 0.5))
    # Energy right beside a harmonic belongs to its group.
    lines = periods * np.arange(1, count + 1)
    harmonics = np.sqrt(spectrum[lines - 1] ** 2 + spectrum[lines] ** 2 + spectrum[lines + 1] ** 2)
    if harmonics[0] <= 0.05 * signal.std():
        raise ValueError(f"no fundamental near {mains:g} Hz")
    return float(np.sqrt(np.sum(harmonics[1:] ** 2)) / harmonics[0]), harmonics, frequency
