"""States over time as runs."""

from __future__ import annotations

import numpy as np


def run_length_encode(states: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shorten a log of states that seldom change, as door contacts or relay positions, to its runs: each state once with
    the number of samples that it lasted.

    Parameters
    ----------
    states : numpy.ndarray, shape (samples,)
        whole numbers, truth values or texts; real numbers without NaN

    Returns
    -------
    values : numpy.ndarray, shape (runs,)
        the state of each run
    lengths : numpy.ndarray, shape (runs,), in samples
        how long it lasted

    Raises
    ------
    ValueError
        where the states are not one row, or NaN is among them, which is equal to nothing

    Notes
    -----
    Time: O(samples). Memory: O(samples). Plain NumPy.
    Keywords: RLE, binary sensor, occupancy log, events of change.

    References
    ----------
    S. W. Golomb, "Run-Length Encodings", IEEE Transactions on Information Theory 12(3), 1966.

    Examples
    --------
    >>> values, lengths = run_length_encode(np.array([0, 0, 0, 1, 1, 0]))
    >>> values.tolist(), lengths.tolist()
    ([0, 1, 0], [3, 2, 1])
    """
    states = np.asarray(states)
    if states.ndim != 1:
        raise ValueError("states: one row is needed")
    if np.issubdtype(states.dtype, np.inexact) and np.isnan(states).any():
        raise ValueError("states: NaN has no run")
    starts = np.flatnonzero(np.concatenate(([True], states[1:] != states[:-1])))[: states.size]
    return states[starts], np.diff(starts, append=states.size)
