"""Wrong: it takes the normal approximation."""

from __future__ import annotations


def exact_share_interval(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact confidence interval of a share."""
    if trials < 1 or successes > trials:
        raise ValueError("successes: too many")
    share = successes / trials
    half = 1.96 * (share * (1 - share) / trials) ** 0.5
    return max(0.0, share - half), min(1.0, share + half)
