"""Recognise words by dynamic time warping to the templates of other speakers."""

from __future__ import annotations

import numpy as np
from scipy.spatial.distance import cdist


def _warped_distance(first: np.ndarray, second: np.ndarray) -> float:
    """Least mean cost of aligning two sequences, by anti-diagonals so that NumPy does the inner loop."""
    costs = cdist(first, second)
    rows, columns = costs.shape
    before = np.full(rows + 1, np.inf)
    last = np.full(rows + 1, np.inf)
    before[0] = 0.0
    for diagonal in range(rows + columns - 1):
        low, high = max(0, diagonal - columns + 1), min(rows, diagonal + 1)
        row = np.arange(low, high)
        current = np.full(rows + 1, np.inf)
        current[row + 1] = costs[row, diagonal - row] + np.minimum(np.minimum(last[row], last[row + 1]), before[row])
        before, last = last, current
    return float(last[rows] / (rows + columns))


def template_words(
    features: dict[str, np.ndarray],
    labels: dict[str, str],
    groups: dict[str, str],
    neighbours: int = 3,
) -> dict[str, str]:
    """Recognise each spoken word by its nearest templates among the other speakers' recordings: dynamic time warping over
    mean-normalised frames, and a vote of the nearest weighted by closeness. Nobody is compared with themselves.

    Parameters
    ----------
    features : dict[str, numpy.ndarray]
        frames of each recording, shape (frames, coefficients), such as MFCC of a trimmed word
    labels : dict[str, str]
        the word of each recording
    groups : dict[str, str]
        the speaker of each recording
    neighbours : int
        how many templates vote

    Returns
    -------
    predicted : dict[str, str]
        the word recognised in each recording

    Raises
    ------
    ValueError
        where a recording has no template of another speaker

    Notes
    -----
    Time: O(recordings^2 frames^2). Memory: O(frames^2).
    Keywords: DTW, keyword, isolated word recognition, voice command.

    References
    ----------
    H. Sakoe and S. Chiba, "Dynamic Programming Algorithm Optimization for Spoken Word Recognition", IEEE Trans. Acoust.,
    Speech, Signal Process. 26(1), 1978. doi:10.1109/TASSP.1978.1163055

    Examples
    --------
    >>> rise, fall = np.arange(5.0)[:, None], np.arange(5.0)[::-1, None]
    >>> words = {"a1": rise, "b1": fall, "a2": rise.repeat(2, axis=0), "b2": fall.repeat(2, axis=0)}
    >>> who = {"a1": "x", "b1": "x", "a2": "y", "b2": "y"}
    >>> template_words(words, {"a1": "up", "b1": "down", "a2": "up", "b2": "down"}, who, neighbours=1)
    {'a1': 'up', 'b1': 'down', 'a2': 'up', 'b2': 'down'}
    """
    centred = {name: frames - frames.mean(axis=0) for name, frames in features.items()}
    predicted = {}
    for name, frames in centred.items():
        others = [other for other in centred if groups[other] != groups[name]]
        if not others:
            raise ValueError(f"recording {name} has no template of another speaker")
        distances = {other: _warped_distance(frames, centred[other]) for other in others}
        votes: dict[str, float] = {}
        for other in sorted(distances, key=lambda key: distances[key])[:neighbours]:
            votes[labels[other]] = votes.get(labels[other], 0.0) + 1.0 / (distances[other] + 1e-9)
        predicted[name] = max(votes, key=lambda word: votes[word])
    return predicted
