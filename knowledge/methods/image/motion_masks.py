"""Moving pixels by three-frame differences with hysteresis."""

from __future__ import annotations

import numpy as np
from scipy import ndimage


def motion_masks(frames: np.ndarray, low: float = 3.0, high: float = 6.0) -> np.ndarray:
    """Mark what moves, without a learned background: a pixel must differ from the frame before and the frame after, in
    multiples of the noise; weak differences count only where they touch strong ones (double threshold).

    Parameters
    ----------
    frames : numpy.ndarray, shape (frames, rows, columns)
        grey levels, temperatures or depths
    low : float
        weak difference in standard deviations of the noise
    high : float
        strong difference in standard deviations of the noise

    Returns
    -------
    masks : numpy.ndarray, shape (frames, rows, columns)
        true where a pixel moves; the first and last frame have none

    Raises
    ------
    ValueError
        where there are fewer than three frames or the low threshold is above the high one

    Notes
    -----
    Time: O(frames x pixels). Memory: O(frames x pixels). The noise is taken from the median of the differences; NaN
    never moves.
    Keywords: frame differencing, motion detection, camera trap, wake-up, hysteresis threshold.

    References
    ----------
    R. T. Collins et al., "A System for Video Surveillance and Monitoring", Carnegie Mellon University, CMU-RI-TR-00-12,
    2000 (three-frame differencing); J. Canny, "A Computational Approach to Edge Detection", IEEE PAMI 8(6), 1986 (hysteresis).

    Examples
    --------
    >>> frames = np.zeros((5, 6, 6))
    >>> for number in range(5):
    ...     frames[number, 2, number] = 1.0
    >>> np.argwhere(motion_masks(frames)[2]).tolist()
    [[2, 2]]
    """
    frames = np.asarray(frames, float)
    if frames.ndim != 3 or len(frames) < 3:
        raise ValueError(f"frames must be (frames, rows, columns) with three frames or more, not {frames.shape}")
    if low > high:
        raise ValueError(f"the low threshold {low} is above the high one {high}")
    steps = np.abs(np.nan_to_num(np.diff(frames, axis=0)))
    noise = max(float(np.median(steps)) / 0.6745, 1e-9)
    both = np.minimum(steps[:-1], steps[1:]) / noise
    touching = np.zeros((3, 3, 3), bool)
    touching[1] = True
    masks = np.zeros(frames.shape, bool)
    masks[1:-1] = ndimage.binary_propagation(both >= high, touching, both >= low)
    return masks
