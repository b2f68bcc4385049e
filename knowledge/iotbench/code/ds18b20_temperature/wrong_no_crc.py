"""Wrong: it does not look at the checksum."""

from __future__ import annotations


def ds18b20_temperature(scratchpad: bytes) -> float:
    """Temperature out of a DS18B20 scratchpad."""
    if len(scratchpad) != 9 or not any(scratchpad):
        raise ValueError("scratchpad: spoilt")
    raw = int.from_bytes(scratchpad[:2], "little", signed=True)
    meaningless = 3 - (scratchpad[4] >> 5 & 3)
    return (raw >> meaningless << meaningless) / 16
