"""Wrong: it takes Wilson's interval."""

from __future__ import annotations

from scipy.stats import norm


def exact_share_interval(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact confidence interval of a share."""
    if trials < 1 or successes > trials:
        raise ValueError("successes: too many")
    z = float(norm.ppf(0.5 + confidence / 2))
    share, extra = successes / trials, z**2 / trials
    half = z * (share * (1 - share) / trials + extra / (4 * trials)) ** 0.5
    return (share + extra / 2 - half) / (1 + extra), (share + extra / 2 + half) / (1 + extra)
