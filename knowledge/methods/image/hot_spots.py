"""Hot spots in thermal images of machines and boards."""

from __future__ import annotations

import numpy as np
from scipy import ndimage


def hot_spots(
    frames: np.ndarray, rise: float = 4.0, extent: int = 7, edge: float = 0.5
) -> tuple[np.ndarray, np.ndarray]:
    """Find places that are hotter than what surrounds them, whatever the machine's own warmth and gradient: take the median
    over the frames, subtract all warmth wider than a spot (white top-hat), and keep regions whose peak rises enough,
    grown down to part of that rise (hysteresis).

    Parameters
    ----------
    frames : numpy.ndarray, shape (frames, rows, columns), in °C
        thermal images of one scene
    rise : float, in °C
        least rise of a spot's peak over its surroundings
    extent : int, in pixels
        largest width of a spot, odd; what is wider both along rows and along columns belongs to the machine
    edge : float
        part of the rise at which a spot ends, 0 to 1

    Returns
    -------
    centroids : numpy.ndarray, shape (spots, 2), in pixels
        row and column of each spot's centre, weighed by the rise, the hottest first
    rises : numpy.ndarray, shape (spots,), in °C
        rise of each spot's peak over its surroundings

    Raises
    ------
    ValueError
        where the frames are not (frames, rows, columns) smaller than a spot or all NaN

    Notes
    -----
    Time: O(frames x pixels). Memory: O(frames x pixels). NaN pixels take their neighbours' median.
    Keywords: thermography, overheating, delta T, predictive maintenance, electrical inspection.

    References
    ----------
    F. Meyer's top-hat transform, in P. Soille, "Morphological Image Analysis: Principles and Applications", Springer, 2nd
    edition, 2003, chapter 4.

    Examples
    --------
    >>> scene = np.add.outer(np.linspace(30, 60, 20), np.linspace(0, 5, 20))
    >>> scene[12, 5] += 10.0
    >>> centroids, rises = hot_spots(scene[None])
    >>> centroids.round().tolist(), len(rises)
    ([[12.0, 5.0]], 1)
    """
    frames = np.asarray(frames, float)
    if frames.ndim != 3 or min(frames.shape[1:]) < extent:
        raise ValueError(f"frames must be (frames, rows, columns) of at least {extent} pixels, not {frames.shape}")
    dead = ~np.isfinite(frames).any(axis=0)
    if dead.all():
        raise ValueError("the frames hold no number")
    image = np.nanmedian(np.where(dead, np.nanmedian(frames), frames), axis=0)
    image = np.where(dead, ndimage.median_filter(image, 3), image)
    # Openings by lines keep a straight gradient, which a square would flatten; the padding keeps it up to the border.
    padded = np.pad(image, extent + 2, mode="edge")
    openings = [ndimage.grey_opening(padded, size) for size in ((1, extent + 2), (extent + 2, 1))]
    surroundings = np.minimum(*openings)[extent + 2 : -extent - 2, extent + 2 : -extent - 2]
    excess = image - surroundings
    grown, count = ndimage.label(excess >= edge * rise, np.ones((3, 3), int))
    numbers = np.arange(1, count + 1)
    peaks = np.asarray(ndimage.maximum(excess, grown, numbers)).reshape(-1)
    kept = numbers[peaks >= rise][np.argsort(-peaks[peaks >= rise])]
    centroids = np.array(ndimage.center_of_mass(excess, grown, kept)).reshape(-1, 2)
    return centroids, peaks[kept - 1]
