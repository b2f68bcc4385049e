"""Wrong: it takes the largest gauge for the largest strain."""

from __future__ import annotations


def rosette_strain(a: float, b: float, c: float) -> tuple[float, float, float]:
    """Principal strains of a strain rosette."""
    gauges = {0.0: a, 45.0: b, 90.0: c}
    angle = max(gauges, key=lambda key: gauges[key])
    return max(a, b, c), min(a, b, c), angle
