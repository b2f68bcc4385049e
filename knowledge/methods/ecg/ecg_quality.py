"""Whether an ECG is good enough to be judged."""

from __future__ import annotations

import numpy as np
from scipy.signal import welch
from scipy.stats import kurtosis

FLAT_S = 0.2


def _share(frequencies: np.ndarray, power: np.ndarray, inner: tuple[float, float], outer: tuple[float, float]) -> float:
    within = power[(frequencies >= inner[0]) & (frequencies < inner[1])].sum()
    whole = power[(frequencies >= outer[0]) & (frequencies < outer[1])].sum()
    return float(within / whole) if whole > 0 else 0.0


def _flat(signal: np.ndarray, rate: float) -> float:
    """The share of samples in runs of one value that are longer than 200 ms: a lost contact or a saturated amplifier."""
    still = np.abs(np.diff(signal)) <= 1e-6 * max(float(np.ptp(signal)), 1e-12)
    edges = np.flatnonzero(np.diff(np.r_[0, still.astype(int), 0]))
    runs = edges[1::2] - edges[::2]
    return float(runs[runs > FLAT_S * rate].sum() / len(signal))


def ecg_quality(signal: np.ndarray, rate: float) -> tuple[str, float, dict[str, float]]:
    """Judge a stretch of one ECG lead by signal quality indices: the share of the QRS band in the power of 5 to 40 Hz
    (pSQI), how much power is not baseline (basSQI), how peaked the samples lie (kSQI), and how much of it is flat.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in mV
        one lead, 5 s or more
    rate : float, in Hz
        its sampling rate, at least 100 Hz

    Returns
    -------
    verdict : str
        "good" where every index is in its range, otherwise "bad"
    score : float
        share of indices that are in range, 0 to 1
    indices : dict[str, float]
        ``qrs_power`` (0.45 to 0.9 is good), ``above_baseline`` (at least 0.5), ``kurtosis`` (at least 4) and ``flat`` (at
        most 0.1)

    Raises
    ------
    ValueError
        where the signal is shorter than 5 s or not finite, or the rate is below 100 Hz

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: signal quality index, SQI, motion artefact, lead off, contact loss, wearable ECG, reject noise.

    References
    ----------
    Q. Li, R. G. Mark and G. D. Clifford, "Robust heart rate estimation from multiple asynchronous noisy sources using signal
    quality indices and a Kalman filter", Physiological Measurement 29(1), 2008. doi:10.1088/0967-3334/29/1/002;
    G. D. Clifford et al., "Signal quality indices and data fusion for determining clinical acceptability of
    electrocardiograms", Physiological Measurement 33(9), 2012. doi:10.1088/0967-3334/33/9/1419

    Examples
    --------
    >>> wave = np.zeros(2500)
    >>> wave[125::250] = 1.0
    >>> beats = np.convolve(wave, np.exp(-0.5 * (np.arange(-20, 21) / 3.0) ** 2), mode="same")
    >>> noise = np.random.default_rng(seed=0).normal(size=2500)
    >>> ecg_quality(beats + 0.02 * noise, 250.0)[0], ecg_quality(noise, 250.0)[0], ecg_quality(0 * noise, 250.0)[0]
    ('good', 'bad', 'bad')
    """
    signal = np.asarray(signal, np.float64)
    if rate < 100 or len(signal) < 5 * rate or not np.isfinite(signal).all():
        raise ValueError("signal, rate: 5 s of finite samples at 100 Hz or more are needed")
    varies = float(np.ptp(signal)) > 0
    frequencies, power = welch(signal, rate, nperseg=min(len(signal), round(4 * rate)))
    indices = {
        "qrs_power": _share(frequencies, power, (5, 15), (5, 40)),
        "above_baseline": _share(frequencies, power, (1, 40), (0, 40)),
        "kurtosis": float(kurtosis(signal, fisher=False)) if varies else 0.0,
        "flat": _flat(signal, rate),
    }
    passed = [
        0.45 <= indices["qrs_power"] <= 0.9,
        indices["above_baseline"] >= 0.5,
        indices["kurtosis"] >= 4,
        indices["flat"] <= 0.1,
    ]
    return "good" if all(passed) else "bad", sum(passed) / len(passed), indices
