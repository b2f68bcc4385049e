"""The slow-time signal of a breathing chest, chosen among all ranges."""

from __future__ import annotations

import numpy as np


def chest_signal(profiles: np.ndarray, nearest: int = 2) -> tuple[np.ndarray, int]:
    """Choose the range bin where a person sits: the one whose complex value moves most around its own mean, when what
    stands still (walls, furniture) moves least. The static part is kept: the phase needs it.

    Parameters
    ----------
    profiles : numpy.ndarray, shape (chirps, ranges)
        complex range profiles at even times, tens of seconds
    nearest : int
        first bin to consider; nearer ones hold the leakage of the transmitter

    Returns
    -------
    samples : numpy.ndarray, shape (chirps,)
        complex reflection of the chosen bin
    chosen : int
        the bin

    Raises
    ------
    ValueError
        where profiles are not complex and two-dimensional, or have no bin from nearest on

    Notes
    -----
    Time: O(chirps x ranges). Memory: O(chirps x ranges).
    Keywords: target bin, range bin selection, vital signs, variance.
    Plain NumPy.

    References
    ----------
    M. Alizadeh et al., "Remote Monitoring of Human Vital Signs Using mm-Wave FMCW Radar", IEEE Access 7, 2019.

    Examples
    --------
    >>> profiles = np.full((100, 8), 5.0 + 0j)
    >>> profiles[:, 6] = np.exp(1j * np.sin(np.arange(100) / 5))
    >>> chest_signal(profiles)[1]
    6
    """
    if profiles.ndim != 2 or not np.iscomplexobj(profiles) or profiles.shape[1] <= nearest or len(profiles) < 2:
        raise ValueError(f"profiles of shape {profiles.shape} must be complex, with ranges beyond {nearest}")
    chosen = nearest + int(profiles[:, nearest:].var(axis=0).argmax())
    return profiles[:, chosen], chosen
