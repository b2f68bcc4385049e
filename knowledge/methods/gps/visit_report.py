"""Places that are visited again and again."""

from __future__ import annotations

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage


def visit_report(
    places: np.ndarray, spans: np.ndarray, apart: float = 100.0
) -> tuple[int, int, float, dict[str, np.ndarray]]:
    """Turn stays into places that mean something: stays near each other are visits to one place (complete linkage, so that
    a chain of stays is not taken for one place), listed by the time spent there.

    Parameters
    ----------
    places : numpy.ndarray, shape (stays, 2), in m
        place of each stay
    spans : numpy.ndarray, shape (stays, 2), in s
        arrival and departure
    apart : float, in m
        stays of one place lie within this of each other

    Returns
    -------
    distinct_places : int
        how many places there are
    visits : int
        how many stays
    minutes_stayed : float, in min
        of all stays
    report : dict[str, numpy.ndarray]
        columns x_m, y_m, visits, minutes with one row a place, the longest first

    Raises
    ------
    ValueError
        where places and spans differ in number

    Notes
    -----
    Time: O(stays^2). Memory: O(stays^2).
    Keywords: significant places, home, work, point of interest, clustering of stays.

    References
    ----------
    D. Ashbrook and T. Starner, "Using GPS to Learn Significant Locations and Predict Movement Across Multiple Users",
    Personal and Ubiquitous Computing 7(5), 2003. doi:10.1007/s00779-003-0240-0

    Examples
    --------
    >>> places = np.array([[0.0, 0.0], [2000.0, 0.0], [20.0, 5.0]])
    >>> visit_report(places, np.array([[0.0, 600.0], [900.0, 2100.0], [2400.0, 3000.0]]))[:3]
    (2, 3, 40.0)
    """
    if len(places) != len(spans):
        raise ValueError(f"{len(places)} places need as many spans, not {len(spans)}")
    labels = np.ones(len(places), int)
    if len(places) > 1:
        labels = fcluster(linkage(places, "complete"), apart, "distance")
    minutes = np.ptp(spans, axis=1) / 60 if len(spans) else np.empty(0)
    found = np.unique(labels)
    spent = np.array([minutes[labels == label].sum() for label in found])
    order = found[np.argsort(-spent, kind="stable")]
    middles = np.array([places[labels == label].mean(axis=0) for label in order]).reshape(-1, 2)
    report = {
        "x_m": middles[:, 0],
        "y_m": middles[:, 1],
        "visits": np.array([int((labels == label).sum()) for label in order]),
        "minutes": np.sort(spent)[::-1],
    }
    return len(found), len(places), float(minutes.sum()), report
