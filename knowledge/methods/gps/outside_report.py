"""How often and how long something was outside its area."""

from __future__ import annotations

import numpy as np


def outside_report(
    times: np.ndarray, event_times: np.ndarray, entered: np.ndarray, shortest: float = 0.0
) -> tuple[int, float, float]:
    """Sum up the alarms of a geofence: exits, the time outside altogether, and the longest absence. An absence that the log
    begins or ends with counts up to there.

    Parameters
    ----------
    times : numpy.ndarray, shape (fixes,), in s
        increasing times of the whole log
    event_times : numpy.ndarray, shape (events,), in s
        when entries and exits happened
    entered : numpy.ndarray, shape (events,)
        true for an entry, false for an exit; they alternate
    shortest : float, in s
        absences below this are no alarm

    Returns
    -------
    alarms : int
        absences
    minutes_outside : float, in min
        of all absences
    longest_absence : float, in min
        of the longest

    Raises
    ------
    ValueError
        where the log is empty, or entries and exits do not alternate

    Notes
    -----
    Time: O(events). Memory: O(events).
    Keywords: geofence, livestock, theft alarm, dwell time.
    Plain NumPy.

    References
    ----------
    M. Shimrat, "Algorithm 112: Position of Point Relative to Polygon", Communications of the ACM 5(8), 1962.

    Examples
    --------
    >>> outside_report(np.arange(0, 3600.0), np.array([600.0, 1200.0, 3000.0]), np.array([False, True, False]))
    (2, 19.983333333333334, 10.0)
    """
    if not len(times) or (np.diff(np.asarray(entered, int)) == 0).any():
        raise ValueError("times must not be empty, and entries and exits must alternate")
    inside = np.asarray(entered, bool)
    left, returned = event_times[~inside], event_times[inside]
    if len(inside) and inside[0]:
        left = np.concatenate([times[:1], left])
    if len(inside) and not inside[-1]:
        returned = np.concatenate([returned, times[-1:]])
    absences = (returned - left) / 60
    absences = absences[absences * 60 >= shortest]
    return len(absences), float(absences.sum()), float(absences.max(initial=0.0))
