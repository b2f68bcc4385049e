"""Alarms for a heart that beats too fast, too slowly, or pauses."""

from __future__ import annotations

import numpy as np

SLOW, FAST = "bradycardia", "tachycardia"


def heart_rate_alarms(
    heart_rates: np.ndarray, times: np.ndarray, low: float = 45.0, high: float = 120.0, hold: float = 5.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Raise an alarm where the heart rate stays outside its limits for some seconds, and end it only when the rate is 5%
    inside them again: neither one odd value nor a rate that sways about a limit rings the bell twice. Missing values neither
    raise nor end an alarm.

    Parameters
    ----------
    heart_rates : numpy.ndarray, shape (moments,)
        heart rate in beats per minute; NaN where it is unknown
    times : numpy.ndarray, shape (moments,), in s
        increasing moments of the values
    low : float
        beats per minute below which the heart is too slow
    high : float
        beats per minute above which it is too fast
    hold : float, in s
        how long the rate has to be outside before the alarm

    Returns
    -------
    alarms : numpy.ndarray, shape (alarms,), in s
        moments at which alarms are raised
    ends : numpy.ndarray, shape (alarms,), in s
        moments at which they end; infinite for one that lasts
    kinds : numpy.ndarray, shape (alarms,)
        "bradycardia" or "tachycardia"

    Raises
    ------
    ValueError
        where lengths differ or the limits are not in order

    Notes
    -----
    Plain NumPy. Time: O(moments). Memory: O(alarms).
    Keywords: tachycardia, bradycardia, patient monitor, alarm fatigue, hysteresis, threshold.

    References
    ----------
    M. Imhoff and S. Kuhls, "Alarm Algorithms in Critical Care Monitoring", Anesthesia and Analgesia 102(5), 2006.
    doi:10.1213/01.ane.0000204385.01983.61

    Examples
    --------
    >>> heart_rates = np.r_[np.full(10, 80.0), 150.0, np.full(9, 80.0), np.full(10, 130.0), np.full(10, 80.0)]
    >>> alarms, ends, kinds = heart_rate_alarms(heart_rates, np.arange(40.0))
    >>> alarms.tolist(), ends.tolist(), kinds.tolist()
    ([25.0], [30.0], ['tachycardia'])
    """
    if len(heart_rates) != len(times) or not 0 < low < high:
        raise ValueError("heart_rates, times, low, high: equal lengths and limits in order are needed")
    found: list[tuple[float, str]] = []
    ends: list[float] = []
    since, kind, ringing = 0.0, "", False
    for moment, value in zip(times.tolist(), heart_rates.tolist(), strict=True):
        if np.isnan(value):
            continue
        now = FAST if value > high else SLOW if value < low else ""
        calm = value < 0.95 * high if kind == FAST else value > 1.05 * low
        if ringing and (calm or now not in ("", kind)):
            ends.append(moment)
            ringing, kind = False, ""
        if not ringing and now != kind:
            since, kind = moment, now
        if kind and not ringing and moment - since >= hold:
            found.append((moment, kind))
            ringing = True
    alarms = np.array([moment for moment, _ in found], np.float64)
    return alarms, np.array([*ends, np.inf][: len(found)]), np.array([kind for _, kind in found], "U11")
