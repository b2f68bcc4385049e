"""Which appliances are on: all combinations, decoded over time."""

from __future__ import annotations

import numpy as np


def appliance_states(
    power: np.ndarray,
    ratings: np.ndarray,
    base: float = 0.0,
    noise: float = 20.0,
    switching: float = 6.0,
) -> np.ndarray:
    """Tell at every moment which of a few known appliances are on from the total power alone: every combination predicts a
    total, and the most likely course of combinations is decoded with a cost for each switching (a factorial hidden Markov
    model by Viterbi), which keeps combinations of like totals from flickering.

    Parameters
    ----------
    power : numpy.ndarray, shape (samples,), in W
        total power, evenly sampled
    ratings : numpy.ndarray, shape (appliances,), in W
        power of each appliance when on; at most 10 appliances
    base : float, in W
        what is always drawn
    noise : float, in W
        standard deviation of the total around its prediction
    switching : float
        cost of one appliance's switching, as a negative logarithm of its probability

    Returns
    -------
    states : numpy.ndarray, shape (samples, appliances)
        true where an appliance is on

    Raises
    ------
    ValueError
        where the power is not one channel of finite samples or there are no or more than 10 ratings

    Notes
    -----
    Time: O(samples 4^appliances). Memory: O(samples 2^appliances).
    Keywords: NILM, combinatorial optimisation, factorial HMM, disaggregation, Viterbi.
    Plain NumPy.

    References
    ----------
    H. Kim, M. Marwah, M. Arlitt, G. Lyon and J. Han, "Unsupervised Disaggregation of Low Frequency Power Measurements", SIAM
    International Conference on Data Mining, 2011. doi:10.1137/1.9781611972818.64

    Examples
    --------
    >>> appliance_states(np.array([50.0, 150.0, 152.0, 2150.0]), np.array([100.0, 2000.0]), base=50.0).astype(int).tolist()
    [[0, 0], [1, 0], [1, 0], [1, 1]]
    """
    if power.ndim != 1 or not power.size or not np.isfinite(power).all():
        raise ValueError("power must be one channel of finite samples")
    if not 1 <= ratings.size <= 10:
        raise ValueError("there must be 1 to 10 ratings")
    combinations = (np.arange(2**ratings.size)[:, None] >> np.arange(ratings.size)) & 1
    # A robust cost: an inrush of one sample must not pay for switching something else.
    misses = np.minimum(((power[:, None] - base - combinations @ ratings) / noise) ** 2 / 2, 50.0)
    moves = switching * np.abs(combinations[:, None] - combinations[None]).sum(axis=2)
    total, origins = misses[0], np.zeros(misses.shape, dtype=int)
    for index in range(1, power.size):
        choices = total[:, None] + moves
        origins[index] = choices.argmin(axis=0)
        total = choices.min(axis=0) + misses[index]
    path = [int(total.argmin())]
    for index in range(power.size - 1, 0, -1):
        path.append(int(origins[index, path[-1]]))
    return combinations[path[::-1]].astype(bool)
