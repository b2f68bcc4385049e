"""Dense optical flow on small frames by Lucas and Kanade."""

from __future__ import annotations

import numpy as np
from scipy import ndimage


def _update(before: np.ndarray, after: np.ndarray, flow: np.ndarray, window: float) -> np.ndarray:
    grid = np.indices(before.shape).astype(float)
    moved = ndimage.map_coordinates(after, grid + np.moveaxis(flow, -1, 0), order=1, mode="nearest")
    down, across = np.gradient((before + moved) / 2)
    change = moved - before

    def weigh(values: np.ndarray) -> np.ndarray:
        return np.asarray(ndimage.gaussian_filter(values, window, mode="nearest"))

    rr, cc, rc = weigh(down**2), weigh(across**2), weigh(down * across)
    rt, ct = weigh(down * change), weigh(across * change)
    rr, cc = rr + 1e-3 * (rr + cc).max() + 1e-12, cc + 1e-3 * (rr + cc).max() + 1e-12  # flat places do not move
    determinant = rr * cc - rc**2
    step = np.stack([rc * ct - cc * rt, rc * rt - rr * ct], axis=-1) / determinant[..., None]
    return np.asarray(np.clip(step, -1.0, 1.0))


def lucas_kanade_flow(
    before: np.ndarray, after: np.ndarray, window: float = 2.0, levels: int = 2, rounds: int = 6
) -> np.ndarray:
    """Tell how far each place of a small image has moved to the next frame: least squares of the brightness constancy in a
    Gaussian window, refined by warping, from coarse to fine (iterative pyramidal Lucas-Kanade).

    Parameters
    ----------
    before : numpy.ndarray, shape (rows, columns)
        first frame
    after : numpy.ndarray, shape (rows, columns)
        next frame
    window : float, in pixels
        standard deviation of the window
    levels : int
        levels of the pyramid; each doubles the movement that can be followed (about one window at one level)
    rounds : int
        refinements at each level

    Returns
    -------
    flow : numpy.ndarray, shape (rows, columns, 2), in pixels
        movement along rows and along columns

    Raises
    ------
    ValueError
        where the frames differ in shape or are smaller than 4 pixels at the coarsest level

    Notes
    -----
    Time: O(levels x rounds x pixels). Memory: O(pixels).
    Keywords: motion estimation, drift, direction of movement.

    References
    ----------
    B. D. Lucas and T. Kanade, "An Iterative Image Registration Technique with an Application to Stereo Vision", IJCAI, 1981;
    J.-Y. Bouguet, "Pyramidal Implementation of the Lucas Kanade Feature Tracker", Intel Corporation, 2001.

    Examples
    --------
    >>> rows, columns = np.mgrid[:24, :24]
    >>> blob = lambda r, c: np.exp(-((rows - r) ** 2 + (columns - c) ** 2) / 18)
    >>> lucas_kanade_flow(blob(12, 12), blob(13, 11.5))[12, 12].round(1).tolist()
    [1.0, -0.5]
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    if before.shape != after.shape or before.ndim != 2:
        raise ValueError(f"two frames of one shape are needed, not {before.shape} and {after.shape}")
    if min(before.shape) < 4 * 2 ** (levels - 1):
        raise ValueError(f"frames of {before.shape} are too small for {levels} levels")
    flow = np.zeros((*before.shape, 2))
    if levels > 1:
        halves = [ndimage.gaussian_filter(frame, 0.8, mode="nearest")[::2, ::2] for frame in (before, after)]
        coarse = lucas_kanade_flow(halves[0], halves[1], window, levels - 1, rounds)
        grid = np.indices(before.shape) / 2.0
        parts = [2 * ndimage.map_coordinates(coarse[..., axis], grid, order=1, mode="nearest") for axis in (0, 1)]
        flow = np.stack(parts, axis=-1)
    for _ in range(rounds):
        flow = flow + _update(before, after, flow, window)
    return flow
