"""Envelope and instantaneous frequency of one band."""

from __future__ import annotations

import numpy as np
from scipy.signal import hilbert


def hilbert_envelope(signal: np.ndarray, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Follow the strength and the frequency of a narrow-band signal at every sample: magnitude and phase slope of the analytic
    signal. Filter to the band first; of a broad signal the frequency means nothing.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate

    Returns
    -------
    envelope : numpy.ndarray, shape (samples,)
        amplitude, in the unit of the signal
    frequencies : numpy.ndarray, shape (samples,), in Hz
        instantaneous frequency

    Raises
    ------
    ValueError
        where the signal is not one channel of at least 2 finite samples

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: amplitude demodulation, analytic signal, AM, FM, instantaneous phase.

    References
    ----------
    B. Boashash, "Estimating and Interpreting the Instantaneous Frequency of a Signal - Part 1: Fundamentals", Proc. IEEE 80(4),
    1992. doi:10.1109/5.135376

    Examples
    --------
    >>> envelope, frequencies = hilbert_envelope(3.0 * np.cos(2 * np.pi * 10 * np.arange(1000) / 100.0), 100.0)
    >>> round(float(envelope[500]), 3), round(float(frequencies[500]), 3)
    (3.0, 10.0)
    """
    if signal.ndim != 1 or signal.size < 2 or not np.isfinite(signal).all():
        raise ValueError("signal must be one channel of at least 2 finite samples")
    mean = signal.mean()
    # Mirrored ends: the transform is periodic and would ring where the signal's two ends do not meet.
    reach = signal.size - 1
    analytic = hilbert(np.pad(signal - mean, reach, mode="reflect"))[reach : reach + signal.size]
    frequencies = np.gradient(np.unwrap(np.angle(analytic))) * rate / (2 * np.pi)
    return np.abs(analytic), frequencies
