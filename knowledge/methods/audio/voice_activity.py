"""Voice activity by a statistical likelihood ratio test."""

from __future__ import annotations

import numpy as np


def _spectra(signal: np.ndarray, length: int, step: int) -> np.ndarray:
    frames = np.lib.stride_tricks.sliding_window_view(signal, length)[::step]
    power: np.ndarray = np.abs(np.fft.rfft(frames * np.hanning(length), axis=1)[:, 1:-1]) ** 2
    return power


def _likelihood_ratios(power: np.ndarray, noise: np.ndarray, smoothing: float = 0.98) -> np.ndarray:
    """Mean logarithm of the likelihood ratio of each frame; the a priori SNR is estimated decision-directed, and the noise
    is learnt on where no speech is likely.
    """
    scores = np.empty(len(power))
    clean = np.zeros_like(noise)
    for row, observed in enumerate(power):
        posterior = np.minimum(observed / noise, 1000.0)
        prior = np.maximum(smoothing * clean / noise + (1 - smoothing) * np.maximum(posterior - 1, 0), 1e-3)
        gain = prior / (1 + prior)
        scores[row] = np.mean(posterior * gain - np.log1p(prior))
        clean = gain**2 * observed
        if scores[row] < 0.1:
            noise = 0.95 * noise + 0.05 * observed
    return scores


def _spans(active: np.ndarray) -> np.ndarray:
    edges = np.diff(np.concatenate(([0], active.astype(int), [0])))
    return np.column_stack([np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)])


def voice_activity(
    signal: np.ndarray,
    rate: float,
    threshold: float = 0.35,
    hangover: float = 0.15,
    shortest: float = 0.10,
) -> tuple[np.ndarray, np.ndarray]:
    """Tell speech from steady noise: a likelihood ratio test over all frequencies with a decision-directed estimate of the
    signal-to-noise ratio (Sohn), noise learnt from the quietest frames, and a hangover that keeps word ends.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        one channel as sampled, without gaps
    rate : float, in Hz
        its sampling rate
    threshold : float
        mean log likelihood ratio above which a frame is speech
    hangover : float, in s
        how long speech is held after its last sure frame
    shortest : float, in s
        shorter bursts are no speech

    Returns
    -------
    times : numpy.ndarray, shape (frames,), in s
        middle of each frame of 32 ms, one every 10 ms
    active : numpy.ndarray, shape (frames,)
        true where somebody speaks

    Raises
    ------
    ValueError
        where the signal is not one channel of finite samples or is shorter than a frame

    Notes
    -----
    Time: O(samples log frame). Memory: O(samples).
    Keywords: VAD, speech detection, endpoint, silence.

    References
    ----------
    J. Sohn, N. S. Kim and W. Sung, "A Statistical Model-Based Voice Activity Detection", IEEE Signal Process. Lett. 6(1), 1999.
    doi:10.1109/97.736233

    Examples
    --------
    >>> noise = 0.01 * np.random.default_rng(seed=0).standard_normal(16000)
    >>> noise[6000:10000] += np.sin(0.4 * np.arange(4000))
    >>> times, active = voice_activity(noise, 8000.0)
    >>> bool(active[times < 0.7].any()), bool(active[(times > 0.8) & (times < 1.2)].all())
    (False, True)
    """
    length, step = round(0.032 * rate), max(1, round(0.010 * rate))
    if signal.ndim != 1 or signal.size < length or not np.isfinite(signal).all():
        raise ValueError(f"signal must be one channel of at least {length} finite samples")
    power = _spectra(signal, length, step)
    loudness = power.mean(axis=1)
    quiet = power[loudness <= np.quantile(loudness, 0.15)]
    active = _likelihood_ratios(power, quiet.mean(axis=0) + 1e-12) > threshold
    held = np.zeros_like(active)
    for start, end in _spans(active):
        if (end - start) * step / rate >= shortest:
            held[start : end + round(hangover * rate / step)] = True
    return (np.arange(len(power)) * step + length / 2) / rate, held
