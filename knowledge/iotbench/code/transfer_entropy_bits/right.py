"""Which of two rooms leads the other."""

from __future__ import annotations

import numpy as np


def transfer_entropy_bits(source: np.ndarray, target: np.ndarray) -> float:
    """Give the transfer entropy from one row of states to another: how many bits the source's state tells about the
    next state of the target beyond what the target's own state tells. Sum over all triples (n, t, s) of next target
    state, target state and source state of p(n, t, s) * log2(p(n | t, s) / p(n | t)), with the probabilities as they
    are counted.

    Parameters
    ----------
    source : numpy.ndarray, shape (samples,)
        states as integers
    target : numpy.ndarray, shape (samples,)
        states as integers

    Returns
    -------
    entropy : float, in bit
        0 or more

    Raises
    ------
    ValueError
        where the rows differ in length or have fewer than two samples
    """
    if len(source) != len(target) or len(source) < 2:
        raise ValueError("source, target: of the same length, two samples at least")
    following, present, driving = np.asarray(target)[1:], np.asarray(target)[:-1], np.asarray(source)[:-1]
    joint, own = (following, present, driving), (following, present)
    return float(_entropy(own) - _entropy((present,)) - _entropy(joint) + _entropy((present, driving)))


def _entropy(rows: tuple[np.ndarray, ...]) -> float:
    counts = np.unique(np.column_stack(rows), axis=0, return_counts=True)[1]
    shares = counts / counts.sum()
    return float(-np.sum(shares * np.log2(shares)))
