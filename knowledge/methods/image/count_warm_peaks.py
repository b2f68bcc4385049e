"""People under a low-resolution thermal array by their warm peaks."""

from __future__ import annotations

import numpy as np
from scipy import ndimage


def _peaks(frame: np.ndarray, rise: float, dip: float) -> int:
    """Maxima that stand out by ``dip`` from the saddle to a higher one (h-maxima)."""
    mask, flooded = frame - dip, np.full(frame.shape, -np.inf)
    while not np.array_equal(flooded, mask):
        flooded, mask = mask, np.minimum(ndimage.maximum_filter(mask, 3, mode="nearest"), frame)
    count = ndimage.label((frame - flooded >= dip - 1e-9) & (frame >= rise), np.ones((3, 3), int))[1]
    return int(count)


def count_warm_peaks(excess: np.ndarray, rise: float = 1.5, dip: float = 0.6, smoothing: int = 9) -> np.ndarray:
    """Count the people below a thermal array of few pixels, where neighbours melt into one blob: smooth over time, count
    the peaks that stand out from the saddles between them (h-maxima), and take the median over some frames.

    Parameters
    ----------
    excess : numpy.ndarray, shape (frames, rows, columns), in °C
        frames less the background of the empty room
    rise : float, in °C
        least excess of a person's peak
    dip : float, in °C
        how far the excess must sink between two people
    smoothing : int
        frames of the running median over the counts, odd

    Returns
    -------
    counts : numpy.ndarray, shape (frames,)
        people in each frame

    Raises
    ------
    ValueError
        where the frames are not (frames, rows, columns) or the dip is not above 0

    Notes
    -----
    Time: O(frames x pixels). Memory: O(frames x pixels). NaN counts as background.
    Keywords: occupancy, infrared array, AMG8833, MLX90640, people counting, privacy.

    References
    ----------
    P. Soille, "Morphological Image Analysis: Principles and Applications", Springer, 2nd edition, 2003, chapter 6 (h-maxima
    by reconstruction).

    Examples
    --------
    >>> rows, columns = np.mgrid[:8, :8]
    >>> person = lambda r, c: 6 * np.exp(-((rows - r) ** 2 + (columns - c) ** 2) / 2)
    >>> count_warm_peaks(np.stack([person(2, 2) + person(2, 5)] * 10)).tolist()[0]
    2
    """
    excess = np.nan_to_num(np.asarray(excess, float))
    if excess.ndim != 3:
        raise ValueError(f"frames must be (frames, rows, columns), not {excess.shape}")
    if dip <= 0:
        raise ValueError(f"the dip between people must be above 0, not {dip}")
    smooth = ndimage.gaussian_filter1d(excess, 1.5, axis=0, mode="nearest")
    counts = np.array([_peaks(frame, rise, dip) for frame in smooth], int)
    return np.asarray(ndimage.median_filter(counts, smoothing, mode="nearest"))
