"""Wrong: it answers in nats."""

from __future__ import annotations

import numpy as np


def transfer_entropy_bits(source: np.ndarray, target: np.ndarray) -> float:
    """Which of two rooms leads the other."""
    if len(source) != len(target) or len(source) < 2:
        raise ValueError("source, target: of the same length, two samples at least")
    following, present, driving = np.asarray(target)[1:], np.asarray(target)[:-1], np.asarray(source)[:-1]
    joint, own = (following, present, driving), (following, present)
    return float(_entropy(own) - _entropy((present,)) - _entropy(joint) + _entropy((present, driving)))


def _entropy(rows: tuple[np.ndarray, ...]) -> float:
    counts = np.unique(np.column_stack(rows), axis=0, return_counts=True)[1]
    shares = counts / counts.sum()
    return float(-np.sum(shares * np.log(shares)))
