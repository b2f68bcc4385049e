"""Bits out of Manchester code."""

from __future__ import annotations


def _decoded(levels: list[int], start: int) -> tuple[list[int], int]:
    pairs = list(zip(levels[start::2], levels[start + 1 :: 2], strict=False))
    bits = [second for first, second in pairs if first != second]
    return bits, len(pairs) - len(bits)


def manchester_bits(levels: list[int]) -> tuple[list[int], int]:
    """Decode Manchester code (IEEE 802.3: low then high is 1, high then low is 0) whose first bit begins at the first
    or at the second level. Two equal halves are a violation: such a pair gives no bit. The beginning with fewer
    violations is right, the first level where both have the same number. A half bit left over at the end is dropped.

    Parameters
    ----------
    levels : list[int]
        level of each half bit, 0 or 1

    Returns
    -------
    bits : list[int]
        the bits
    violations : int
        how many pairs gave none
    """
    return min((_decoded(levels, start) for start in (0, 1)), key=lambda found: found[1])
