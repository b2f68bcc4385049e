"""Numbers as a profile shows them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def span(values: Iterable[float]) -> tuple[float | None, float | None]:
    """The least and the greatest finite value, None where there is none."""
    finite = [value for value in values if math.isfinite(value)]
    return (min(finite), max(finite)) if finite else (None, None)


def listed(values: Sequence[object], most: int = 8) -> str:
    """The first values, a blank between them."""
    shown = " ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in values[:most])
    return f"{shown} ..." if len(values) > most else shown


def median(values: Sequence[float]) -> float:
    """The middle value of a non-empty sequence."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def counted(count: int, one: str, many: str) -> str:
    """``1 row``, ``1,234 rows``."""
    return f"{count:,} {one if count == 1 else many}"
