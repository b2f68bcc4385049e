"""Labelled recordings cut into windows to train a network and to test it on other people."""

from __future__ import annotations

import numpy as np


def _windows(
    recordings: dict[str, np.ndarray], names: list[str], length: int, hop: int
) -> list[tuple[np.ndarray, str]]:
    whole = [(np.asarray(recordings[name], float), name) for name in names]
    cuts = [
        (recording[start : start + length], name)
        for recording, name in whole
        for start in range(0, len(recording) - length + 1, hop)
    ]
    return [(cut, name) for cut, name in cuts if np.all(np.isfinite(cut))]


def windows_by_group(
    recordings: dict[str, np.ndarray],
    labels: dict[str, str],
    groups: dict[str, str],
    length: int = 64,
    hop: int = 32,
    share: float = 0.3,
    seed: int = 0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Cut labelled recordings into overlapping windows of equal length and keep whole groups aside for the test, so
    that no network is tested on windows that overlap with those of its training.

    Parameters
    ----------
    recordings : dict[str, numpy.ndarray], shape (samples, channels)
        by name, all with the same channels
    labels : dict[str, str]
        class of each recording
    groups : dict[str, str]
        subject, session or machine of each recording
    length : int, in samples
        length of a window
    hop : int, in samples
        from one window to the next
    share : float
        share of the groups that is kept aside, 0 to 1; one group at least
    seed : int
        of the choice of groups

    Returns
    -------
    train_windows : numpy.ndarray, shape (train_windows, length, channels)
        windows to train on, without missing values
    train_labels : numpy.ndarray, shape (train_windows,)
        their classes
    test_windows : numpy.ndarray, shape (test_windows, length, channels)
        windows of the groups kept aside
    test_labels : numpy.ndarray, shape (test_windows,)
        their classes

    Raises
    ------
    ValueError
        where there are less than two groups, one side has no window, or length or hop is below 1

    Notes
    -----
    Time: O(windows times length times channels). Memory: O(windows times length times channels).
    Keywords: segmentation, sliding window, training set, time series classification.
    Plain NumPy.

    References
    ----------
    O. Banos, J.-M. Galvez, M. Damas, H. Pomares and I. Rojas, "Window Size Impact in Human Activity Recognition",
    Sensors 14(4), 2014. doi:10.3390/s140406474

    Examples
    --------
    >>> takes = {"walk_ann": np.zeros((100, 3)), "walk_bob": np.ones((70, 3))}
    >>> kinds, people = dict.fromkeys(takes, "walk"), {"walk_ann": "ann", "walk_bob": "bob"}
    >>> train, _, test, test_labels = windows_by_group(takes, kinds, people)
    >>> sorted([train.shape, test.shape])
    [(1, 64, 3), (2, 64, 3)]
    """
    owners = sorted({groups[name] for name in recordings})
    if length < 1 or hop < 1 or len(owners) < 2:
        raise ValueError(f"length {length} and hop {hop} must be 1 or more, and there must be two groups or more")
    count = min(max(round(share * len(owners)), 1), len(owners) - 1)
    aside = set(np.random.default_rng(seed).permutation(owners)[:count].tolist())
    sides: tuple[list[str], list[str]] = ([], [])
    for name in sorted(recordings):
        sides[groups[name] in aside].append(name)
    train, test = (_windows(recordings, names, length, hop) for names in sides)
    if not train or not test:
        raise ValueError(f"recordings: no window of {length} samples without a gap on one side of the split")
    (train_windows, train_names), (test_windows, test_names) = zip(*train, strict=True), zip(*test, strict=True)
    train_labels, test_labels = ([labels[name] for name in names] for names in (train_names, test_names))
    return np.array(train_windows), np.array(train_labels), np.array(test_windows), np.array(test_labels)
