"""Pitch of voice or machine by YIN."""

from __future__ import annotations

import numpy as np


def _difference(frames: np.ndarray, window: int, longest: int) -> np.ndarray:
    """The squared difference of each frame's window with itself, shifted by 0 to `longest` samples."""
    size = 1 << (frames.shape[1] + window - 1).bit_length()
    head = np.fft.rfft(frames[:, :window], size)
    product = np.fft.irfft(np.fft.rfft(frames, size) * head.conj(), size)[:, : longest + 1]
    energy = np.cumsum(np.pad(frames**2, ((0, 0), (1, 0))), axis=1)
    shifted = energy[:, window : window + longest + 1] - energy[:, : longest + 1]
    difference: np.ndarray = np.maximum(shifted[:, :1] + shifted - 2.0 * product, 0.0)
    return difference


def _normalised(difference: np.ndarray) -> np.ndarray:
    """Divide by the mean of all shorter shifts, so that no dip at shift 0 is left."""
    lags = np.arange(1, difference.shape[1])
    mean = np.cumsum(difference[:, 1:], axis=1) / lags
    rest = np.divide(difference[:, 1:], mean, out=np.ones_like(mean), where=mean > 1e-12)
    return np.hstack([np.ones((len(difference), 1)), rest])


def _period(dips: np.ndarray, shortest: int, threshold: float) -> float:
    """The first dip below the threshold, followed to its bottom and refined by a parabola; 0 where there is none."""
    below = np.flatnonzero(dips[shortest:-1] < threshold)
    if not below.size:
        return 0.0
    lag = int(below[0]) + shortest
    while lag + 2 < dips.size and dips[lag + 1] < dips[lag]:
        lag += 1
    left, middle, right = dips[lag - 1 : lag + 2]
    curve = left - 2.0 * middle + right
    return lag + (0.5 * float((left - right) / curve) if curve > 0 else 0.0)


def yin_pitch(
    signal: np.ndarray,
    rate: float,
    lowest: float = 60.0,
    highest: float = 500.0,
    threshold: float = 0.15,
    hop: float = 0.010,
) -> tuple[np.ndarray, np.ndarray]:
    """Follow the fundamental frequency of a voice or machine: the first shift at which the cumulative mean normalised
    difference function dips below a threshold (YIN), which keeps clear of octave errors.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    lowest : float, in Hz
        lowest pitch looked for; a window holds one period of it
    highest : float, in Hz
        highest pitch looked for
    threshold : float
        how aperiodic a voiced frame may be
    hop : float, in s
        time from one frame to the next

    Returns
    -------
    times : numpy.ndarray, shape (frames,), in s
        middle of each frame
    pitch : numpy.ndarray, shape (frames,), in Hz
        fundamental frequency, 0 in unvoiced frames

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples, is shorter than a frame, or the rate is too low for the pitch

    Notes
    -----
    Time: O(frames window log window). Memory: O(frames window).
    Keywords: fundamental frequency, F0, tone, hum.

    References
    ----------
    A. de Cheveigne and H. Kawahara, "YIN, a fundamental frequency estimator for speech and music", J. Acoust. Soc. Am. 111(4),
    2002, section II. doi:10.1121/1.1458024

    Examples
    --------
    >>> tone = np.sin(2 * np.pi * 123.4 * np.arange(4000) / 8000.0)
    >>> times, pitch = yin_pitch(tone, 8000.0)
    >>> round(float(np.median(pitch)), 1)
    123.4
    """
    longest, shortest = int(np.ceil(rate / lowest)), int(rate / highest)
    if shortest < 2:
        raise ValueError(f"rate must be above {2 * highest:g} Hz for pitches to {highest:g} Hz")
    length = 2 * longest + 2
    if signal.ndim != 1 or signal.size < length or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {length} finite samples")
    step = max(1, round(hop * rate))
    frames = np.lib.stride_tricks.sliding_window_view(signal - signal.mean(), length)[::step]
    dips = _normalised(_difference(frames, longest, longest + 2))
    periods = np.array([_period(row, shortest, threshold) for row in dips])
    pitch = np.divide(rate, periods, out=np.zeros_like(periods), where=periods > 0)
    return (np.arange(len(frames)) * step + length / 2) / rate, pitch
