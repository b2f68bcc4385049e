"""Wrong: it forgets the first parity bit."""

from __future__ import annotations


def wiegand26_card(bits: str) -> tuple[int, int]:
    """Card number of a Wiegand 26 reader."""
    if len(bits) != 26 or set(bits) - {"0", "1"}:
        raise ValueError(f"bits: {bits!r} are not 26 bits")
    if bits[:13].count("1") % 2 or not bits[13:].count("1") % 2:
        raise ValueError("bits: wrong parity")
    return int(bits[0:8], 2), int(bits[8:24], 2)
