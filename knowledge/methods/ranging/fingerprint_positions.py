"""Places by comparison with a map of signal strengths."""

from __future__ import annotations

import numpy as np


def fingerprint_positions(
    rssi: np.ndarray, fingerprints: np.ndarray, positions: np.ndarray, neighbours: int = 4, silent: float = -100.0
) -> np.ndarray:
    """Locate a device by a survey of the building: compare what it hears with stored fingerprints and average the places of
    the nearest ones, weighted by the inverse of their difference in signal (weighted k nearest neighbours, RADAR).

    Parameters
    ----------
    rssi : numpy.ndarray, shape (samples, anchors), in dBm
        strengths now; NaN where an access point was not heard
    fingerprints : numpy.ndarray, shape (n, anchors), in dBm
        strengths of the survey
    positions : numpy.ndarray, shape (n, 2) or (n, 3), in m
        where each fingerprint was taken
    neighbours : int
        fingerprints that are averaged
    silent : float, in dBm
        what an access point counts that was not heard

    Returns
    -------
    located : numpy.ndarray, shape (samples, 2 or 3), in m
        places of the samples

    Raises
    ------
    ValueError
        where shapes disagree or there are fewer fingerprints than neighbours

    Notes
    -----
    Time: O(samples x n x anchors). Memory: O(samples x n).
    Keywords: WiFi fingerprinting, radio map, indoor positioning, kNN, WKNN.
    Plain NumPy.

    References
    ----------
    P. Bahl and V. N. Padmanabhan, "RADAR: An In-Building RF-Based User Location and Tracking System", INFOCOM 2000.
    doi:10.1109/INFCOM.2000.832252

    Examples
    --------
    >>> survey = np.array([[-40.0, -80.0], [-60.0, -60.0], [-80.0, -40.0]])
    >>> places = np.array([[0.0, 0.0], [5.0, 0.0], [10.0, 0.0]])
    >>> fingerprint_positions(np.array([[-50.0, -70.0]]), survey, places, neighbours=2).tolist()
    [[2.5, 0.0]]
    """
    if rssi.ndim != 2 or rssi.shape[1] != fingerprints.shape[1] or len(fingerprints) != len(positions):
        raise ValueError("rssi, fingerprints and positions must have as many anchors and as many fingerprints")
    if not 0 < neighbours <= len(fingerprints):
        raise ValueError(f"neighbours must be 1 to {len(fingerprints)}, not {neighbours}")
    heard, stored = (np.where(np.isnan(values), silent, values) for values in (rssi, fingerprints))
    apart = np.sqrt(np.maximum((heard**2).sum(1)[:, None] + (stored**2).sum(1) - 2 * heard @ stored.T, 0.0))
    nearest = np.argpartition(apart, neighbours - 1, axis=1)[:, :neighbours]
    weights = 1 / (np.take_along_axis(apart, nearest, axis=1) + 1e-3)
    return np.asarray(np.sum(positions[nearest] * weights[:, :, None], axis=1) / weights.sum(axis=1, keepdims=True))
