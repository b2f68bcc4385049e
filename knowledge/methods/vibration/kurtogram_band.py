"""Resonance band of a bearing fault by spectral kurtosis."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def _kurtosis(spectrum: np.ndarray, low: int, high: int, size: int) -> float:
    """Kurtosis of the band's complex envelope between the tapers, decimated to its own width: 0 for Gaussian noise."""
    width = high - low
    squares = (np.abs(np.fft.ifft(spectrum[low:high] * (width / size))) ** 2)[width // 16 : width - width // 16]
    return float(np.mean(squares**2) / max(float(np.mean(squares)) ** 2, 1e-300)) - 2.0


def kurtogram_band(
    signal: np.ndarray,
    rate: float,
    levels: int = 5,
    lowest: float = 500.0,
) -> tuple[float, float, float]:
    """Choose the band in which a bearing's strikes stand out most, for the envelope spectrum: halves, thirds and quarters of the
    spectrum down to some level are compared by spectral kurtosis (a fast kurtogram).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in m/s²
        acceleration
    rate : float, in Hz
        its sampling rate
    levels : int
        the narrowest bands are half the rate over 2 to this power
    lowest : float, in Hz
        bands that begin below hold the shaft and gears, and are left out

    Returns
    -------
    low : float, in Hz
        lower end of the band
    high : float, in Hz
        upper end of the band
    kurtosis : float
        excess kurtosis of the band's envelope, 0 for steady noise

    Raises
    ------
    ValueError
        where the signal is not one channel of enough finite samples or no band lies above the lowest frequency

    Notes
    -----
    Time: O(levels samples log samples). Memory: O(samples).
    Keywords: spectral kurtosis, kurtogram, band selection, impulsive, demodulation band.
    Plain NumPy.

    References
    ----------
    J. Antoni, "Fast computation of the kurtogram for the detection of transient faults", Mech. Syst. Signal Process. 21(1), 2007.
    doi:10.1016/j.ymssp.2005.12.002

    Examples
    --------
    >>> rng, times = np.random.default_rng(seed=0), np.arange(400)
    >>> ring = np.exp(-times / 30) * np.sin(2 * np.pi * 0.31 * times)
    >>> low, high, kurtosis = kurtogram_band(0.2 * rng.standard_normal(20000) + np.tile(ring, 50), 10000.0)
    >>> low < 3100 < high
    True
    """
    half = signal.size // 2
    if signal.ndim != 1 or half < 64 * 2**levels or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {128 * 2**levels} finite samples")
    # Tapered ends: where a strong tone is cut off it would look like a strike.
    taper = np.minimum(1.0, 16.0 * np.minimum(np.arange(signal.size), np.arange(signal.size)[::-1]) / signal.size)
    spectrum = np.fft.fft((signal - signal.mean()) * np.sin(taper * np.pi / 2) ** 2)
    parts = sorted({2**level for level in range(1, levels + 1)} | {3 * 2**level for level in range(levels - 1)})
    found: list[tuple[float, int, int]] = []
    for count in parts:
        edges = np.linspace(0, half, count + 1).astype(int).tolist()
        for low, high in pairwise(edges):
            if low * rate / signal.size >= lowest:
                found.append((_kurtosis(spectrum, low, high, signal.size), low, high))
    if not found:
        raise ValueError(f"no band lies above {lowest:g} Hz")
    kurtosis, low, high = max(found)
    return low * rate / signal.size, high * rate / signal.size, kurtosis
