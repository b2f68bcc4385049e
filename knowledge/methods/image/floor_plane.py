"""Floor of a depth image by RANSAC."""

from __future__ import annotations

import numpy as np


def _points(depth: np.ndarray, focal: float) -> np.ndarray:
    rows, columns = np.indices(depth.shape)
    middle_row, middle_column = (depth.shape[0] - 1) / 2, (depth.shape[1] - 1) / 2
    return np.stack([(columns - middle_column) * depth / focal, (rows - middle_row) * depth / focal, depth], axis=-1)


def _fitted(points: np.ndarray) -> np.ndarray:
    centre = points.mean(axis=0)
    normal = np.linalg.svd(points - centre, full_matrices=False)[2][-1]
    return np.append(normal, -normal @ centre)


def floor_plane(
    depth: np.ndarray,
    focal: float,
    tolerance: float = 0.03,
    tilt: float = 60.0,
    trials: int = 200,
    seed: int = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """Find the floor in a depth image and the height of every pixel over it: planes through three random points are tried,
    the one that holds most points and lies like a floor wins and is fitted again to all of them (RANSAC).

    Parameters
    ----------
    depth : numpy.ndarray, shape (rows, columns), in m
        distance along the optical axis, 0 or NaN where there is none
    focal : float, in pixels
        focal length; the optical axis meets the middle of the image
    tolerance : float, in m
        distance from the plane within which a point belongs to it
    tilt : float, in degrees
        largest angle between the floor's normal and the image's up direction (a camera that looks down steeply needs more)
    trials : int
        random planes
    seed : int
        of the random choice

    Returns
    -------
    plane : numpy.ndarray, shape (4,)
        unit normal towards the camera (x right, y down, z ahead) and offset: normal . point + offset is the height
    heights : numpy.ndarray, shape (rows, columns), in m
        height of every pixel above the floor, NaN where there is no depth

    Raises
    ------
    ValueError
        where fewer than 50 pixels have depth or no plane lies like a floor

    Notes
    -----
    Time: O(trials x pixels). Memory: O(pixels).
    Keywords: ground plane, depth camera, segmentation, fall detection, robot.
    Plain NumPy.

    References
    ----------
    M. A. Fischler and R. C. Bolles, "Random Sample Consensus: A Paradigm for Model Fitting with Applications to Image
    Analysis and Automated Cartography", Communications of the ACM 24(6), 1981. doi:10.1145/358669.358692

    Examples
    --------
    >>> rows = np.arange(40)[:, None] - 19.5 + np.zeros((40, 50))
    >>> depth = np.where(rows > 2, 1.2 * 60 / np.maximum(rows, 1), 0.0)
    >>> plane, heights = floor_plane(depth, focal=60.0)
    >>> plane.round(2).tolist()
    [0.0, -1.0, 0.0, 1.2]
    """
    depth = np.asarray(depth, float)
    seen = np.isfinite(depth) & (depth > 0)
    if seen.sum() < 50:
        raise ValueError("fewer than 50 pixels have depth")
    points = _points(np.where(seen, depth, np.nan), focal)
    cloud, rng, best = points[seen], np.random.default_rng(seed), np.zeros(0, bool)
    for _ in range(trials):
        plane = _fitted(cloud[rng.choice(len(cloud), 3, replace=False)])
        near = np.abs(cloud @ plane[:3] + plane[3]) < tolerance
        if abs(plane[1]) >= np.cos(np.radians(tilt)) and near.sum() > best.sum():
            best = near
    if best.sum() < 50:
        raise ValueError(f"no plane within {tilt} degrees of level was found")
    plane = _fitted(cloud[best])
    plane = plane if plane[3] > 0 else -plane
    return plane + 0.0, points @ plane[:3] + plane[3]
