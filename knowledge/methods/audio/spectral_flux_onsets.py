"""Onsets of knocks, notes and words by spectral flux."""

from __future__ import annotations

import numpy as np


def _flux(signal: np.ndarray, length: int, step: int) -> np.ndarray:
    """Rise of the compressed magnitudes from frame to frame; falls are left out."""
    padded = np.concatenate([np.zeros(length), signal])
    frames = np.lib.stride_tricks.sliding_window_view(padded, length)[::step]
    magnitudes = np.abs(np.fft.rfft(frames * np.hanning(length), axis=1))
    compressed = np.log1p(100.0 * magnitudes / max(float(magnitudes.max()), 1e-12))
    flux: np.ndarray = np.maximum(np.diff(compressed, axis=0), 0.0).sum(axis=1)
    return flux


def _is_peak(flux: np.ndarray, index: int, before: int, sensitivity: float) -> bool:
    """The largest near it, and clearly above the frames before it."""
    near = flux[max(0, index - 3) : index + 4]
    around = flux[max(0, index - before) : index + before // 2 + 1]
    threshold = np.median(around) + sensitivity * flux.std()
    return bool(flux[index] == near.max() and flux[index] > threshold)


def spectral_flux_onsets(signal: np.ndarray, rate: float, sensitivity: float = 1.0, apart: float = 0.05) -> np.ndarray:
    """Find where knocks, notes or words begin: the half-wave rectified rise of the log-compressed spectrum, picked above a
    moving median (spectral flux), which sees soft onsets that an energy threshold misses.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    sensitivity : float
        height above the moving median in standard deviations of the flux
    apart : float, in s
        shortest time between two onsets

    Returns
    -------
    onsets : numpy.ndarray, shape (onsets,), in samples
        increasing sample numbers at which sounds begin

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or is shorter than 23 ms

    Notes
    -----
    Time: O(samples log samples). Memory: O(samples).
    Keywords: attack, note, knock, tap, footstep, beginning.
    Plain NumPy.

    References
    ----------
    J. P. Bello, L. Daudet, S. Abdallah, C. Duxbury, M. Davies and M. B. Sandler, "A Tutorial on Onset Detection in Music
    Signals", IEEE Trans. Speech Audio Process. 13(5), 2005. doi:10.1109/TSA.2005.851998

    Examples
    --------
    >>> clicks = np.zeros(8000)
    >>> clicks[[2000, 5000]] = 1.0
    >>> onsets = spectral_flux_onsets(clicks, 8000.0)
    >>> bool(np.all(np.abs(onsets - [2000, 5000]) < 100))
    True
    """
    length, step = 2 * round(0.0116 * rate), max(1, round(0.0058 * rate))
    if signal.ndim != 1 or signal.size < length or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {length} finite samples")
    flux = _flux(signal, length, step)
    before = max(4, round(0.1 * rate / step))
    onsets: list[int] = []
    for index in range(flux.size):
        # Row `index` compares the window that ends at index * step with the next: the news is in its last step.
        position = index * step + step // 2
        far = not onsets or position - onsets[-1] >= apart * rate
        if far and _is_peak(flux, index, before, sensitivity):
            onsets.append(position)
    return np.array(onsets, dtype=int)
