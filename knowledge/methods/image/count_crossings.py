"""People who go in and out, by tracks over a line."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from scipy.optimize import linear_sum_assignment


def _centroids(mask: np.ndarray, least_area: int) -> np.ndarray:
    blobs, count = ndimage.label(mask, np.ones((3, 3), int))
    numbers = [number for number in range(1, count + 1) if (blobs == number).sum() >= least_area]
    return np.array(ndimage.center_of_mass(mask, blobs, numbers)).reshape(-1, 2)


def _matched(tracks: list[dict[str, float]], centroids: np.ndarray, reach: float) -> list[tuple[int, int]]:
    if not tracks or not len(centroids):
        return []
    places = np.array([(track["row"] + track["row_step"], track["column"] + track["column_step"]) for track in tracks])
    gaps = np.linalg.norm(places[:, None] - centroids[None], axis=2)
    pairs = zip(*linear_sum_assignment(np.minimum(gaps, 10 * reach)), strict=True)
    return [(int(track), int(blob)) for track, blob in pairs if gaps[track, blob] <= reach]


def _moved(track: dict[str, float], row: float, column: float) -> None:
    track["row_step"] = 0.5 * track["row_step"] + 0.5 * (row - track["row"])
    track["column_step"] = 0.5 * track["column_step"] + 0.5 * (column - track["column"])
    track["row"], track["column"], track["missed"] = row, column, 0


def _side(position: float, line: float, margin: float) -> int:
    return int(position > line + margin) - int(position < line - margin)


def count_crossings(
    masks: np.ndarray, least_area: int = 3, reach: float = 3.0, margin: float = 0.5, patience: int = 3
) -> tuple[int, int]:
    """Count who goes in and who goes out under a low-resolution sensor above a door: follow the blobs of the foreground
    from frame to frame by best assignment and count a track once it has gone from one side of the middle row to the
    other, with a margin so that lingering on the line counts nothing.

    Parameters
    ----------
    masks : numpy.ndarray, shape (frames, rows, columns)
        foreground of each frame; people walk along the rows' direction
    least_area : int, in pixels
        smaller blobs are noise
    reach : float, in pixels
        farthest that a person moves from where the track expects them
    margin : float, in pixels
        distance from the middle at which a side is certain
    patience : int
        frames that a track outlives without a blob

    Returns
    -------
    entered : int
        tracks that went from low rows to high rows
    left : int
        tracks that went from high rows to low rows

    Raises
    ------
    ValueError
        where the masks are not (frames, rows, columns)

    Notes
    -----
    Time: O(frames x (pixels + tracks³)). Memory: O(pixels + tracks).
    Keywords: people counter, door, footfall, tracking, Hungarian method, in and out.

    References
    ----------
    H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2, 1955 (assignment);
    A. Bewley et al., "Simple Online and Realtime Tracking", IEEE ICIP, 2016 (tracking by it).

    Examples
    --------
    >>> masks = np.zeros((8, 8, 8), bool)
    >>> for number in range(8):
    ...     masks[number, max(number - 1, 0) : number + 1, 3:6] = True
    >>> count_crossings(masks)
    (1, 0)
    """
    masks = np.asarray(masks, bool)
    if masks.ndim != 3:
        raise ValueError(f"masks must be (frames, rows, columns), not {masks.shape}")
    line, tracks, entered, left = (masks.shape[1] - 1) / 2, list[dict[str, float]](), 0, 0
    for mask in masks:
        centroids = _centroids(mask, least_area)
        pairs = _matched(tracks, centroids, reach)
        for track in tracks:
            track["missed"] += 1
        for number, blob in pairs:
            track, row = tracks[number], float(centroids[blob, 0])
            _moved(track, row, float(centroids[blob, 1]))
            side = _side(row, line, margin)
            entered += track["side"] < 0 < side
            left += side < 0 < track["side"]
            track["side"] = side or track["side"]
        tracks = [track for track in tracks if track["missed"] <= patience]
        for row, column in np.delete(centroids, [blob for _, blob in pairs], axis=0):
            start = {"row": row, "column": column, "side": _side(row, line, margin)}
            tracks.append(start | {"row_step": 0.0, "column_step": 0.0, "missed": 0})
    return int(entered), int(left)
