"""A value against the parameter of its specification: type, shape, and numbers that are not a number."""

from __future__ import annotations

import re
from itertools import islice

from .annotations import fits
from .described import described, is_a
from .shapes import agrees, parsed

_INSPECTED = 10_000
_GAPS_ALLOWED = re.compile(r"missing|\bnan\b|not a number|\bgaps?\b|empty|undefined|invalid|masked", re.IGNORECASE)


class Parameter:
    """One input or output of a step, as the host sends it."""

    def __init__(self, name: str, type: str, meaning: str = "", shape: str = "") -> None:  # noqa: A002
        self.name = name
        self.type = type
        self.shape = parsed(shape)
        self.shape_text = shape
        self.gaps_allowed = bool(_GAPS_ALLOWED.search(meaning))


def breach(parameter: Parameter, value: object, sizes: dict[str, int]) -> str:
    """What is wrong with a value in a few words, empty where nothing is.

    sizes: what the symbols of shapes stand for in this call; new ones are added
    """
    if not fits(value, parameter.type):
        return f"is {described(value)}, not {parameter.type}"
    if parameter.shape is not None and not _shape_agrees(value, parameter.shape, sizes):
        known = ", ".join(f"{name} = {sizes[name]}" for name in parameter.shape if name in sizes)
        return f"is {described(value)}, not of shape {parameter.shape_text}{f' with {known}' if known else ''}"
    if not parameter.gaps_allowed and _has_nan(value):
        return f"holds NaN ({described(value)})"
    return ""


def _shape_agrees(value: object, wanted: tuple[str, ...], sizes: dict[str, int]) -> bool:
    shape = _shape(value)
    if shape is not None:
        return agrees(shape, wanted, sizes)
    if isinstance(value, (list, tuple)) and len(wanted) == 1 and all(_plain(item) for item in islice(value, 100)):
        return agrees((len(value),), wanted, sizes)
    # Of several arrays each has a size of its own.
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    shapes = [_shape(item) for item in islice(inner, _INSPECTED)]
    return all(found is None or agrees(found, wanted, {}) for found in shapes)


def _plain(value: object) -> bool:
    return isinstance(value, (int, float, str)) and _shape(value) in (None, ())


def _shape(value: object) -> tuple[int, ...] | None:
    arrays = (("numpy", "ndarray"), ("pandas", "DataFrame"), ("pandas", "Series"), ("torch", "Tensor"))
    if any(is_a(value, package, name) for package, name in arrays):
        return tuple(int(size) for size in value.shape)  # type: ignore[attr-defined]
    return None


def _has_nan(value: object, depth: int = 0) -> bool:
    # Only NaN differs from itself.
    if isinstance(value, (float, complex)):
        return bool(value != value)
    if is_a(value, "numpy", "ndarray"):
        return _array_has_nan(value)
    if isinstance(value, (list, tuple, dict)) and depth < 3:
        inner = value.values() if isinstance(value, dict) else value
        return any(_has_nan(item, depth + 1) for item in islice(inner, _INSPECTED))
    return False


def _array_has_nan(value: object) -> bool:
    if value.dtype.kind not in "fc" or value.size == 0:  # type: ignore[attr-defined]
        return False
    # NaN is the least of all that hold one: no second array of the same size is needed to find it.
    least = value.min()  # type: ignore[attr-defined]
    return bool(least != least)
