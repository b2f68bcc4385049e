"""Exact confidence interval of a share."""

from __future__ import annotations

from scipy.stats import beta


def exact_share_interval(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Give the exact confidence interval of a share by Clopper and Pearson: the lower limit is the share at which so
    many successes or more have a probability of (1 - confidence) / 2, the upper one that at which so many or fewer have
    it.

    Parameters
    ----------
    successes : int
        number of successes
    trials : int
        number of independent trials
    confidence : float
        probability that the interval covers the share at least, between 0 and 1

    Returns
    -------
    low : float
        lower limit, 0 where nothing succeeded
    high : float
        upper limit, 1 where all succeeded

    Raises
    ------
    ValueError
        where there are no trials, or fewer than successes
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"successes: {successes} of {trials}")
    tail = (1.0 - confidence) / 2.0
    failures = trials - successes
    low = beta.ppf(tail, successes, failures + 1) if successes else 0.0
    high = beta.ppf(1.0 - tail, successes + 1, failures) if failures else 1.0
    return float(low), float(high)
