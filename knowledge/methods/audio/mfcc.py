"""Mel-frequency cepstral coefficients of short frames."""

from __future__ import annotations

import numpy as np
from scipy.fft import dct, rfft


def _mel_filters(bands: int, size: int, rate: float) -> np.ndarray:
    """Triangles of equal width on the mel scale, one a row."""
    mels = np.linspace(0.0, 2595.0 * np.log10(1.0 + rate / 1400.0), bands + 2)
    edges = 700.0 * (10.0 ** (mels / 2595.0) - 1.0)
    bins = np.arange(size // 2 + 1) * rate / size
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    return np.clip(np.minimum(rising, falling), 0.0, None)


def _frames(signal: np.ndarray, length: int, hop: int) -> np.ndarray:
    emphasised = np.append(signal[0], signal[1:] - 0.97 * signal[:-1])
    return np.lib.stride_tricks.sliding_window_view(emphasised, length)[::hop] * np.hamming(length)


def mfcc(
    signal: np.ndarray,
    rate: float,
    coefficients: int = 13,
    bands: int = 26,
    frame: float = 0.025,
    hop: float = 0.010,
) -> np.ndarray:
    """Describe speech or machine sound by mel-frequency cepstral coefficients: the cosine transform of the logarithm of the
    energies in triangular mel bands, for every short frame (Davis and Mermelstein).

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    coefficients : int
        how many coefficients are kept, the zeroth included
    bands : int
        number of mel bands from 0 Hz to half the rate
    frame : float, in s
        length of a frame
    hop : float, in s
        time from one frame to the next

    Returns
    -------
    features : numpy.ndarray, shape (frames, coefficients)
        one row a frame

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or is shorter than a frame

    Notes
    -----
    Time: O(samples log frame). Memory: O(samples frame / hop).
    Keywords: cepstrum, speech features, speaker, MFCC.

    References
    ----------
    S. Davis and P. Mermelstein, "Comparison of Parametric Representations for Monosyllabic Word Recognition in Continuously
    Spoken Sentences", IEEE Trans. Acoust., Speech, Signal Process. 28(4), 1980. doi:10.1109/TASSP.1980.1163420

    Examples
    --------
    >>> mfcc(np.sin(np.arange(8000) * 0.5), 8000.0).shape
    (98, 13)
    """
    length, step = round(frame * rate), max(1, round(hop * rate))
    if signal.ndim != 1 or signal.size < length or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {length} finite samples")
    size = 1 << (length - 1).bit_length()
    power = np.abs(rfft(_frames(signal, length, step), size)) ** 2 / size
    energies = np.log(np.maximum(power @ _mel_filters(bands, size, rate).T, 1e-10))
    features: np.ndarray = dct(energies, type=2, norm="ortho", axis=1)[:, :coefficients]
    return features
