"""Energy, entropy and spread of wavelet sub-bands."""

from __future__ import annotations

import numpy as np
import pywt


def wavelet_features(signal: np.ndarray, wavelet: str = "db4", levels: int = 4) -> np.ndarray:
    """Describe a window by its wavelet sub-bands: share of the energy, entropy and spread of each, from the coarse rest to the
    finest details. They tell transients from steady parts in EEG, EMG, vibration and current.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    wavelet : str
        name of a wavelet
    levels : int
        number of detail bands, each one octave

    Returns
    -------
    features : numpy.ndarray, shape (3 * (levels + 1),)
        shares of the energy, then entropies from 0 to 1, then standard deviations in the unit of the signal

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or too short for so many levels

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: DWT, sub-band energy, wavelet entropy, EEG, EMG, transient.

    References
    ----------
    O. A. Rosso et al., "Wavelet entropy: a new tool for analysis of short duration brain electrical signals", J. Neurosci.
    Methods 105(1), 2001. doi:10.1016/S0165-0270(00)00356-3

    Examples
    --------
    >>> tone = np.sin(2 * np.pi * 0.35 * np.arange(512))
    >>> int(wavelet_features(tone)[:5].argmax())
    4
    """
    if signal.ndim != 1 or not np.isfinite(signal).all() or pywt.dwt_max_level(signal.size, wavelet) < levels:
        raise ValueError(f"signal must be one channel of finite samples, long enough for {levels} levels")
    # Periodic ends: other paddings would count samples twice.
    bands = pywt.wavedec(signal - signal.mean(), wavelet, mode="periodization", level=levels)
    squares = [band**2 for band in bands]
    energies = np.array([square.sum() for square in squares])
    shares = energies / max(float(energies.sum()), 1e-30)
    parts = [square / max(float(square.sum()), 1e-30) for square in squares]
    entropies = [-np.sum(p * np.log(np.maximum(p, 1e-30))) / np.log(max(p.size, 2)) for p in parts]
    return np.concatenate([shares, entropies, [band.std() for band in bands]])
