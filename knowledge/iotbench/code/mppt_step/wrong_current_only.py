"""Wrong: it compares currents instead of powers."""

from __future__ import annotations


def mppt_step(
    voltage: float,
    current: float,
    last_voltage: float,
    last_current: float,
    step: float = 0.1,
    low: float = 0.0,
    high: float = 20.0,
) -> float:
    """One step of a solar panel's power tracker."""
    gained = current - last_current
    moved = voltage - last_voltage
    direction = -1.0 if gained * moved < 0 else 1.0
    return min(high, max(low, voltage + direction * step))
