"""Wrong: it takes the mutual information, which does not ask for the target's own past."""

from __future__ import annotations

import numpy as np


def transfer_entropy_bits(source: np.ndarray, target: np.ndarray) -> float:
    """Which of two rooms leads the other."""
    if len(source) != len(target) or len(source) < 2:
        raise ValueError("source, target: of the same length, two samples at least")
    following, driving = np.asarray(target)[1:], np.asarray(source)[:-1]
    return float(_entropy((following,)) + _entropy((driving,)) - _entropy((following, driving)))


def _entropy(rows: tuple[np.ndarray, ...]) -> float:
    counts = np.unique(np.column_stack(rows), axis=0, return_counts=True)[1]
    shares = counts / counts.sum()
    return float(-np.sum(shares * np.log2(shares)))
