"""Time out of a minute of DCF77."""

from __future__ import annotations

WEIGHTS = (1, 2, 4, 8, 10, 20, 40, 80)


def dcf77_time(bits: list[int]) -> str:
    """Read date and time out of the 59 bits of one DCF77 minute. Bit 0 is 0 and bit 20 is 1. Numbers are binary-coded
    decimal, lowest bit first, weights 1, 2, 4, 8, 10, 20, 40, 80: minute in bits 21 to 27, hour 29 to 34, day 36 to 41,
    weekday 42 to 44, month 45 to 49, year in its century 50 to 57. Bits 28, 35 and 58 make the number of ones even in
    21 to 28, 29 to 35 and 36 to 58.

    Parameters
    ----------
    bits : list[int]
        the 59 bits, 0 or 1

    Returns
    -------
    time : str
        as ``2026-11-20 21:45``, the year in the century of 2000

    Raises
    ------
    ValueError
        where there are not 59 bits, bit 0 or bit 20 is wrong, or the parity of a group is
    """
    if len(bits) != 59 or bits[0] != 0 or bits[20] != 1:
        raise ValueError("bits: no whole minute")
    if any(sum(bits[first:last]) % 2 for first, last in ((21, 29), (29, 36), (36, 59))):
        raise ValueError("bits: wrong parity")
    minute, hour, day, month, year = (
        sum(weight * bit for weight, bit in zip(WEIGHTS, bits[first:last], strict=False))
        for first, last in ((21, 28), (29, 35), (36, 42), (45, 50), (50, 58))
    )
    return f"{2000 + year:04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}"
