"""Wrong: it makes a bit of two equal halves."""

from __future__ import annotations


def _decoded(levels: list[int], start: int) -> tuple[list[int], int]:
    pairs = list(zip(levels[start::2], levels[start + 1 :: 2], strict=False))
    return [second for _, second in pairs], sum(first == second for first, second in pairs)


def manchester_bits(levels: list[int]) -> tuple[list[int], int]:
    """Bits out of Manchester code."""
    return min((_decoded(levels, start) for start in (0, 1)), key=lambda found: found[1])
