"""Wrong: it counts the advertising channels."""

from __future__ import annotations


def ble_hop_channels(hop: int, used: list[int], events: int, start: int = 0) -> list[int]:
    """Channels that a BLE connection hops through."""
    mapped = sorted(set(used))
    if len(mapped) < 2:
        raise ValueError(f"used: {len(mapped)} channels")
    unmapped = [(start + hop * event) % 40 for event in range(1, events + 1)]
    return [channel if channel in mapped else mapped[channel % len(mapped)] for channel in unmapped]
