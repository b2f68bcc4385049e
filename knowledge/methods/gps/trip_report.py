"""Distance, duration and speeds of every trip."""

from __future__ import annotations

import numpy as np

KILOMETRES_AN_HOUR = 3.6


def trip_report(
    times: np.ndarray, positions: np.ndarray, velocities: np.ndarray, trips: np.ndarray
) -> tuple[int, float, float, float, dict[str, np.ndarray]]:
    """Sum up a track by trips: how far, how long and how fast. Distances are sums along the smoothed way, since noise would
    lengthen the raw one; the top speed is a percentile, so that one wrong velocity does not make it.

    Parameters
    ----------
    times : numpy.ndarray, shape (fixes,), in s
        increasing
    positions : numpy.ndarray, shape (fixes, 2), in m
        smoothed places in a plane
    velocities : numpy.ndarray, shape (fixes, 2), in m/s
        smoothed velocities
    trips : numpy.ndarray, shape (trips, 2)
        indices of the first and the last fix of each trip

    Returns
    -------
    trip_count : int
        how many trips there are
    total_distance : float, in km
        of all trips
    driving_time : float, in min
        of all trips
    top_speed : float, in km/h
        99th percentile of the speeds on trips
    report : dict[str, numpy.ndarray]
        columns start_s, minutes, km, mean_kmh with one row a trip

    Raises
    ------
    ValueError
        where lengths differ or a trip lies outside the track

    Notes
    -----
    Time: O(fixes). Memory: O(fixes).
    Keywords: mileage, logbook, fleet report, odometer.
    Plain NumPy.

    References
    ----------
    Y. Zheng, "Trajectory Data Mining: An Overview", ACM Trans. Intell. Syst. Technol. 6(3), 2015.

    Examples
    --------
    >>> times = np.arange(101.0)
    >>> positions, velocities = np.column_stack([10 * times, 0 * times]), np.tile([10.0, 0.0], (101, 1))
    >>> trip_report(times, positions, velocities, np.array([[0, 100]]))[:4]
    (1, 1.0, 1.6666666666666667, 36.0)
    """
    if not len(times) == len(positions) == len(velocities) or (
        trips.size and not 0 <= trips.min() <= trips.max() < len(times)
    ):
        raise ValueError("times, positions and velocities must be as many, and trips lie within them")
    spans = [slice(first, last + 1) for first, last in trips]
    steps = [np.linalg.norm(np.diff(positions[span], axis=0), axis=1) for span in spans]
    metres = np.array([float(step.sum()) for step in steps])
    seconds = np.array([float(np.ptp(times[span])) for span in spans])
    speeds = np.concatenate([np.zeros(1), *(np.linalg.norm(velocities[span], axis=1) for span in spans)])
    report = {
        "start_s": times[trips[:, 0]] if len(trips) else np.empty(0),
        "minutes": seconds / 60,
        "km": metres / 1000,
        "mean_kmh": metres / np.maximum(seconds, 1e-9) * KILOMETRES_AN_HOUR,
    }
    top = float(np.percentile(speeds, 99)) * KILOMETRES_AN_HOUR
    return len(trips), float(metres.sum() / 1000), float(seconds.sum() / 60), top, report
