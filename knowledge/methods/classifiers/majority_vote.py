"""One decision for a recording from those of its windows."""

from __future__ import annotations

import numpy as np


def majority_vote(predicted: np.ndarray, names: np.ndarray) -> dict[str, str]:
    """Give every recording the label that most of its windows were given; of labels with as many windows the one whose
    windows follow each other longest without a change wins.

    Parameters
    ----------
    predicted : numpy.ndarray, shape (windows,)
        the label of every window, in order of time within a recording
    names : numpy.ndarray, shape (windows,)
        the recording of every window

    Returns
    -------
    decisions : dict[str, str]
        the label of every recording by its name

    Raises
    ------
    ValueError
        where the arguments differ in length

    Notes
    -----
    Plain NumPy. Time: O(windows log windows). Memory: O(windows).
    Keywords: voting, aggregate windows, recording level decision, smoothing of labels.

    References
    ----------
    L. I. Kuncheva, "Combining Pattern Classifiers: Methods and Algorithms", Wiley, 2004, section 4.2.

    Examples
    --------
    >>> predicted, names = np.array(["walk", "sit", "walk", "run", "run", "sit", "sit"]), np.array(list("aaabbcc"))
    >>> majority_vote(predicted, names)
    {'a': 'walk', 'b': 'run', 'c': 'sit'}
    """
    if len(predicted) != len(names):
        raise ValueError("predicted and names differ in length")
    return {str(name): _winner([str(label) for label in predicted[names == name]]) for name in np.unique(names)}


def _winner(labels: list[str]) -> str:
    runs: dict[str, int] = {}
    length = 0
    for place, label in enumerate(labels):
        length = length + 1 if place and labels[place - 1] == label else 1
        runs[label] = max(runs.get(label, 0), length)
    return max(sorted(runs), key=lambda label: (labels.count(label), runs[label]))
