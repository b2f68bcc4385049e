"""Features of a gait from its micro-Doppler spectrogram."""

from __future__ import annotations

import numpy as np

SHARES = (0.03, 0.5, 0.97)  # of the power: lower envelope, torso, upper envelope
CYCLES = (0.4, 2.0)  # s: a step or stride


def _envelopes(spectrogram: np.ndarray, speeds: np.ndarray) -> np.ndarray:
    """Speeds below which SHARES of the power lie at every time, shape (3, times)."""
    summed = np.cumsum(spectrogram, axis=1)
    summed = summed / np.maximum(summed[:, -1:], 1e-300)
    return np.stack([speeds[np.minimum((summed < share).sum(axis=1), len(speeds) - 1)] for share in SHARES])


def _rhythm(wave: np.ndarray, interval: float) -> tuple[float, float]:
    """Period with the highest autocorrelation and that correlation."""
    wave = wave - wave.mean()
    correlation = np.correlate(wave, wave, "full")[len(wave) - 1 :]
    correlation = correlation / max(float(correlation[0]), 1e-300)
    first, last = (round(period / interval) for period in CYCLES)
    last = min(last, len(wave) - 1)
    best = first + int(correlation[first : last + 1].argmax())
    return best * interval, float(correlation[best])


def gait_features(spectrogram: np.ndarray, speeds: np.ndarray, times: np.ndarray, floor: float = 10.0) -> np.ndarray:
    """Describe how somebody moves in front of a radar: torso speed, envelopes of the limbs, their widths and offsets, and
    period and strength of the stride.

    Parameters
    ----------
    spectrogram : numpy.ndarray, shape (times, speeds), in dB
        power over the noise
    speeds : numpy.ndarray, shape (speeds,), in m/s
        speed of each column, rising
    times : numpy.ndarray, shape (times,), in s
        time of each row, even
    floor : float, in dB
        what is below is taken for noise

    Returns
    -------
    features : numpy.ndarray, shape (13,)
        mean and deviation of lower envelope, torso and upper envelope; mean, deviation and greatest width; offset of the
        limbs from the torso; period (s) and strength of the limbs' rhythm; deviation of the torso over its mean

    Raises
    ------
    ValueError
        where shapes disagree or the spectrogram is shorter than one second

    Notes
    -----
    Time: O(times x speeds + times^2). Memory: O(times x speeds).
    Keywords: micro-Doppler signature, human activity classification, stride, torso velocity.
    Plain NumPy.

    References
    ----------
    Y. Kim and H. Ling, "Human Activity Classification Based on Micro-Doppler Signatures Using a Support Vector Machine",
    IEEE Trans. Geosci. Remote Sens. 47(5), 2009.

    Examples
    --------
    >>> times, speeds = np.arange(0, 6, 0.02), np.linspace(-4, 4, 161)
    >>> limb = 1.5 + np.sin(2 * np.pi * times)
    >>> spectrogram = 40 * np.exp(-((speeds - limb[:, None]) ** 2) / 0.02)
    >>> features = gait_features(spectrogram, speeds, times)
    >>> round(float(features[2]), 1), round(float(features[10]), 1)
    (1.5, 1.0)
    """
    if spectrogram.shape != (len(times), len(speeds)) or len(times) < 2 or times[-1] - times[0] < 1:
        raise ValueError(f"spectrogram of shape {spectrogram.shape} must span times (a second or more) by speeds")
    power = np.where(spectrogram > floor, 10 ** (spectrogram / 10), 0.0)
    lower, torso, upper = _envelopes(power, speeds)
    if torso.mean() < 0:  # towards the radar: mirror it
        lower, torso, upper = -upper, -torso, -lower
    width = upper - lower
    period, strength = _rhythm(width + np.abs(torso), float(times[1] - times[0]))
    levels = [value for wave in (lower, torso, upper, width) for value in (wave.mean(), wave.std())]
    offset = np.mean((upper + lower) / 2 - torso)
    steadiness = torso.std() / max(abs(float(torso.mean())), 0.05)
    return np.array([*levels, width.max(), offset, period, strength, steadiness])
