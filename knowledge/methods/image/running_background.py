"""Foreground of a fixed camera by a running Gaussian background."""

from __future__ import annotations

import numpy as np


def running_background(
    frames: np.ndarray, memory: float = 200.0, width: float = 3.0, least_noise: float = 0.2, start: int = 20
) -> tuple[np.ndarray, np.ndarray]:
    """Part what moves from the scene in the frames of a fixed thermal, depth or grey camera: each pixel keeps a running
    mean and variance, a value far from them is foreground and changes them only slowly (running Gaussian average).

    Parameters
    ----------
    frames : numpy.ndarray, shape (frames, rows, columns)
        temperatures, depths or grey levels
    memory : float
        frames over which the background adapts; foreground is taken up twenty times slower
    width : float
        standard deviations from the background at which foreground begins
    least_noise : float
        lowest standard deviation assumed, in units of the frames (0.2 K suits small thermal arrays)
    start : int
        frames whose median makes the first background

    Returns
    -------
    masks : numpy.ndarray, shape (frames, rows, columns)
        true where a pixel is foreground
    excess : numpy.ndarray, shape (frames, rows, columns)
        frames less the background, 0 where a pixel is NaN

    Raises
    ------
    ValueError
        where there are fewer than two frames

    Notes
    -----
    Time: O(frames x pixels). Memory: O(frames x pixels). Dead pixels (NaN) are background.
    Keywords: background subtraction, thermal array, presence, motion detection.
    Plain NumPy.

    References
    ----------
    C. R. Wren, A. Azarbayejani, T. Darrell and A. P. Pentland, "Pfinder: Real-Time Tracking of the Human Body", IEEE
    Transactions on Pattern Analysis and Machine Intelligence 19(7), 1997. doi:10.1109/34.598236

    Examples
    --------
    >>> room = np.full((60, 4, 4), 21.0)
    >>> room[40:, 1, 2] = 29.0
    >>> masks, excess = running_background(room)
    >>> masks.sum(axis=(1, 2))[[30, 50]].tolist(), excess[50, 1, 2].round(1).tolist()
    ([0, 1], 8.0)
    """
    frames = np.asarray(frames, float)
    if frames.ndim != 3 or len(frames) < 2:
        raise ValueError(f"frames must be (frames, rows, columns) with two frames or more, not {frames.shape}")
    first = np.where(np.isfinite(frames[:start]), frames[:start], 0.0)
    mean, variance = np.median(first, axis=0), np.full(frames.shape[1:], least_noise**2)
    masks, excess = np.zeros(frames.shape, bool), np.zeros(frames.shape)
    for number, frame in enumerate(frames):
        difference = np.where(np.isfinite(frame), frame - mean, 0.0)
        masks[number] = np.abs(difference) > width * np.sqrt(variance)
        excess[number] = difference
        pace = np.where(masks[number], 0.05, 1.0) / memory
        mean += pace * difference
        spread = np.where(masks[number], 0.0, difference**2 - variance) / memory
        variance = np.maximum(variance + spread, least_noise**2)
    return masks, excess
