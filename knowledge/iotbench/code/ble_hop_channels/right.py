"""Channels that a BLE connection hops through."""

from __future__ import annotations


def ble_hop_channels(hop: int, used: list[int], events: int, start: int = 0) -> list[int]:
    """List the data channels of a BLE connection by channel selection algorithm 1: the unmapped channel of an event is
    (unmapped channel of the event before + hop) % 37. Where it is used it is taken; else the one whose place in the
    rising list of used channels is the unmapped channel modulo their number.

    Parameters
    ----------
    hop : int
        hop increment, 5 to 16
    used : list[int]
        channels that the connection may use, 0 to 36, in any order
    events : int
        number of events
    start : int
        unmapped channel before the first event

    Returns
    -------
    channels : list[int]
        channel of each event

    Raises
    ------
    ValueError
        where fewer than two channels are used
    """
    mapped = sorted(set(used))
    if len(mapped) < 2:
        raise ValueError(f"used: {len(mapped)} channels")
    unmapped = [(start + hop * event) % 37 for event in range(1, events + 1)]
    return [channel if channel in mapped else mapped[channel % len(mapped)] for channel in unmapped]
