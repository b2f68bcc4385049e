"""Type and shape of a value in a few words: ``float64 array (650000, 2)``, ``list of 8 str``."""

from __future__ import annotations

from itertools import islice

_LONGEST = 120
_COLUMNS = 12


def described(value: object, depth: int = 0) -> str:
    """A value in words; no method of a class of the program is called."""
    kind = type(value)
    if value is None:
        return "None"
    if kind in (bool, int, float, complex):
        return f"{kind.__name__} {value!r}"[:_LONGEST]
    if kind in (str, bytes):
        return f"{kind.__name__} {value[:60]!r}" if depth == 0 else kind.__name__  # type: ignore[index]
    if is_a(value, "numpy", "ndarray"):
        return f"{value.dtype} array {value.shape}"[:_LONGEST]  # type: ignore[attr-defined]
    if is_a(value, "pandas", "DataFrame"):
        return _frame(value)
    if kind in (list, tuple, set, frozenset):
        return f"{kind.__name__} of {len(value)}{_inner(value, depth)}"[:_LONGEST]  # type: ignore[arg-type]
    if kind is dict:
        return f"dict of {len(value)}{_pair(value, depth)}"[:_LONGEST]  # type: ignore[arg-type]
    if is_a(value, "pathlib", "Path"):
        return f"Path {str(value)[:60]!r}"
    if is_a(value, "numpy", "generic"):
        return f"{kind.__name__} {value}"[:_LONGEST]
    return f"{full_name(kind)}{_shape(value)}"[:_LONGEST]


def is_a(value: object, package: str, name: str) -> bool:
    """Whether a class of this name, of this package, is among the classes of a value; nothing is imported for it."""
    return any(
        base.__name__ == name and base.__module__.split(".")[0] == package
        for base in type(value).__mro__
        if isinstance(base.__module__, str)
    )


def full_name(kind: type) -> str:
    """The name of a class with its module, as the module of built-in classes goes without saying."""
    return (
        kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    )


def _frame(value: object) -> str:
    columns = [f"{name} {kind}" for name, kind in islice(value.dtypes.items(), _COLUMNS)]  # type: ignore[attr-defined]
    return f"DataFrame {value.shape}: {', '.join(columns)}"[: 3 * _LONGEST]  # type: ignore[attr-defined]


def _inner(values: object, depth: int) -> str:
    if depth > 1 or not values:
        return ""
    found = list(dict.fromkeys(_kind(item, depth) for item in islice(values, 1000)))  # type: ignore[call-overload]
    return f" {found[0]}" if len(found) == 1 else f" ({', '.join(found[:4])}{', ...' if len(found) > 4 else ''})"


def _kind(value: object, depth: int) -> str:
    if type(value) in (bool, int, float, complex):
        return type(value).__name__
    return described(value, depth + 1)


def _pair(values: dict[object, object], depth: int) -> str:
    if depth > 1 or not values:
        return ""
    key, value = next(iter(values.items()))
    return f": {_kind(key, depth)} -> {_kind(value, depth)}"


def _shape(value: object) -> str:
    shape = getattr(type(value), "shape", None)
    return f" {tuple(value.shape)}" if shape is not None and is_a(value, "torch", "Tensor") else ""  # type: ignore[attr-defined]
