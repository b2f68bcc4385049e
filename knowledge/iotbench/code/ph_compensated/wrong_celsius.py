"""Wrong: it scales the slope by degrees Celsius."""

from __future__ import annotations


def ph_compensated(
    voltage: float, temperature: float, buffers: tuple[float, float], voltages: tuple[float, float], calibrated: float
) -> float:
    """Acidity (pH) from a glass electrode with temperature compensation."""
    if buffers[0] == buffers[1] or voltages[0] == voltages[1]:
        raise ValueError("buffers: the two points do not differ")
    slope = (voltages[1] - voltages[0]) / (buffers[1] - buffers[0])
    neutral = voltages[0] + slope * (7.0 - buffers[0])
    return 7.0 + (voltage - neutral) / (slope * temperature / calibrated)
