"""Whether a room was occupied during a capture."""

from __future__ import annotations

import numpy as np


def decide_presence(statistic: np.ndarray, threshold: float = 0.15, share: float = 0.2) -> str:
    """Decide from a motion statistic whether somebody was there: people at rest still move now and then, so a share of the
    windows is enough, while single windows above the threshold are interference.

    Parameters
    ----------
    statistic : numpy.ndarray, shape (windows,)
        how surely something moved in each window, 0 to 1
    threshold : float
        statistic from which a window counts as motion
    share : float
        part of the windows with motion that means presence

    Returns
    -------
    decision : str
        "occupied" or "empty"

    Raises
    ------
    ValueError
        where there is no window

    Notes
    -----
    Time: O(windows). Memory: O(windows).
    Keywords: occupancy, presence detection, device-free, smart home.
    Plain NumPy.

    References
    ----------
    F. Zhang et al., "WiDetect: Robust Motion Detection with a Statistical Electromagnetic Model", Proc. ACM IMWUT 3(3),
    2019.

    Examples
    --------
    >>> decide_presence(np.array([0.02, 0.6, 0.1, 0.4])), decide_presence(np.array([0.02, 0.01, 0.3, 0.0, 0.0, 0.0]))
    ('occupied', 'empty')
    """
    if not len(statistic):
        raise ValueError("statistic has no window")
    return "occupied" if np.mean(statistic > threshold) >= share else "empty"
