"""Wrong: it hops on from the channel that was taken."""

from __future__ import annotations


def ble_hop_channels(hop: int, used: list[int], events: int, start: int = 0) -> list[int]:
    """Channels that a BLE connection hops through."""
    mapped = sorted(set(used))
    if len(mapped) < 2:
        raise ValueError(f"used: {len(mapped)} channels")
    channels = []
    for _ in range(events):
        start = (start + hop) % 37
        start = start if start in mapped else mapped[start % len(mapped)]
        channels.append(start)
    return channels
