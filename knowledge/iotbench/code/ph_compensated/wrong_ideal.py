"""Wrong: it takes the slope of an ideal electrode."""

from __future__ import annotations


def ph_compensated(
    voltage: float, temperature: float, buffers: tuple[float, float], voltages: tuple[float, float], calibrated: float
) -> float:
    """Acidity (pH) from a glass electrode with temperature compensation."""
    if buffers[0] == buffers[1] or voltages[0] == voltages[1]:
        raise ValueError("buffers: the two points do not differ")
    slope = -59.16
    neutral = voltages[0] + slope * (7.0 - buffers[0])
    return 7.0 + (voltage - neutral) / (slope * (temperature + 273.15) / (calibrated + 273.15))
