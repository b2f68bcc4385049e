"""Wrong: it uses the opposite convention."""

from __future__ import annotations


def _decoded(levels: list[int], start: int) -> tuple[list[int], int]:
    pairs = list(zip(levels[start::2], levels[start + 1 :: 2], strict=False))
    bits = [first for first, second in pairs if first != second]
    return bits, len(pairs) - len(bits)


def manchester_bits(levels: list[int]) -> tuple[list[int], int]:
    """Bits out of Manchester code."""
    return min((_decoded(levels, start) for start in (0, 1)), key=lambda found: found[1])
