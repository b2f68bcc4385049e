"""Log-mel spectrogram in decibels."""

from __future__ import annotations

import numpy as np
from scipy import signal as dsp


def _mel(frequency: np.ndarray) -> np.ndarray:
    """Slaney's scale: linear to 1 kHz, logarithmic above."""
    above = 15.0 + 27.0 * np.log(np.maximum(frequency, 1000.0) / 1000.0) / np.log(6.4)
    return np.where(frequency < 1000.0, frequency * 3.0 / 200.0, above)


def _hertz(mel: np.ndarray) -> np.ndarray:
    hertz: np.ndarray = np.where(mel < 15.0, mel * 200.0 / 3.0, 1000.0 * 6.4 ** ((mel - 15.0) / 27.0))
    return hertz


def _filters(edges: np.ndarray, bins: np.ndarray) -> np.ndarray:
    """Triangles of equal area, so that white noise fills all bands alike."""
    shapes = [np.interp(bins, edges[i : i + 3], [0.0, 1.0, 0.0]) for i in range(edges.size - 2)]
    filters: np.ndarray = np.stack(shapes) * (2.0 / (edges[2:] - edges[:-2]))[:, None]
    return filters


def log_mel_spectrogram(
    signal: np.ndarray,
    rate: float,
    bands: int = 40,
    frame: float = 0.032,
    hop: float = 0.010,
    depth: float = 80.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Picture a sound as a log-mel spectrogram, the usual input of a sound classifier: power in mel bands of equal area, in
    decibels below the loudest, cut off at a depth.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    bands : int
        number of mel bands from 0 Hz to half the rate
    frame : float, in s
        length of a Hann window
    hop : float, in s
        time from one window to the next
    depth : float, in dB
        how far below the loudest value the picture ends

    Returns
    -------
    spectrum : numpy.ndarray, shape (frames, bands), in dB
        0 for the loudest band of all frames, at least -depth
    frequencies : numpy.ndarray, shape (bands,), in Hz
        centres of the bands

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or is shorter than a frame

    Notes
    -----
    Time: O(samples log frame). Memory: O(samples frame / hop).
    Keywords: mel spectrogram, audio image, environmental sound.

    References
    ----------
    M. Slaney, "Auditory Toolbox, Version 2", Interval Research Technical Report 1998-010, 1998.

    Examples
    --------
    >>> spectrum, frequencies = log_mel_spectrogram(np.sin(2 * np.pi * 1000 * np.arange(8000) / 8000), 8000.0)
    >>> bool(abs(frequencies[spectrum.mean(axis=0).argmax()] - 1000) < 60)
    True
    """
    length, step = round(frame * rate), max(1, round(hop * rate))
    if signal.ndim != 1 or signal.size < length or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {length} finite samples")
    transform = dsp.ShortTimeFFT(dsp.windows.hann(length), step, rate, mfft=4 * length)
    power = transform.spectrogram(
        signal, p0=transform.lower_border_end[1], p1=transform.upper_border_begin(signal.size)[1]
    )
    edges = _hertz(np.linspace(0.0, _mel(np.array(rate / 2)), bands + 2))
    energies = np.maximum(_filters(edges, transform.f) @ power, np.finfo(float).tiny).T
    decibels = 10.0 * np.log10(energies / energies.max())
    return np.maximum(decibels, -depth), edges[1:-1]
