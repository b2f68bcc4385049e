"""Fingers on a touch pad's capacitance image."""

from __future__ import annotations

import numpy as np


def _offset(profile: np.ndarray) -> float:
    before, middle, after = np.log(np.maximum(profile, 1e-3 * profile.max()))
    bend = before - 2 * middle + after
    return float(np.clip((before - after) / (2 * bend), -0.5, 0.5)) if bend < 0 else 0.0


def touch_points(image: np.ndarray, threshold: float, separation: int = 1) -> np.ndarray:
    """Find several fingers on a grid of mutual capacitances: local maxima above a threshold, placed finer than the grid by
    a Gaussian through the cells around them.

    Parameters
    ----------
    image : numpy.ndarray, shape (rows, columns), in counts
        rise of each crossing over its baseline
    threshold : float, in counts
        least rise of a finger's peak
    separation : int, in cells
        a peak must be the greatest within so many cells around

    Returns
    -------
    points : numpy.ndarray, shape (fingers, 2), in cells
        row and column of each finger, the strongest first

    Raises
    ------
    ValueError
        where the image is not two-dimensional or the separation is below 1

    Notes
    -----
    Time: O(cells x separation²). Memory: O(cells x separation²). NaN counts as no rise.
    Keywords: multi-touch, touch screen, projected capacitance, peak finding.
    Plain NumPy.

    References
    ----------
    G. Barrett and R. Omote, "Projected-Capacitive Touch Technology", Information Display 26(3), 2010.

    Examples
    --------
    >>> rows, columns = np.mgrid[:8, :12]
    >>> finger = lambda r, c: 100 * np.exp(-((rows - r) ** 2 + (columns - c) ** 2) / 1.5)
    >>> touch_points(finger(2, 3.0) + 0.8 * finger(5, 8.5), threshold=30.0).round(1).tolist()
    [[2.0, 3.0], [5.0, 8.5]]
    """
    image = np.nan_to_num(np.asarray(image, float))
    if image.ndim != 2 or separation < 1:
        raise ValueError("an image of rows and columns and a separation of one cell or more are needed")
    width = 2 * separation + 1
    padded = np.pad(image, separation, constant_values=-np.inf)
    around = np.lib.stride_tricks.sliding_window_view(padded, (width, width)).reshape(*image.shape, width**2)
    peak = (image >= threshold) & (around.argmax(axis=-1) == width**2 // 2)  # of equal neighbours the first counts
    rises = np.maximum(np.pad(image, 1), 0.0)
    points = []
    for row, column in sorted(np.argwhere(peak).tolist(), key=lambda place: -float(image[place[0], place[1]])):
        cells = rises[row : row + 3, column : column + 3]
        points.append([row + _offset(cells.sum(axis=1)), column + _offset(cells.sum(axis=0))])
    return np.array(points).reshape(-1, 2)
