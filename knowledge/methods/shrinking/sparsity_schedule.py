"""How sparse a network should be at each step of its training."""

from __future__ import annotations

import numpy as np


def sparsity_schedule(steps: int, final: float, initial: float = 0.0, begin: int = 0, end: int = -1) -> np.ndarray:
    """Raise the share of pruned weights along a cubic curve: fast while there are many to spare, slowly towards the end, so that
    the network can recover while it is trained on (automated gradual pruning).

    Parameters
    ----------
    steps : int
        steps or epochs of the training
    final : float
        sparsity at the end, below 1
    initial : float
        sparsity at the beginning
    begin : int
        step at which pruning begins
    end : int
        step from which the sparsity is final; by default the last

    Returns
    -------
    sparsities : numpy.ndarray, shape (steps,)
        share of weights that are 0 at each step, never falling

    Raises
    ------
    ValueError
        where there are no steps, the sparsities are not 0 <= initial <= final < 1, or begin is not before end

    Notes
    -----
    Time: O(steps). Memory: O(steps). Plain NumPy.
    Keywords: gradual pruning, polynomial decay, fine-tuning.

    References
    ----------
    M. Zhu and S. Gupta, "To prune, or not to prune: exploring the efficacy of pruning for model compression", 2017, equation
    (1). arXiv:1710.01878

    Examples
    --------
    >>> sparsity_schedule(5, 0.8).round(4).tolist()
    [0.0, 0.4625, 0.7, 0.7875, 0.8]
    """
    stop = steps - 1 if end < 0 else end
    if not 0 <= initial <= final < 1:
        raise ValueError("initial, final: 0 <= initial <= final < 1 is needed")
    if not 0 <= begin < stop <= steps - 1:
        raise ValueError(f"begin: {begin} is not before the end {stop} within {steps} steps")
    progress = np.clip((np.arange(steps) - begin) / (stop - begin), 0.0, 1.0)
    return final + (initial - final) * (1 - progress) ** 3
