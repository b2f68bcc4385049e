"""Fatigue damage by rainflow counting."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def _reversals(stress: np.ndarray) -> list[float]:
    kept = [float(value) for value, before in zip(stress[1:], stress, strict=False) if value != before]
    series = [float(stress[0]), *kept]
    inner = [b for a, b, c in zip(series, series[1:], series[2:], strict=False) if (b - a) * (c - b) < 0]
    return [series[0], *inner, series[-1]] if len(series) > 1 else []


def fatigue_damage(stress: np.ndarray, capacity: float, exponent: float) -> float:
    """Give the fatigue damage of a stress history: rainflow counting (ASTM E1049) and Miner's sum of count * (range /
    capacity)**exponent. Reversals are read one by one. While there are three or more, X is the range of the last two
    and Y the one before it. Where X < Y the next is read. Else, where Y holds the first reversal of those left, Y
    counts as half a cycle and that first reversal is dropped; where it does not, Y counts as a whole cycle and both its
    reversals are dropped. In the end each range of neighbours that are left counts as half a cycle.

    Parameters
    ----------
    stress : numpy.ndarray, shape (samples,), in MPa
        stress over time, one sample at least; the first and last sample count as reversals
    capacity : float, in MPa
        range that a single cycle breaks the part with
    exponent : float
        how much more large ranges count

    Returns
    -------
    damage : float
        1 is the end of life
    """
    damage = 0.0
    left: list[float] = []
    for reversal in _reversals(np.asarray(stress)):
        left.append(reversal)
        while len(left) >= 3 and abs(left[-1] - left[-2]) >= abs(left[-2] - left[-3]):
            whole = len(left) > 3
            damage += (1.0 if whole else 0.5) * (abs(left[-2] - left[-3]) / capacity) ** exponent
            if whole:
                del left[-3:-1]
            else:
                left.pop(0)
    return float(damage + sum(0.5 * (abs(b - a) / capacity) ** exponent for a, b in pairwise(left)))
