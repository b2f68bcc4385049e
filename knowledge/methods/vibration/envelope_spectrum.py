"""Squared envelope spectrum of a resonance band."""

from __future__ import annotations

import numpy as np


def envelope_spectrum(signal: np.ndarray, rate: float, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Show how often a bearing or gear strikes: cut out the band of the resonance that the strikes excite, square the magnitude
    of its analytic signal and take the spectrum of that; faults stand there as lines at their frequencies.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in m/s²
        acceleration; a second gives a resolution of 1 Hz
    rate : float, in Hz
        its sampling rate
    low : float, in Hz
        lower end of the resonance band
    high : float, in Hz
        upper end, at most half the rate

    Returns
    -------
    spectrum : numpy.ndarray, shape (frequencies,)
        amplitudes of the squared envelope over its mean; 1 is a full modulation
    frequencies : numpy.ndarray, shape (frequencies,), in Hz
        from 0 to the width of the band

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or the band is empty

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: demodulation, bearing fault, high frequency resonance technique, amplitude modulation.
    Plain NumPy.

    References
    ----------
    R. B. Randall and J. Antoni, "Rolling element bearing diagnostics - A tutorial", Mech. Syst. Signal Process. 25(2), 2011,
    section 5. doi:10.1016/j.ymssp.2010.07.017

    Examples
    --------
    >>> times = np.arange(20000) / 10000.0
    >>> ringing = (1 + 0.5 * np.cos(2 * np.pi * 37 * times)) * np.sin(2 * np.pi * 3000 * times)
    >>> spectrum, frequencies = envelope_spectrum(ringing, 10000.0, 2500.0, 3500.0)
    >>> float(frequencies[spectrum[1:].argmax() + 1])
    37.0
    """
    if signal.ndim != 1 or signal.size < 16 or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of at least 16 finite samples")
    if not 0 <= low < high <= rate / 2:
        raise ValueError(f"no band from {low:g} to {high:g} Hz at a rate of {rate:g} Hz")
    frequencies = np.fft.fftfreq(signal.size, 1.0 / rate)
    band = np.fft.fft(signal - signal.mean())
    band[(frequencies < low) | (frequencies > high)] = 0.0
    envelope = np.abs(2.0 * np.fft.ifft(band)) ** 2
    window = np.hanning(signal.size)
    mean = max(float(envelope.mean()), 1e-30)
    lines = 2.0 * np.abs(np.fft.rfft((envelope / mean - 1.0) * window)) / window.sum()
    positive = np.fft.rfftfreq(signal.size, 1.0 / rate)
    return lines[positive <= high - low], positive[positive <= high - low]
