"""Surveyed places from a table."""

from __future__ import annotations

import numpy as np

AXES = ("x", "y", "z")


def table_positions(table: dict[str, np.ndarray]) -> np.ndarray:
    """Take the places of anchors or beacons from the columns x, y and, where there is one, z of a table, in the order of its
    rows, and make sure that no two are the same.

    Parameters
    ----------
    table : dict[str, numpy.ndarray]
        columns by name, in m

    Returns
    -------
    positions : numpy.ndarray, shape (n, 2) or (n, 3), in m
        one row a place

    Raises
    ------
    ValueError
        where x or y is missing, a value is not finite or two places are the same

    Notes
    -----
    Time: O(n log n). Memory: O(n).
    Keywords: anchor survey, beacon map, floor plan, coordinates.
    Plain NumPy.

    References
    ----------
    S. Gezici, "A Survey on Wireless Position Estimation", Wireless Personal Communications 44(3), 2008.

    Examples
    --------
    >>> table_positions({"name": np.array(["a", "b"]), "x": np.array([0, 4]), "y": np.array([1.5, 2.0])}).tolist()
    [[0.0, 1.5], [4.0, 2.0]]
    """
    missing = {"x", "y"} - set(table)
    if missing:
        raise ValueError(f"table has no column {' or '.join(sorted(missing))}")
    positions = np.column_stack([np.asarray(table[axis], float) for axis in AXES if axis in table])
    if not np.isfinite(positions).all() or len(np.unique(positions, axis=0)) < len(positions):
        raise ValueError("table has places that are not finite or twice the same")
    return positions
