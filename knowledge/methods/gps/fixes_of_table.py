"""Valid fixes of a logger's table, in the order of time."""

from __future__ import annotations

import numpy as np

NAMES = {
    "times": ("time", "times", "t", "timestamp", "seconds"),
    "latitudes": ("latitude", "lat", "latitudes"),
    "longitudes": ("longitude", "lon", "lng", "long", "longitudes"),
}


def _column(table: dict[str, np.ndarray], wanted: str) -> np.ndarray:
    """The first column with one of the usual names, whatever its case."""
    lower = {name.strip().lower(): name for name in table}
    for name in NAMES[wanted]:
        if name in lower:
            return np.asarray(table[lower[name]], float)
    raise ValueError(f"table has no column for {wanted}: looked for {', '.join(NAMES[wanted])}")


def fixes_of_table(table: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Get a clean track out of a GPS logger's table: find its columns by their usual names, drop fixes that are empty, off
    the globe or at 0, 0 (no satellites), sort by time and keep the first of several at one time.

    Parameters
    ----------
    table : dict[str, numpy.ndarray]
        columns by name: time in s, latitude and longitude in degrees

    Returns
    -------
    times : numpy.ndarray, shape (fixes,), in s
        increasing
    latitudes : numpy.ndarray, shape (fixes,), in degrees
        north is above zero
    longitudes : numpy.ndarray, shape (fixes,), in degrees
        east is above zero

    Raises
    ------
    ValueError
        where a column is missing or no fix is valid

    Notes
    -----
    Time: O(fixes x log fixes). Memory: O(fixes).
    Keywords: GNSS log, trajectory cleaning, invalid fixes, duplicates.
    Plain NumPy.

    References
    ----------
    Y. Zheng, "Trajectory Data Mining: An Overview", ACM Trans. Intell. Syst. Technol. 6(3), 2015, on preprocessing.

    Examples
    --------
    >>> table = {"time": np.array([2.0, 1.0, 3.0]), "lat": np.array([52.1, 52.0, 0.0]), "lon": np.array([4.1, 4.0, 0.0])}
    >>> fixes_of_table(table)[1].tolist()
    [52.0, 52.1]
    """
    times, latitudes, longitudes = (_column(table, wanted) for wanted in NAMES)
    on_globe = (np.abs(latitudes) <= 90) & (np.abs(longitudes) <= 180)
    valid = on_globe & np.isfinite(times) & ((latitudes != 0) | (longitudes != 0))
    if not valid.any():
        raise ValueError("table has no valid fix")
    order = np.unique(times[valid], return_index=True)[1]
    return times[valid][order], latitudes[valid][order], longitudes[valid][order]
