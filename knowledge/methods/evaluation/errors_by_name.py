"""The error of one estimated value for each recording."""

from __future__ import annotations

import numpy as np


def errors_by_name(
    estimated: dict[str, float], truth: dict[str, np.ndarray], column: str = "value", names: str = "name"
) -> tuple[dict[str, float], float, float]:
    """Compare a value that was estimated for each recording (a rate, a count, a distance) with the row of a truth table
    that has the recording's name.

    Parameters
    ----------
    estimated : dict[str, float]
        estimated value of every recording by its name
    truth : dict[str, numpy.ndarray], shape (rows,)
        table with a column of names and one of true values
    column : str
        the column of true values
    names : str
        the column of recordings' names

    Returns
    -------
    errors : dict[str, float]
        absolute error of every recording in both, in the values' unit
    mean_absolute_error : float
        their mean
    largest_error : float
        the largest of them

    Raises
    ------
    ValueError
        where the table has no such column, or a recording in the table was not estimated

    Notes
    -----
    Plain NumPy. Time: O(recordings). Memory: O(recordings).
    Keywords: MAE per record, estimation error, heart rate error, count error.

    References
    ----------
    C. J. Willmott and K. Matsuura, "Advantages of the mean absolute error (MAE) over the root mean square error (RMSE) in
    assessing average model performance", Climate Research 30, 2005. doi:10.3354/cr030079

    Examples
    --------
    >>> truth = {"name": np.array(["a", "b"]), "bpm": np.array([60.0, 72.0])}
    >>> errors_by_name({"a": 61.0, "b": 70.0}, truth, column="bpm")
    ({'a': 1.0, 'b': 2.0}, 1.5, 2.0)
    """
    for title in (names, column):
        if title not in truth:
            raise ValueError(f"truth: there is no column {title}, only {', '.join(truth)}")
    errors = {}
    for name, true in zip(truth[names].astype(str).tolist(), truth[column].tolist(), strict=True):
        if name not in estimated:
            raise ValueError(f"estimated: {name} has no value")
        errors[name] = abs(float(estimated[name]) - float(true))
    if not errors:
        raise ValueError("truth: the table has no rows")
    return errors, float(np.mean(list(errors.values()))), float(np.max(list(errors.values())))
