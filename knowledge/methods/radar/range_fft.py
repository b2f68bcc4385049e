"""Range profiles of FMCW chirps."""

from __future__ import annotations

import numpy as np

LIGHT = 299_792_458.0  # m/s


def range_fft(chirps: np.ndarray, rate: float = 5e6, slope: float = 60e12) -> tuple[np.ndarray, np.ndarray]:
    """Turn the beat signal of each FMCW chirp into reflections by distance: remove the offset, taper with a Hann window
    against leakage of strong near targets, and take the Fourier transform along the chirp.

    Parameters
    ----------
    chirps : numpy.ndarray, shape (chirps, samples)
        beat signal, complex (both mixers) or real (one mixer); further axes between the two are kept
    rate : float, in Hz
        sampling rate of the beat signal
    slope : float, in Hz/s
        how fast the chirp's frequency rises

    Returns
    -------
    profiles : numpy.ndarray, shape (chirps, ranges)
        complex reflections, scaled so that a target of amplitude 1 in complex samples shows 1
    ranges : numpy.ndarray, shape (ranges,), in m
        distance of each bin

    Raises
    ------
    ValueError
        where chirps has no chirp axis, has fewer than 8 samples or values that are not finite

    Notes
    -----
    Time: O(chirps x samples x log samples). Memory: O(chirps x samples).
    Keywords: millimetre wave, beat frequency, dechirp, distance, fast time.
    Plain NumPy.

    References
    ----------
    M. A. Richards, J. A. Scheer and W. A. Holm, "Principles of Modern Radar: Basic Principles", SciTech, 2010.

    Examples
    --------
    >>> beat = 2 * 3.0 * 60e12 / 299_792_458.0  # a target at 3 m
    >>> chirp = np.exp(2j * np.pi * beat * np.arange(256) / 5e6)[None, :]
    >>> profiles, ranges = range_fft(chirp)
    >>> round(float(ranges[np.abs(profiles[0]).argmax()]), 1)
    3.0
    """
    if chirps.ndim < 2 or chirps.shape[-1] < 8 or not np.isfinite(chirps).all():
        raise ValueError(f"chirps of shape {chirps.shape} are no finite chirps of at least 8 samples")
    samples = chirps.shape[-1]
    taper = np.hanning(samples)
    beats = (chirps - chirps.mean(axis=-1, keepdims=True)) * (taper / taper.sum())
    profiles = np.fft.fft(beats, axis=-1) if np.iscomplexobj(chirps) else np.fft.rfft(beats, axis=-1)
    return profiles, np.arange(profiles.shape[-1]) * rate / samples * LIGHT / (2 * slope)
