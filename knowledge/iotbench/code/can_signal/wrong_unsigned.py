"""Wrong: it knows no negative values."""

from __future__ import annotations


def can_signal(
    data: bytes, start: int, length: int, little: bool, signed: bool, scale: float = 1.0, offset: float = 0.0
) -> float:
    """Value of a signal in a CAN frame."""
    first = start if little else start // 8 * 8 + 7 - start % 8
    total = 8 * len(data)
    if first + length > total:
        raise ValueError(f"start: {length} bits from {start} do not fit into {len(data)} bytes")
    shift = first if little else total - first - length
    raw = int.from_bytes(data, "little" if little else "big") >> shift & (1 << length) - 1

    return raw * scale + offset
