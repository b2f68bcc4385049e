"""Wrong: it leaves the whole error to each side."""

from __future__ import annotations

from scipy.stats import beta


def exact_share_interval(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact confidence interval of a share."""
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"successes: {successes} of {trials}")
    tail = 1.0 - confidence
    failures = trials - successes
    low = beta.ppf(tail, successes, failures + 1) if successes else 0.0
    high = beta.ppf(1.0 - tail, successes + 1, failures) if failures else 1.0
    return float(low), float(high)
