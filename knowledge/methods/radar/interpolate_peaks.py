"""Peaks of a spectrum between its bins."""

from __future__ import annotations

import numpy as np


def interpolate_peaks(spectrum: np.ndarray, peaks: np.ndarray, bin_width: float = 1.0) -> np.ndarray:
    """Place targets finer than the bins of a range profile or spectrum: a parabola through the logarithms of a peak and its
    two neighbours, which follows the main lobe of a Hann window closely.

    Parameters
    ----------
    spectrum : numpy.ndarray, shape (bins,)
        magnitudes, tapered before the transform
    peaks : numpy.ndarray, shape (peaks,), in samples
        bins of local maxima
    bin_width : float
        distance or frequency from bin to bin: the result has its unit

    Returns
    -------
    places : numpy.ndarray, shape (peaks,)
        places of the peaks; those at the first or last bin stay there

    Raises
    ------
    ValueError
        where a peak lies outside the spectrum or magnitudes are negative or not finite

    Notes
    -----
    Time: O(peaks). Memory: O(bins).
    Keywords: sub-bin accuracy, parabolic interpolation, quadratic, range refinement.
    Plain NumPy.

    References
    ----------
    J. O. Smith, "Spectral Audio Signal Processing", W3K Publishing, 2011, section on quadratic interpolation of spectral
    peaks.

    Examples
    --------
    >>> tone = np.hanning(256) * np.exp(2j * np.pi * 20.3 * np.arange(256) / 256)
    >>> round(float(interpolate_peaks(np.abs(np.fft.fft(tone)), np.array([20]))[0]), 1)
    20.3
    """
    peaks = np.asarray(peaks, int)
    if not (np.isfinite(spectrum).all() and (spectrum >= 0).all()):
        raise ValueError("spectrum must be finite magnitudes")
    if peaks.size and not (peaks.min() >= 0 and peaks.max() < len(spectrum)):
        raise ValueError(f"peaks must lie within the {len(spectrum)} bins of the spectrum")
    logs = np.log(np.maximum(spectrum, 1e-300))
    inner = np.clip(peaks, 1, len(spectrum) - 2)
    left, middle, right = logs[inner - 1], logs[inner], logs[inner + 1]
    bend = left - 2 * middle + right
    shifts = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, -1.0), 0.0)
    return np.asarray((peaks + np.where(inner == peaks, np.clip(shifts, -0.5, 0.5), 0.0)) * bin_width)
