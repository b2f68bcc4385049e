"""An ECG without the wander of its baseline."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import median_filter


def baseline_removal(
    signal: np.ndarray, rate: float, qrs: float = 0.2, t_wave: float = 0.6
) -> tuple[np.ndarray, np.ndarray]:
    """Remove baseline wander by two running medians: the first, over 200 ms, takes away QRS complexes and P-waves, the
    second, over 600 ms, takes away T-waves; what is left is the baseline. It leaves the ST segment as it is, which a high
    pass does not.

    Parameters
    ----------
    signal : numpy.ndarray, shape (samples,), in mV
        one lead as sampled
    rate : float, in Hz
        its sampling rate
    qrs : float, in s
        length of the first median
    t_wave : float, in s
        length of the second median

    Returns
    -------
    level : numpy.ndarray, shape (samples,), in mV
        the lead around zero
    baseline : numpy.ndarray, shape (samples,), in mV
        what was taken away

    Raises
    ------
    ValueError
        where the signal is not finite or shorter than the second median

    Notes
    -----
    Time: O(samples · rate). Memory: O(samples).
    Keywords: baseline wander, drift, breathing artefact, detrend, ST segment, preprocessing.

    References
    ----------
    P. de Chazal, M. O'Dwyer and R. B. Reilly, "Automatic Classification of Heartbeats Using ECG Morphology and Heartbeat
    Interval Features", IEEE Trans. Biomed. Eng. 51(7), 2004. doi:10.1109/TBME.2004.827359

    Examples
    --------
    >>> signal = np.full(1000, 0.5)
    >>> signal[100::250] = 2.0
    >>> level, baseline = baseline_removal(signal, 250.0)
    >>> level[98:103].tolist(), set(baseline.tolist())
    ([0.0, 0.0, 1.5, 0.0, 0.0], {0.5})
    """
    signal = np.asarray(signal, np.float64)
    if len(signal) < t_wave * rate or not np.isfinite(signal).all():
        raise ValueError(f"signal: finite samples of at least {t_wave} s are needed")
    baseline = signal
    for seconds in (qrs, t_wave):
        baseline = median_filter(baseline, 2 * round(seconds * rate / 2) + 1, mode="nearest")
    return signal - baseline, baseline
