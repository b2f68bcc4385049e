"""Wrong: it waits a hundred times the last airtime."""

from __future__ import annotations


def lora_duty_wait(
    starts: list[float], airtimes: list[float], now: float, airtime: float, share: float = 0.01, window: float = 3600.0
) -> float:
    """When a LoRa node may send again."""
    if airtime > share * window:
        raise ValueError("airtime: never allowed")
    return max(now, starts[-1] + airtimes[-1] / share) if starts else now
