"""Mel-frequency cepstral coefficients frame by frame in plain NumPy."""

from __future__ import annotations

import numpy as np


def _mel_filters(bands: int, size: int, rate: float) -> np.ndarray:
    mels = np.linspace(0.0, 2595.0 * np.log10(1.0 + rate / 1400.0), bands + 2)
    edges = 700.0 * (10.0 ** (mels / 2595.0) - 1.0)
    bins = np.arange(size // 2 + 1) * rate / size
    return np.stack([np.interp(bins, edges[i : i + 3], [0.0, 1.0, 0.0]) for i in range(bands)])


def _cosines(coefficients: int, bands: int) -> np.ndarray:
    """The first rows of the orthonormal DCT-II."""
    rows: np.ndarray = np.cos(np.pi / bands * np.outer(np.arange(coefficients), np.arange(bands) + 0.5)) * np.sqrt(
        2.0 / bands
    )
    rows[0] /= np.sqrt(2.0)
    return rows


def mfcc_numpy(
    signal: np.ndarray,
    rate: float,
    coefficients: int = 13,
    bands: int = 26,
    frame: float = 0.025,
    hop: float = 0.010,
) -> np.ndarray:
    """Describe sound by mel-frequency cepstral coefficients on a board that has no SciPy: the cosine transform is a small
    matrix made once, and one frame at a time is held in memory.

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
    Time: O(samples log frame). Memory: O(frame + frames).
    Keywords: cepstrum, speech features, microcontroller, MFCC.
    Plain NumPy.

    References
    ----------
    S. Davis and P. Mermelstein, "Comparison of Parametric Representations for Monosyllabic Word Recognition in Continuously
    Spoken Sentences", IEEE Trans. Acoust., Speech, Signal Process. 28(4), 1980. doi:10.1109/TASSP.1980.1163420

    Examples
    --------
    >>> mfcc_numpy(np.sin(np.arange(8000) * 0.5), 8000.0).shape
    (98, 13)
    """
    length, step = round(frame * rate), max(1, round(hop * rate))
    if signal.ndim != 1 or signal.size < length or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {length} finite samples")
    size = 1 << (length - 1).bit_length()
    filters, cosines, window = _mel_filters(bands, size, rate), _cosines(coefficients, bands), np.hamming(length)
    starts = range(0, signal.size - length + 1, step)
    features = np.empty((len(starts), coefficients))
    for row, start in enumerate(starts):
        before = signal[start - 1] if start else 0.0
        chunk = signal[start : start + length]
        emphasised = chunk - 0.97 * np.concatenate(([before], chunk[:-1]))
        power = np.abs(np.fft.rfft(emphasised * window, size)) ** 2 / size
        features[row] = cosines @ np.log(np.maximum(filters @ power, 1e-10))
    return features
