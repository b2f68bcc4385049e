"""Windowed-sinc low pass for a stream in blocks."""

from __future__ import annotations

import numpy as np


def _taps(rate: float, cutoff: float, taps: int) -> np.ndarray:
    """Sinc under a Hamming window, with a gain of one at 0 Hz."""
    middle = np.arange(taps) - (taps - 1) / 2
    shape = np.sinc(2.0 * cutoff / rate * middle) * np.hamming(taps)
    weights: np.ndarray = shape / shape.sum()
    return weights


def fir_stream(
    signal: np.ndarray,
    rate: float,
    cutoff: float,
    taps: int = 65,
    tail: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Low-pass a stream block by block on a board without SciPy: a windowed-sinc filter of linear phase whose last inputs are
    handed from block to block, so that blocks join without a seam. The delay is (taps - 1) / 2 samples.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        the next block
    rate : float, in Hz
        its sampling rate
    cutoff : float, in Hz
        where the gain is one half; the transition is about 3.3 rate / taps wide
    taps : int
        odd number of weights
    tail : numpy.ndarray | None, shape (taps - 1,)
        what the call before returned; without it the stream begins with its first value held

    Returns
    -------
    signal : numpy.ndarray, shape (samples,)
        the filtered block
    tail : numpy.ndarray, shape (taps - 1,)
        for the next call

    Raises
    ------
    ValueError
        where the block is empty, not one channel of finite samples, taps is even, or the cutoff is not below half the rate

    Notes
    -----
    Time: O(samples taps). Memory: O(samples + taps).
    Keywords: FIR, windowed sinc, real time, low pass, linear phase, overlap.
    Plain NumPy.

    References
    ----------
    S. W. Smith, "The Scientist and Engineer's Guide to Digital Signal Processing", 1997, chapter 16 (windowed-sinc filters).

    Examples
    --------
    >>> first, tail = fir_stream(np.ones(50), 100.0, 10.0)
    >>> second, tail = fir_stream(np.ones(50), 100.0, 10.0, tail=tail)
    >>> bool(np.allclose(np.concatenate([first, second]), 1.0))
    True
    """
    if signal.ndim != 1 or not signal.size or not np.isfinite(signal).all():
        raise ValueError("signal must be a block of one channel of finite samples")
    if taps % 2 == 0 or not 0 < cutoff < rate / 2:
        raise ValueError("taps must be odd and the cutoff below half the rate")
    before = np.full(taps - 1, signal[0]) if tail is None else tail
    joined = np.concatenate([before, signal])
    return np.convolve(joined, _taps(rate, cutoff, taps), mode="valid"), joined[joined.size - taps + 1 :]
