"""Wrong: it looks at the first period only."""

from __future__ import annotations

import numpy as np


def pwm_from_edges(times: np.ndarray, levels: np.ndarray) -> tuple[float, float]:
    """Frequency and duty cycle from edges."""
    levels = np.asarray(levels, dtype=int)
    rises = np.flatnonzero(np.diff(levels, prepend=0) == 1)
    if len(rises) < 2:
        raise ValueError("times: no whole period")
    rises = rises[:2]
    first, last = rises[0], rises[-1]
    span = times[last] - times[first]
    high = np.sum(np.diff(times[first : last + 1])[levels[first:last] == 1])
    return float((len(rises) - 1) / span), float(high / span)
