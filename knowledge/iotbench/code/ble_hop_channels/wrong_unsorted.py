"""Wrong: it takes the used channels in the order in which they are given."""

from __future__ import annotations


def ble_hop_channels(hop: int, used: list[int], events: int, start: int = 0) -> list[int]:
    """Channels that a BLE connection hops through."""
    mapped = list(dict.fromkeys(used))
    if len(mapped) < 2:
        raise ValueError(f"used: {len(mapped)} channels")
    unmapped = [(start + hop * event) % 37 for event in range(1, events + 1)]
    return [channel if channel in mapped else mapped[channel % len(mapped)] for channel in unmapped]
