"""Detected events against true ones."""

from __future__ import annotations

import numpy as np


def event_scores(detected: np.ndarray, events: np.ndarray, tolerance: float = 0.5) -> tuple[float, float, float]:
    """Score detected moments against true ones: detections and events are paired one to one so that as many pairs as
    possible lie within the tolerance. A second detection of one event is a false one.

    Parameters
    ----------
    detected : numpy.ndarray, shape (detections,), in s
        moments of the detections, in any unit that the others share
    events : numpy.ndarray, shape (events,), in s
        moments of the true events
    tolerance : float, in s
        how far a right detection may lie from its event

    Returns
    -------
    precision : float
        share of detections that are right, 0 to 1; 1 where nothing was detected
    recall : float
        share of events that were detected, 0 to 1; 1 where there were none
    f1 : float
        harmonic mean of both

    Raises
    ------
    ValueError
        where the tolerance is negative

    Notes
    -----
    Plain NumPy. Time: O(n log n) for n moments. Memory: O(n).
    Keywords: onset detection score, false alarms, missed events, hit rate, sound event detection.

    References
    ----------
    A. Mesaros, T. Heittola and T. Virtanen, "Metrics for Polyphonic Sound Event Detection", Applied Sciences 6(6), 2016.
    doi:10.3390/app6060162

    Examples
    --------
    >>> scores = event_scores(np.array([1.0, 1.2, 5.1, 9.0]), np.array([1.1, 5.0, 7.0]))
    >>> [round(score, 3) for score in scores]
    [0.5, 0.667, 0.571]
    """
    if tolerance < 0:
        raise ValueError(f"tolerance: {tolerance} s is negative")
    found, true = np.sort(np.asarray(detected, np.float64)), np.sort(np.asarray(events, np.float64))
    hits = place = 0
    # The earliest free event that a detection reaches: no other choice leaves more for those that follow.
    for moment in found:
        while place < len(true) and true[place] < moment - tolerance:
            place += 1
        if place < len(true) and true[place] <= moment + tolerance:
            hits, place = hits + 1, place + 1
    precision = hits / len(found) if len(found) else 1.0
    recall = hits / len(true) if len(true) else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else float(precision == recall == 1)
