"""Distance of an RFID tag from its phase over several carriers."""

from __future__ import annotations

import numpy as np

LIGHT = 299_792_458.0  # m/s


def rfid_phase_distance(phases: np.ndarray, frequencies: np.ndarray) -> float:
    """Measure how far a backscatter tag is, without knowing the phase that reader and tag add: while the reader hops over its
    channels, the phase turns by 4 pi x distance / c with frequency (frequency-domain phase difference of arrival). The
    distance is the one that lines up the phases of all channels.

    Parameters
    ----------
    phases : numpy.ndarray, shape (reads,), in rad
        phases as the reader reports them: rising with distance by 4 pi f d / c, modulo 2 pi
    frequencies : numpy.ndarray, shape (reads,), in Hz
        carrier of each read

    Returns
    -------
    distance : float, in m
        within c / (2 x channel spacing), 300 m for channels of 500 kHz; at most 30 m is searched

    Raises
    ------
    ValueError
        where the lengths differ or there are fewer than two frequencies

    Notes
    -----
    Time: O(reads x searched distances). Memory: O(reads x searched distances).
    Keywords: UHF RFID, backscatter, FD-PDoA, ranging, frequency hopping.
    Plain NumPy.

    References
    ----------
    P. V. Nikitin et al., "Phase Based Spatial Identification of UHF RFID Tags", IEEE RFID 2010.
    doi:10.1109/RFID.2010.5467253

    Examples
    --------
    >>> frequencies = 902.75e6 + 0.5e6 * np.arange(50)
    >>> phases = (1.3 + 4 * np.pi * frequencies * 4.2 / 299_792_458.0) % (2 * np.pi)
    >>> round(rfid_phase_distance(phases, frequencies), 1)
    4.2
    """
    if len(phases) != len(frequencies) or len(np.unique(frequencies)) < 2:
        raise ValueError("phases need as many frequencies, two different ones at least")
    spread = float(np.ptp(frequencies))
    grid = np.arange(0.0, 30.0, LIGHT / (400 * spread))
    offsets = frequencies - frequencies.mean()
    turns = np.exp(1j * (phases - 4 * np.pi * np.outer(grid, offsets) / LIGHT))
    return float(grid[np.abs(turns.sum(axis=1)).argmax()])
