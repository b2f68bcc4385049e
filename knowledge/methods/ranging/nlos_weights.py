"""How far UWB distances are to be trusted, by the power of their first path."""

from __future__ import annotations

import numpy as np


def nlos_weights(powers: np.ndarray, clear: float = 6.0, blocked: float = 10.0, least: float = 0.02) -> np.ndarray:
    """Recognise distances that were measured through bodies or walls: where the first path holds little of the received power,
    it was attenuated and the distance is too long. The gap in decibels becomes a weight.

    Parameters
    ----------
    powers : numpy.ndarray, shape (samples, anchors, 2 or more), in dBm
        power of the first path and of all that was received in the last two columns; further columns are not used
    clear : float, in dB
        gap up to which the line of sight is free
    blocked : float, in dB
        gap from which it is blocked
    least : float
        weight of a blocked distance

    Returns
    -------
    weights : numpy.ndarray, shape (samples, anchors)
        1 with line of sight, falling linearly to least where it is blocked; 0 where a power is NaN

    Raises
    ------
    ValueError
        where powers have fewer than two columns or blocked is not above clear

    Notes
    -----
    Time: O(values). Memory: O(values).
    Keywords: non-line-of-sight, NLOS identification, ultra-wideband, first path power level, obstruction.
    Plain NumPy.

    References
    ----------
    Decawave, "DW1000 Metrics for Estimation of Non Line of Sight Operating Conditions", application note APS006 part 3.

    Examples
    --------
    >>> nlos_weights(np.array([[-80.0, -78.0], [-90.0, -82.0], [-95.0, -80.0]])).tolist()
    [1.0, 0.51, 0.02]
    """
    if powers.shape[-1] < 2 or not blocked > clear:
        raise ValueError("powers need two columns, and blocked must be above clear")
    gap = powers[..., -1] - powers[..., -2]
    weights = least + (1 - least) * np.clip((blocked - gap) / (blocked - clear), 0.0, 1.0)
    return np.where(np.isfinite(gap), weights, 0.0)
