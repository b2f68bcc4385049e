"""Wrong: it begins each number one bit early."""

from __future__ import annotations

WEIGHTS = (1, 2, 4, 8, 10, 20, 40, 80)


def dcf77_time(bits: list[int]) -> str:
    """Time out of a minute of DCF77."""
    if len(bits) != 59 or bits[0] != 0 or bits[20] != 1:
        raise ValueError("bits: no whole minute")
    if any(sum(bits[first:last]) % 2 for first, last in ((21, 29), (29, 36), (36, 59))):
        raise ValueError("bits: wrong parity")
    minute, hour, day, month, year = (
        sum(weight * bit for weight, bit in zip(WEIGHTS, bits[first:last], strict=False))
        for first, last in ((20, 27), (28, 34), (35, 41), (44, 49), (49, 57))
    )
    return f"{2000 + year:04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}"
