"""Heart rate variability in the time domain."""

from __future__ import annotations

import numpy as np


def hrv_time_domain(intervals: np.ndarray) -> tuple[float, float, float, float, float]:
    """Measure heart rate variability from intervals between normal beats: mean rate, SDNN, RMSSD and pNN50, and the ratio
    of the Poincaré plot's axes.

    Parameters
    ----------
    intervals : numpy.ndarray, shape (intervals,), in s
        intervals between successive normal beats, corrected for ectopic ones

    Returns
    -------
    heart_rate : float
        mean heart rate in beats per minute
    sdnn : float
        standard deviation of the intervals, in ms
    rmssd : float
        root mean square of successive differences, in ms
    pnn50 : float
        share of successive differences above 50 ms, 0 to 1
    poincare_ratio : float
        SD1 / SD2, short-term to long-term variability; 0 where nothing varies

    Raises
    ------
    ValueError
        where there are fewer than three intervals, or one is not positive

    Notes
    -----
    Plain NumPy. Time: O(intervals). Memory: O(intervals).
    Keywords: HRV, SDNN, RMSSD, pNN50, vagal tone, stress, recovery, Poincaré plot, SD1, SD2.

    References
    ----------
    Task Force of the European Society of Cardiology and the North American Society of Pacing and Electrophysiology, "Heart
    rate variability: standards of measurement, physiological interpretation, and clinical use", Circulation 93(5), 1996;
    F. Shaffer and J. P. Ginsberg, "An Overview of Heart Rate Variability Metrics and Norms", Frontiers in Public Health 5,
    2017. doi:10.3389/fpubh.2017.00258

    Examples
    --------
    >>> heart_rate, sdnn, rmssd, pnn50, _ = hrv_time_domain(np.array([0.75, 0.84, 0.75, 0.84, 0.82]))
    >>> [round(value, 2) for value in (heart_rate, sdnn, rmssd, pnn50)]
    [75.0, 46.37, 78.58, 0.75]
    """
    steps = 1000 * np.asarray(intervals, np.float64)
    if len(steps) < 3 or not (steps > 0).all():
        raise ValueError("intervals: at least three positive ones are needed")
    changes = np.diff(steps)
    short = float(changes.var(ddof=1)) / 2
    long = 2 * float(steps.var(ddof=1)) - short
    ratio = float(np.sqrt(short / long)) if long > 0 else 0.0
    rmssd = float(np.sqrt((changes**2).mean()))
    return 60000 / float(steps.mean()), float(steps.std(ddof=1)), rmssd, float((np.abs(changes) > 50).mean()), ratio
