"""Features of a grip from a tactile array."""

from __future__ import annotations

import numpy as np


def _of_frame(frame: np.ndarray, threshold: float) -> list[float]:
    contact = np.where(frame > threshold, frame, 0.0)
    force = contact.sum()
    if force <= 0:
        return [0.0] * 8
    rows, columns = np.indices(frame.shape)
    row, column = (rows * contact).sum() / force, (columns * contact).sum() / force
    spread = np.array(
        [
            [((rows - row) ** 2 * contact).sum(), ((rows - row) * (columns - column) * contact).sum()],
            [((rows - row) * (columns - column) * contact).sum(), ((columns - column) ** 2 * contact).sum()],
        ]
    )
    minor, major = np.sqrt(np.maximum(np.linalg.eigvalsh(spread / force), 0.0))
    shares = contact[contact > 0] / force
    evenness = -(shares * np.log(shares)).sum()
    return [force, (contact > 0).mean(), contact.max(), row, column, major, minor, evenness]


def grip_features(frames: np.ndarray, threshold: float = 0.05) -> np.ndarray:
    """Describe how a hand or gripper holds something, to recognise the thing or the grip: force, contact area, peak, centre,
    spread along and across its main axis and evenness of the pressure, as mean and variation over the grip's steady part.

    Parameters
    ----------
    frames : numpy.ndarray, shape (frames, rows, columns)
        pressures of a tactile array during one grip
    threshold : float
        share of the recording's greatest pressure above which a cell is in contact

    Returns
    -------
    features : numpy.ndarray, shape (17,)
        means of the eight quantities, their standard deviations, and the share of frames in steady contact; lengths are in
        cells

    Raises
    ------
    ValueError
        where the frames are not (frames, rows, columns) or hold no pressure above 0

    Notes
    -----
    Time: O(frames x cells). Memory: O(frames x cells). NaN cells count as 0.
    Keywords: tactile glove, grasp recognition, object recognition, pressure map.
    Plain NumPy.

    References
    ----------
    S. Sundaram et al., "Learning the signatures of the human grasp using a scalable tactile glove", Nature 569, 2019 (the
    sensing and the task); moments of pressure as usual in image analysis. doi:10.1038/s41586-019-1234-z

    Examples
    --------
    >>> frames = np.zeros((10, 6, 6))
    >>> frames[:, 2, 1:5] = 2.0
    >>> features = grip_features(frames)
    >>> features[[0, 3, 4, 6]].round(2).tolist()
    [8.0, 2.0, 2.5, 0.0]
    """
    frames = np.nan_to_num(np.asarray(frames, float))
    if frames.ndim != 3 or frames.size == 0 or frames.max() <= 0:
        raise ValueError("frames must be (frames, rows, columns) with some pressure above 0")
    described = np.array([_of_frame(frame, threshold * frames.max()) for frame in frames])
    steady = described[:, 0] >= 0.5 * described[:, 0].max()
    return np.concatenate([described[steady].mean(axis=0), described[steady].std(axis=0), [steady.mean()]])
