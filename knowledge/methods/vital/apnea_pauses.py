"""Pauses of breathing by the drop of the respiration's amplitude."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import percentile_filter
from scipy.signal import butter, hilbert, sosfiltfilt


def _runs(mask: np.ndarray) -> np.ndarray:
    return np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]]))).reshape(-1, 2)


def _envelope(signal: np.ndarray, rate: float) -> np.ndarray:
    breathing = sosfiltfilt(butter(2, (0.1, 0.7), "bandpass", fs=rate, output="sos"), signal)
    return np.asarray(np.abs(hilbert(breathing)))


def apnea_pauses(
    signal: np.ndarray, rate: float, drop: float = 0.7, shortest: float = 10.0, baseline: float = 120.0
) -> tuple[np.ndarray, np.ndarray, float]:
    """Find pauses of breathing: where the amplitude of the respiration stays below a share of the amplitude usual
    around it for 10 s or longer, as sleep laboratories score apneas.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,)
        airflow or effort of breathing, any unit
    rate : float, in Hz
        its sampling rate
    drop : float
        fall of the amplitude that makes a pause, 0 to 1; belts and filters leave less than the 0.9 of a nasal airflow
    shortest : float, in s
        shortest pause that is scored
    baseline : float, in s
        stretch around a moment over which the usual amplitude is taken

    Returns
    -------
    starts : numpy.ndarray, shape (pauses,), in s
        begin of each pause
    durations : numpy.ndarray, shape (pauses,), in s
        length of each pause
    pauses_per_hour : float, in 1/h
        number of pauses over the length of the recording

    Raises
    ------
    ValueError
        where the signal is shorter than 60 s or not finite

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: sleep apnea, apnoea, AHI, breathing cessation, hypopnea, baby monitor.

    References
    ----------
    R. B. Berry et al., "Rules for Scoring Respiratory Events in Sleep: Update of the 2007 AASM Manual for the Scoring
    of Sleep and Associated Events", Journal of Clinical Sleep Medicine 8(5), 2012. doi:10.5664/jcsm.2172

    Examples
    --------
    >>> seconds = np.arange(3000) / 10.0
    >>> airflow = np.sin(2 * np.pi * 0.25 * seconds) * ~((seconds > 100) & (seconds < 120))
    >>> starts, durations, _ = apnea_pauses(airflow, 10.0)
    >>> len(starts), bool(abs(starts[0] - 100) < 3), bool(abs(durations[0] - 20) < 4)
    (1, True, True)
    """
    if len(signal) < 60 * rate or not np.all(np.isfinite(signal)):
        raise ValueError("signal needs 60 s or more of finite samples")
    stride = max(int(rate // 2), 1)
    envelope = _envelope(np.asarray(signal, float), rate)[::stride]
    usual = percentile_filter(envelope, 75, size=max(round(baseline * rate / stride), 1), mode="nearest")
    runs = _runs(envelope < (1 - drop) * usual) * stride / rate
    runs = runs[runs[:, 1] - runs[:, 0] >= shortest]
    return runs[:, 0], runs[:, 1] - runs[:, 0], 3600 * rate * len(runs) / len(signal)
