"""Features of windows of body-worn acceleration."""

from __future__ import annotations

import numpy as np


def _of_window(window: np.ndarray, rate: float) -> np.ndarray:
    magnitude = np.linalg.norm(window, axis=1)
    channels = np.column_stack([window, magnitude])
    centred = channels - channels.mean(axis=0)
    spread = centred.std(axis=0)
    power = np.abs(np.fft.rfft(centred * np.hanning(len(window))[:, None], axis=0)[1:]) ** 2
    share = power / np.maximum(power.sum(axis=0), 1e-12)
    frequencies = np.fft.rfftfreq(len(window), 1 / rate)[1:]
    entropy = -(share * np.log2(np.maximum(share, 1e-12))).sum(axis=0) / np.log2(len(frequencies))
    turns = centred[:, :3].T @ centred[:, :3] / len(window) / (np.outer(spread[:3], spread[:3]) + 1e-9)
    parts = (channels.mean(axis=0), spread, np.ptp(channels, axis=0), np.abs(np.diff(channels, axis=0)).mean(axis=0))
    tones = (
        frequencies[power.argmax(axis=0)],
        entropy,
        turns[np.triu_indices(3, 1)],
        [np.abs(centred[:, :3]).sum(axis=1).mean()],
    )
    return np.concatenate([*parts, *tones])


def activity_features(acceleration: np.ndarray, rate: float, seconds: float = 4.0, overlap: float = 0.5) -> np.ndarray:
    """Describe windows of a body-worn accelerometer by 28 features for activity recognition: posture, strength,
    roughness, strongest frequency, spectral entropy, correlation of axes and signal magnitude area.

    Parameters
    ----------
    acceleration : numpy.ndarray, shape (samples, 3), in m/s²
        as measured, with gravity: it tells the posture
    rate : float, in Hz
        its sampling rate
    seconds : float, in s
        length of a window; a shorter recording makes one window
    overlap : float
        share that successive windows have in common, 0 to 0.95

    Returns
    -------
    features : numpy.ndarray, shape (windows, 28)
        for x, y, z and magnitude: mean, deviation, range, mean step, strongest frequency, entropy; correlations xy,
        xz, yz; area

    Raises
    ------
    ValueError
        where the shape is not (samples, 3), there are less than 8 samples, values are not finite or the overlap is
        out of range

    Notes
    -----
    Time: O(samples log window). Memory: O(samples).
    Keywords: human activity recognition, HAR, wrist, smartwatch, feature extraction, SMA.
    Plain NumPy.

    References
    ----------
    L. Bao and S. S. Intille, "Activity Recognition from User-Annotated Acceleration Data", Pervasive Computing, LNCS
    3001, 2004, section 3. doi:10.1007/978-3-540-24646-6_1

    Examples
    --------
    >>> walk = np.tile([0.0, 0.0, 9.81], (500, 1))
    >>> walk[:, 2] += 2 * np.sin(2 * np.pi * 2 * np.arange(500) / 50.0)
    >>> features = activity_features(walk, 50.0)
    >>> features.shape, float(features[0, 2].round(2)), float(features[0, 18])
    ((4, 28), 9.81, 2.0)
    """
    acceleration = np.asarray(acceleration, float)
    if acceleration.ndim != 2 or acceleration.shape[1] != 3 or len(acceleration) < 8:
        raise ValueError(f"acceleration has shape {acceleration.shape}; (samples, 3) with 8 samples or more is needed")
    if not np.all(np.isfinite(acceleration)) or not 0 <= overlap <= 0.95:
        raise ValueError("acceleration must be finite and overlap between 0 and 0.95")
    length = min(round(seconds * rate), len(acceleration))
    starts = range(0, len(acceleration) - length + 1, max(round(length * (1 - overlap)), 1))
    return np.array([_of_window(acceleration[start : start + length], rate) for start in starts])
