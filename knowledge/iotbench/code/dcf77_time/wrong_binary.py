"""Wrong: it takes the numbers for plain binary."""

from __future__ import annotations

WEIGHTS = (1, 2, 4, 8, 16, 32, 64, 128)


def dcf77_time(bits: list[int]) -> str:
    """Time out of a minute of DCF77."""
    if len(bits) != 59 or bits[0] != 0 or bits[20] != 1:
        raise ValueError("bits: no whole minute")
    if any(sum(bits[first:last]) % 2 for first, last in ((21, 29), (29, 36), (36, 59))):
        raise ValueError("bits: wrong parity")
    minute, hour, day, month, year = (
        sum(weight * bit for weight, bit in zip(WEIGHTS, bits[first:last], strict=False))
        for first, last in ((21, 28), (29, 35), (36, 42), (45, 50), (50, 58))
    )
    return f"{2000 + year:04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}"
