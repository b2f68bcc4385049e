"""Histograms of oriented gradients."""

from __future__ import annotations

import numpy as np


def _cells(image: np.ndarray, cell: int, bins: int) -> np.ndarray:
    down, across = np.gradient(image)
    size = np.hypot(down, across)
    position = np.degrees(np.arctan2(down, across)) % 180 / (180 / bins) - 0.5
    lower = np.floor(position).astype(int)
    upper_part = position - lower
    rows, columns = image.shape[0] // cell, image.shape[1] // cell
    row, column = np.indices(image.shape)[0] // cell, np.indices(image.shape)[1] // cell
    inside = (row < rows) & (column < columns)
    histograms = np.zeros((rows, columns, bins))
    for offset, part in ((0, 1 - upper_part), (1, upper_part)):
        place = row[inside], column[inside], (lower[inside] + offset) % bins
        np.add.at(histograms, place, (size * part)[inside])
    return histograms


def _normed(blocks: np.ndarray) -> np.ndarray:
    return np.asarray(blocks / np.sqrt((blocks**2).sum(axis=1, keepdims=True) + 1e-10))


def hog_features(image: np.ndarray, cell: int = 8, bins: int = 9, block: int = 2) -> np.ndarray:
    """Describe the shapes in an image whatever its lighting: histograms of the gradients' unsigned directions in cells,
    normed in overlapping blocks with clipping (histograms of oriented gradients, L2-Hys).

    Parameters
    ----------
    image : numpy.ndarray, shape (rows, columns)
        grey levels, temperatures or depths
    cell : int, in pixels
        side of a cell; 4 suits arrays of 32 x 24
    bins : int
        directions over 180 degrees
    block : int
        cells along a side of a block

    Returns
    -------
    features : numpy.ndarray, shape (features,)
        blocks x block² x bins numbers from 0 to 1

    Raises
    ------
    ValueError
        where the image holds NaN or is smaller than one block

    Notes
    -----
    Time: O(pixels). Memory: O(pixels).
    Keywords: HOG, gradient features, pedestrian detection, posture recognition.
    Plain NumPy.

    References
    ----------
    N. Dalal and B. Triggs, "Histograms of Oriented Gradients for Human Detection", IEEE CVPR, 2005, section 6.
    doi:10.1109/CVPR.2005.177

    Examples
    --------
    >>> stripes = np.tile([0.0, 0.0, 1.0, 1.0], (16, 4))
    >>> features = hog_features(stripes).reshape(4, 9)
    >>> [round(float(features[0, direction]), 2) for direction in (0, 4, 8)]
    [0.35, 0.0, 0.35]
    """
    image = np.asarray(image, float)
    if not np.isfinite(image).all():
        raise ValueError("the image holds NaN")
    if min(image.shape) < cell * block:
        raise ValueError(f"an image of {image.shape} is smaller than one block of {cell * block} pixels")
    cells = _cells(image, cell, bins)
    places = [(row, column) for row in range(len(cells) - block + 1) for column in range(cells.shape[1] - block + 1)]
    blocks = np.array([cells[row : row + block, column : column + block].ravel() for row, column in places])
    return _normed(np.minimum(_normed(blocks), 0.2)).ravel()
