"""Wrong: it forgets the airtime of the frame itself."""

from __future__ import annotations


def lora_duty_wait(
    starts: list[float], airtimes: list[float], now: float, airtime: float, share: float = 0.01, window: float = 3600.0
) -> float:
    """When a LoRa node may send again."""
    if airtime > share * window:
        raise ValueError(f"airtime: {airtime} s are never allowed")
    begin = now + airtime - window
    ends = [start + length for start, length in zip(starts, airtimes, strict=True)]
    inside = [(max(start, begin), end) for start, end in zip(starts, ends, strict=True) if end > begin]
    excess = sum(end - start for start, end in inside) - share * window
    for start, end in inside:
        if excess <= end - start:
            return max(now, start + excess + window - airtime) if excess > 0 else now
        excess -= end - start
    return now
