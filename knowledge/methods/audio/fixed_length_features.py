"""Utterances of any length as vectors of one length."""

from __future__ import annotations

import numpy as np


def _deltas(features: np.ndarray, reach: int = 2) -> np.ndarray:
    """Slope of every feature by regression over frames within reach."""
    padded = np.pad(features, ((reach, reach), (0, 0)), mode="edge")
    steps = np.arange(1, reach + 1)
    count = len(features)
    rises = [k * (padded[reach + k : reach + k + count] - padded[reach - k : reach - k + count]) for k in steps]
    slopes: np.ndarray = np.sum(rises, axis=0) / (2.0 * np.sum(steps**2))
    return slopes


def fixed_length_features(features: np.ndarray, segments: int = 8) -> np.ndarray:
    """Turn the frames of one utterance into one vector for a classifier: remove the recording's mean (cepstral mean
    normalisation, which takes out microphone and room), add deltas, and average within equal parts of its duration.

    Parameters
    ----------
    features : numpy.ndarray, shape (frames, coefficients)
        one row a frame, such as MFCC of a trimmed word
    segments : int
        number of equal parts

    Returns
    -------
    features : numpy.ndarray, shape (features,)
        segments x 2 x coefficients numbers, segment by segment

    Raises
    ------
    ValueError
        where the features are not a finite matrix with at least one frame

    Notes
    -----
    Time: O(frames coefficients). Memory: O(frames coefficients).
    Keywords: keyword features, word embedding, CMN, deltas, spoken digits.
    Plain NumPy.

    References
    ----------
    S. Furui, "Speaker-Independent Isolated Word Recognition Using Dynamic Features of Speech Spectrum", IEEE Trans. Acoust.,
    Speech, Signal Process. 34(1), 1986. doi:10.1109/TASSP.1986.1164788

    Examples
    --------
    >>> fixed_length_features(np.arange(20.0).reshape(10, 2), segments=2).tolist()
    [-5.0, -5.0, 1.72, 1.72, 5.0, 5.0, 1.72, 1.72]
    """
    if features.ndim != 2 or not len(features) or not np.isfinite(features).all():
        raise ValueError("features must be a finite matrix with at least one frame")
    both = np.hstack([features - features.mean(axis=0), _deltas(features)])
    edges = np.linspace(0, len(both), segments + 1)
    starts = np.floor(edges[:-1]).astype(int)
    ends = np.maximum(np.ceil(edges[1:]).astype(int), starts + 1)
    return np.concatenate([both[start:end].mean(axis=0) for start, end in zip(starts, ends, strict=True)])
