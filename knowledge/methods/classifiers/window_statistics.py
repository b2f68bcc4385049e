"""Features of windows of any recording, channel by channel."""

from __future__ import annotations

import numpy as np

BANDS = 4
LEAST = 16
"""Samples of the shortest window."""


def _shape(window: np.ndarray) -> list[np.ndarray]:
    """Mean, deviation, skewness, kurtosis and crest factor of each channel."""
    mean, spread = window.mean(axis=0), window.std(axis=0)
    scaled = (window - mean) / np.maximum(spread, 1e-12)
    return [mean, spread, (scaled**3).mean(axis=0), (scaled**4).mean(axis=0), np.abs(scaled).max(axis=0)]


def _pitch(window: np.ndarray, rate: float) -> list[np.ndarray]:
    """Crossings of the mean, spectral centroid, spectral entropy and the power's share in four bands of each channel."""
    centred = window - window.mean(axis=0)
    crossings = (np.diff(np.signbit(centred), axis=0) != 0).sum(axis=0) * rate / len(window)
    power = np.abs(np.fft.rfft(centred * np.hanning(len(window))[:, None], axis=0)[1:]) ** 2 + 1e-18
    frequencies = np.fft.rfftfreq(len(window), 1 / rate)[1:]
    share = power / power.sum(axis=0)
    entropy = -(share * np.log(share)).sum(axis=0) / np.log(len(share))
    # By octaves: what tells machines and motions apart is pitch.
    edges = frequencies[-1] * np.array([1 / 8, 1 / 4, 1 / 2])
    band = np.searchsorted(edges, frequencies)
    bands = [share[band == number].sum(axis=0) for number in range(BANDS)]
    return [crossings, frequencies @ share, entropy, *bands]


def window_statistics(recording: np.ndarray, rate: float, seconds: float = 2.0, overlap: float = 0.5) -> np.ndarray:
    """Describe windows of a recording of any sensor by 12 features for each channel: mean, deviation, skewness, kurtosis,
    crest factor, crossings of the mean, spectral centroid and entropy, and the share of power in four bands.

    Parameters
    ----------
    recording : numpy.ndarray, shape (samples, channels)
        channels as measured; missing samples (NaN) are filled between their neighbours
    rate : float, in Hz
        its sampling rate
    seconds : float, in s
        length of a window; a shorter recording makes one window
    overlap : float
        share by which windows overlap, 0 to below 1

    Returns
    -------
    features : numpy.ndarray, shape (windows, features)
        12 features of the first channel, then those of the second, and so on

    Raises
    ------
    ValueError
        where a channel holds no value, a window has fewer than 16 samples, or the overlap is no share

    Notes
    -----
    Plain NumPy. Time: O(samples · channels log samples). Memory: O(samples · channels).
    Keywords: feature extraction, sliding window, statistical features, spectral features, sensor classification.

    References
    ----------
    M. Barandas et al., "TSFEL: Time Series Feature Extraction Library", SoftwareX 11, 2020. doi:10.1016/j.softx.2020.100456

    Examples
    --------
    >>> times = np.arange(400) / 100
    >>> features = window_statistics(3 + np.sin(2 * np.pi * 5 * times)[:, None], 100.0)
    >>> features.shape, features[0, :2].round(3).tolist(), round(float(features[0, 6]), 1)
    ((3, 12), [3.0, 0.707], 5.0)
    """
    recording = np.asarray(recording, np.float64)
    length = min(round(seconds * rate), len(recording))
    if recording.ndim != 2 or length < LEAST or not 0 <= overlap < 1:
        raise ValueError(f"recording, seconds, overlap: windows of {LEAST} samples by channels are needed")
    filled = np.column_stack([_filled(channel) for channel in recording.T])
    step = max(1, round(length * (1 - overlap)))
    windows = [filled[start : start + length] for start in range(0, len(filled) - length + 1, step)]
    rows = [np.stack([*_shape(window), *_pitch(window, rate)], axis=1).ravel() for window in windows]
    return np.array(rows)


def _filled(channel: np.ndarray) -> np.ndarray:
    known = np.isfinite(channel)
    if not known.any():
        raise ValueError("recording: a channel holds no value")
    return np.interp(np.arange(len(channel)), np.flatnonzero(known), channel[known])
