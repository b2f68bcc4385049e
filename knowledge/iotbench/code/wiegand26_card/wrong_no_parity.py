"""Wrong: it does not look at the parities."""

from __future__ import annotations


def wiegand26_card(bits: str) -> tuple[int, int]:
    """Card number of a Wiegand 26 reader."""
    if len(bits) != 26 or set(bits) - {"0", "1"}:
        raise ValueError(f"bits: {bits!r} are not 26 bits")

    return int(bits[1:9], 2), int(bits[9:25], 2)
