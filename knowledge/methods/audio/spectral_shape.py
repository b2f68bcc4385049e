"""Shape of the spectrum of every frame: centroid, roll-off, flatness and flux."""

from __future__ import annotations

import numpy as np


def _centroid_and_rolloff(power: np.ndarray, frequencies: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    total = power.sum(axis=1)
    centroid = power @ frequencies / total
    reached = np.cumsum(power, axis=1) >= share * total[:, None]
    return centroid, frequencies[reached.argmax(axis=1)]


def spectral_shape(signal: np.ndarray, rate: float, frame: float = 0.032, share: float = 0.85) -> np.ndarray:
    """Describe the colour of a sound by four numbers a frame: centroid and roll-off of the power spectrum, flatness (noise 1,
    tone 0) and flux, the change of the normalised spectrum from the frame before.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    frame : float, in s
        length of a Hann window; windows overlap by half
    share : float
        share of the power that lies below the roll-off

    Returns
    -------
    features : numpy.ndarray, shape (frames, 4)
        centroid in Hz, roll-off in Hz, flatness from 0 to 1, flux from 0

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or is shorter than a frame

    Notes
    -----
    Time: O(samples log frame). Memory: O(samples).
    Keywords: timbre, brightness, spectral descriptors, music, machine sound.
    Plain NumPy.

    References
    ----------
    G. Peeters, "A large set of audio features for sound description (similarity and classification) in the CUIDADO project",
    IRCAM, 2004, section 6.

    Examples
    --------
    >>> features = spectral_shape(np.sin(2 * np.pi * 1000 * np.arange(8000) / 8000), 8000.0)
    >>> round(float(features[:, 0].mean())), bool(features[:, 2].max() < 0.01)
    (1000, True)
    """
    length = round(frame * rate)
    if signal.ndim != 1 or signal.size < length or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {length} finite samples")
    frames = np.lib.stride_tricks.sliding_window_view(signal, length)[:: max(1, length // 2)]
    # A floor far below any microphone's noise keeps the ratios of digital silence finite.
    power = np.abs(np.fft.rfft(frames * np.hanning(length), axis=1)) ** 2 + 1e-15
    centroid, rolloff = _centroid_and_rolloff(power, np.fft.rfftfreq(length, 1 / rate), share)
    flatness = np.exp(np.log(power).mean(axis=1)) / power.mean(axis=1)
    shape = np.sqrt(power / power.sum(axis=1, keepdims=True))
    flux = np.concatenate(([0.0], np.linalg.norm(np.diff(shape, axis=0), axis=1)))
    return np.column_stack([centroid, rolloff, flatness, flux])
