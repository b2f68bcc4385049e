"""Gestures recognised by dynamic time warping against those of other people."""

from __future__ import annotations

import numpy as np


def _resampled(recording: np.ndarray, length: int) -> np.ndarray:
    places = np.linspace(0, len(recording) - 1, length)
    return np.column_stack([np.interp(places, np.arange(len(recording)), channel) for channel in recording.T])


def _warped_distances(gesture: np.ndarray, templates: np.ndarray, radius: int) -> np.ndarray:
    costs = ((templates[:, None, :, :] - gesture[None, :, None, :]) ** 2).sum(axis=3)
    count, length, _ = costs.shape
    totals = np.full((count, length + 1, length + 1), np.inf)
    totals[:, 0, 0] = 0
    for row in range(1, length + 1):
        for column in range(max(1, row - radius), min(length, row + radius) + 1):
            before = np.minimum(
                totals[:, row - 1, column - 1], np.minimum(totals[:, row - 1, column], totals[:, row, column - 1])
            )
            totals[:, row, column] = costs[:, row - 1, column - 1] + before
    return np.asarray(np.sqrt(totals[:, length, length]))


def gestures_by_dtw(
    recordings: dict[str, np.ndarray],
    labels: dict[str, str],
    groups: dict[str, str],
    length: int = 40,
    radius: int = 6,
    nearest: int = 3,
) -> tuple[np.ndarray, np.ndarray]:
    """Recognise each gesture by the nearest gestures of all other people under dynamic time warping in a band, which
    forgives that everybody gestures at a speed of their own.

    Parameters
    ----------
    recordings : dict[str, numpy.ndarray], shape (samples, channels)
        one gesture each, cut out, by name
    labels : dict[str, str]
        gesture of each recording
    groups : dict[str, str]
        person of each recording: a gesture is never compared with others of the same person
    length : int
        samples that every gesture is brought to
    radius : int
        largest shift in time, in those samples (Sakoe-Chiba band)
    nearest : int
        neighbours that vote, the nearer the more

    Returns
    -------
    targets : numpy.ndarray, shape (items,)
        true gestures, in the order of the sorted names
    predicted : numpy.ndarray, shape (items,)
        recognised gestures in the same order

    Raises
    ------
    ValueError
        where there are less than two people, or recordings differ in their channels

    Notes
    -----
    Time: O(recordings² times length times radius). Memory: O(recordings times length²).
    Keywords: gesture recognition, DTW, nearest neighbour, template matching, smartwatch, wand.
    Plain NumPy.

    References
    ----------
    J. Liu, L. Zhong, J. Wickramasuriya and V. Vasudevan, "uWave: Accelerometer-based personalized gesture recognition
    and its applications", Pervasive and Mobile Computing 5(6), 2009. doi:10.1016/j.pmcj.2009.07.007. H. Sakoe and S.
    Chiba, "Dynamic Programming Algorithm Optimization for Spoken Word Recognition", IEEE Trans. ASSP 26(1), 1978.
    doi:10.1109/TASSP.1978.1163055

    Examples
    --------
    >>> ramp, bump = np.linspace(0, 1, 50)[:, None], np.sin(np.linspace(0, np.pi, 70))[:, None]
    >>> takes = {"a1": ramp, "b1": bump, "a2": ramp[::2] ** 1.3, "b2": bump[::2]}
    >>> people = {"a1": "ann", "b1": "ann", "a2": "bob", "b2": "bob"}
    >>> gestures_by_dtw(takes, {name: name[0] for name in takes}, people, nearest=1)[1].tolist()
    ['a', 'a', 'b', 'b']
    """
    names = sorted(recordings)
    channels = {np.shape(recordings[name])[1:] for name in names}
    if len({groups[name] for name in names}) < 2 or len(channels) != 1 or len(channels.pop()) != 1:
        raise ValueError("recordings of two people or more, all of shape (samples, channels), are needed")
    gestures = np.array([_resampled(np.asarray(recordings[name], float), length) for name in names])
    gestures = gestures / max(float(gestures.std()), 1e-12)
    targets, people = np.array([labels[name] for name in names]), np.array([groups[name] for name in names])
    predicted = []
    for gesture, person in zip(gestures, people, strict=True):
        distances = _warped_distances(gesture, gestures[people != person], radius)
        order, known = np.argsort(distances)[:nearest], targets[people != person]
        votes = {label: float((1 / (distances[order][known[order] == label] + 1e-9)).sum()) for label in known[order]}
        predicted.append(max(votes, key=lambda label: votes[label]))
    return targets, np.array(predicted)
