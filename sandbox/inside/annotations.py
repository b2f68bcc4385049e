"""Whether a value is of the type that a specification writes down: ``dict[str, numpy.ndarray]``, ``float | None``.

What cannot be told passes: a type that is not understood is no breach.
"""

from __future__ import annotations

import ast
import collections.abc
import sys
from collections.abc import Iterable
from itertools import islice

from .described import is_a

_INSPECTED = 10_000
_NUMBERS = {
    "int": ("int", "integer"),
    "float": ("int", "float", "integer", "floating"),
    "complex": ("int", "float", "complex", "number"),
    "bool": ("bool", "bool_"),
    "str": ("str", "Path"),
    "pathlib.Path": ("str", "Path"),
    "bytes": ("bytes", "bytearray"),
}
_CONTAINERS = {"list": list, "dict": dict, "tuple": tuple, "set": set, "frozenset": frozenset}
_ABSTRACT = ("Sequence", "Mapping", "Iterable", "Iterator", "Callable", "Collection", "Set", "MutableMapping")
_SPELLINGS = {
    "np": "numpy",
    "pd": "pandas",
    "ndarray": "numpy.ndarray",
    "numpy.array": "numpy.ndarray",
    "numpy.typing.NDArray": "numpy.ndarray",
    "NDArray": "numpy.ndarray",
    "DataFrame": "pandas.DataFrame",
    "Series": "pandas.Series",
    "Path": "pathlib.Path",
    "string": "str",
    "integer": "int",
    "boolean": "bool",
}
# Known by their names alone: where the package is not even loaded, no value is one of these.
_BY_NAME = ("numpy.ndarray", "pandas.DataFrame", "pandas.Series", "torch.Tensor")


def fits(value: object, annotation: str) -> bool:
    """Whether the value may be handed over as this type; as in ``core.contracts`` an int passes for a float, a path for a str."""
    try:
        tree = ast.parse(annotation.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return _fits(value, tree)


def _fits(value: object, tree: ast.expr) -> bool:
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.BitOr):
        return _fits(value, tree.left) or _fits(value, tree.right)
    if isinstance(tree, ast.Constant):
        return _constant(value, tree.value)
    if isinstance(tree, ast.Subscript):
        return _subscript(value, _name(tree.value), _parts(tree.slice))
    return _named(value, _name(tree))


def _constant(value: object, constant: object) -> bool:
    if constant is None:
        return value is None
    return fits(value, constant) if isinstance(constant, str) else True


def _subscript(value: object, name: str, parts: list[ast.expr]) -> bool:
    if name == "Optional":
        return value is None or _fits(value, parts[0])
    if name == "Union":
        return any(_fits(value, part) for part in parts)
    if name == "Literal":
        return any(isinstance(part, ast.Constant) and part.value == value for part in parts)
    return _named(value, name) and _inner_fits(value, name, parts)


def _inner_fits(value: object, name: str, parts: list[ast.expr]) -> bool:
    if name in ("list", "set", "frozenset", "Sequence") and isinstance(value, (list, tuple, set, frozenset)):
        return _all(value, parts[0])
    if name in ("dict", "Mapping") and isinstance(value, dict) and len(parts) == 2:
        return _all(value.keys(), parts[0]) and _all(value.values(), parts[1])
    if name == "tuple" and isinstance(value, tuple):
        return _tuple_fits(value, parts)
    return True


def _tuple_fits(value: tuple[object, ...], parts: list[ast.expr]) -> bool:
    if len(parts) == 2 and isinstance(parts[1], ast.Constant) and parts[1].value is ...:
        return _all(value, parts[0])
    return len(value) == len(parts) and all(map(_fits, value, parts))


def _all(values: Iterable[object], tree: ast.expr) -> bool:
    return all(_fits(value, tree) for value in islice(values, _INSPECTED))


def _named(value: object, name: str) -> bool:
    if name in ("", "object", "Any"):
        return True
    if name == "None":
        return value is None
    if (number := _number(name)) in _NUMBERS:
        return any(base.__name__ in _NUMBERS[number] for base in type(value).__mro__) or _single(value, number)
    if name in _CONTAINERS:
        return isinstance(value, _CONTAINERS[name])
    if name in _BY_NAME:
        return is_a(value, *name.split("."))
    if name in _ABSTRACT:
        return isinstance(value, getattr(collections.abc, name))
    return _loaded_fits(value, name)


def _number(name: str) -> str:
    """``float`` for ``numpy.float64``: a plain number passes for one of numpy's and the other way round."""
    short = name[len("numpy.") :].rstrip("_0123456789") if name.startswith("numpy.") else name
    short = "int" if short in ("uint", "integer") else "float" if short == "floating" else short
    return short if short in ("int", "float", "bool", "complex", "str") else name


def _single(value: object, number: str) -> bool:
    """An array without dimensions passes for its one number."""
    kinds = {"int": "iu", "float": "iuf", "complex": "iufc", "bool": "b"}.get(number, "")
    return is_a(value, "numpy", "ndarray") and value.shape == () and value.dtype.kind in kinds  # type: ignore[attr-defined]


def _loaded_fits(value: object, name: str) -> bool:
    """Compare with the class itself where its module is loaded; names that lead to no class pass."""
    found: object = None
    for part in name.split("."):
        found = sys.modules.get(part) if found is None else getattr(found, part, None)
        if found is None:
            return True
    try:
        return isinstance(value, found) if isinstance(found, type) else True
    except TypeError:
        return True


def _name(tree: ast.expr) -> str:
    """The dotted name in its usual spelling, empty where it is none; what ``typing`` renames is taken by its short name."""
    parts: list[str] = []
    while isinstance(tree, ast.Attribute):
        parts.insert(0, tree.attr)
        tree = tree.value
    if not isinstance(tree, ast.Name):
        return ""
    parts.insert(0, _SPELLINGS.get(tree.id, tree.id) if parts else tree.id)
    dotted = ".".join(parts)
    for prefix in ("typing.", "collections.abc.", "builtins."):
        dotted = dotted.removeprefix(prefix)
    lowered = dotted.lower() if dotted in ("List", "Dict", "Tuple", "Set", "FrozenSet") else dotted
    return _SPELLINGS.get(lowered, lowered)


def _parts(tree: ast.expr) -> list[ast.expr]:
    return list(tree.elts) if isinstance(tree, ast.Tuple) else [tree]
