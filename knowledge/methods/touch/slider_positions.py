"""Finger position on a capacitive slider or wheel."""

from __future__ import annotations

import numpy as np


def slider_positions(recording: np.ndarray, threshold: float, pitch: float = 1.0, wheel: bool = False) -> np.ndarray:
    """Tell where a finger is on a row of electrodes, finer than their pitch: the centroid of the strongest electrode and
    its two neighbours, so that a far-off disturbance does not pull it.

    Parameters
    ----------
    recording : numpy.ndarray, shape (samples, channels), in counts
        rise over the baseline of each electrode, in their order along the slider
    threshold : float, in counts
        sum over the three electrodes below which nothing touches
    pitch : float, in mm
        distance between electrodes
    wheel : bool
        true where the last electrode lies beside the first

    Returns
    -------
    positions : numpy.ndarray, shape (samples,), in mm
        position from the first electrode's centre, NaN where nothing touches

    Raises
    ------
    ValueError
        where there are fewer than three electrodes

    Notes
    -----
    Time: O(samples x channels). Memory: O(samples x channels). NaN counts as no rise.
    Keywords: capacitive slider, scroll wheel, interpolation, volume control.
    Plain NumPy.

    References
    ----------
    Cypress, Application Note AN64846, "Getting Started with CapSense", section on slider widgets (centroid calculation).

    Examples
    --------
    >>> rise = np.array([[0, 30, 60, 30, 0, 0], [0, 0, 40, 40, 0, 0], [1, 0, 2, 1, 0, 0]])
    >>> slider_positions(rise, threshold=20.0, pitch=5.0).tolist()
    [10.0, 12.5, nan]
    """
    rises = np.maximum(np.nan_to_num(np.asarray(recording, float)), 0.0)
    if rises.ndim != 2 or rises.shape[1] < 3:
        raise ValueError(f"a slider has three electrodes or more, not the shape {rises.shape}")
    count = rises.shape[1]
    strongest = rises.argmax(axis=1)
    near = strongest[:, None] + np.array([-1, 0, 1])
    inside = wheel | ((near >= 0) & (near < count))
    weights = np.where(inside, np.take_along_axis(rises, near % count, axis=1), 0.0)
    total = weights.sum(axis=1)
    touched = total >= threshold
    centroid = (near * weights).sum(axis=1) / np.where(touched & (total > 0), total, 1.0)
    return np.where(touched & (total > 0), (centroid % count if wheel else centroid) * pitch, np.nan)
