"""How long after an event it is reported."""

from __future__ import annotations

import numpy as np


def detection_latency(
    detected: np.ndarray, events: np.ndarray, longest: float = 10.0
) -> tuple[float, float, np.ndarray]:
    """Measure for every event the time until the first alarm after it, and before the next event. An alarm that comes
    later than the longest useful delay is a miss: it must not shorten the mean by being left out in silence.

    Parameters
    ----------
    detected : numpy.ndarray, shape (alarms,), in s
        moments of the alarms
    events : numpy.ndarray, shape (events,), in s
        moments at which events began
    longest : float, in s
        delay after which an alarm is of no use

    Returns
    -------
    median_latency : float
        median delay in s of the events that were detected; NaN where none was
    detected_share : float
        share of events with an alarm in time, 0 to 1
    latencies : numpy.ndarray, shape (events,), in s
        delay of every event in order of time; NaN where it was missed

    Raises
    ------
    ValueError
        where there are no events

    Notes
    -----
    Plain NumPy. Time: O((alarms + events) log alarms). Memory: O(events).
    Keywords: alarm delay, time to detect, response time, fall alarm, change detection delay.

    References
    ----------
    M. Basseville and I. V. Nikiforov, "Detection of Abrupt Changes: Theory and Application", Prentice Hall, 1993,
    section 4.1: delay for detection.

    Examples
    --------
    >>> median_latency, detected_share, latencies = detection_latency(np.array([1.5, 9.0, 31.0]), np.array([1.0, 7.0, 20.0]))
    >>> median_latency, round(detected_share, 2), latencies.tolist()
    (1.25, 0.67, [0.5, 2.0, nan])
    """
    if not len(events):
        raise ValueError("events: there are none")
    starts, alarms = np.sort(np.asarray(events, np.float64)), np.sort(np.asarray(detected, np.float64))
    ends = np.minimum(starts + longest, np.append(starts[1:], np.inf))
    first = np.append(alarms, np.inf)[np.searchsorted(alarms, starts, side="left")]
    in_time = first <= ends
    latencies = np.where(in_time, first - starts, np.nan)
    return float(np.median(latencies[in_time])) if in_time.any() else float("nan"), float(in_time.mean()), latencies
