"""How far located places are from the true ones."""

from __future__ import annotations

import numpy as np


def position_scores(
    positions: dict[str, np.ndarray], truth: dict[str, np.ndarray], settle: int = 0
) -> tuple[float, float, dict[str, float]]:
    """Judge a localisation as the field does: median and 90th percentile of the distance between located and true places over
    all recordings, and the median of each.

    Parameters
    ----------
    positions : dict[str, numpy.ndarray], shape (samples, 2) or (samples, 3), in m
        located places by recording; one place alone may have the shape (2,) or (3,)
    truth : dict[str, numpy.ndarray]
        columns recording, x, y and, for places in space, z; rows in the order of each recording's samples
    settle : int, in samples
        first samples of each recording that are not judged

    Returns
    -------
    median_error : float, in m
        half of all places are nearer
    error_p90 : float, in m
        nine of ten places are nearer
    by_recording : dict[str, float], in m
        median error of each recording

    Raises
    ------
    ValueError
        where a recording is not in the truth or has another number of places

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: localisation error, CDF, accuracy, evaluation.
    Plain NumPy.

    References
    ----------
    ISO/IEC 18305:2016, "Test and evaluation of localization and tracking systems".

    Examples
    --------
    >>> truth = {"recording": np.array(["a", "a"]), "x": np.array([0.0, 1.0]), "y": np.array([0.0, 0.0])}
    >>> position_scores({"a": np.array([[0.0, 1.0], [1.0, 3.0]])}, truth)[0]
    2.0
    """
    apart = {}
    for name, found in positions.items():
        places = np.atleast_2d(found)
        rows = np.asarray(truth["recording"]).astype(str) == name
        true = np.column_stack([np.asarray(truth[axis], float)[rows] for axis in "xyz"[: places.shape[1]]])
        if not rows.any() or len(true) != len(places):
            raise ValueError(f"{name}: {len(places)} places, but {len(true)} in the truth")
        apart[name] = np.linalg.norm(places - true, axis=1)[settle:]
    everything = np.concatenate(list(apart.values()))
    errors = {name: float(np.median(values)) for name, values in apart.items()}
    return float(np.median(everything)), float(np.percentile(everything, 90)), errors
