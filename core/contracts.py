"""Contracts between sub-tasks: outputs meet inputs along the dependencies, by name and type.

A type is a Python annotation: ``numpy.ndarray``, ``list[float]``, ``dict[str, int] | None``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.order import ancestors, edges
from core.problem import Problem
from core.project import Parameter, Source, SubTask, identifier
from core.wording import words

# The types that a model is offered; a specification may use any other annotation.
COMMON_TYPES = (
    "int",
    "float",
    "bool",
    "str",
    "bytes",
    "list",
    "dict",
    "tuple",
    "list[str]",
    "list[int]",
    "list[float]",
    "list[numpy.ndarray]",
    "dict[str, float]",
    "dict[str, numpy.ndarray]",
    "numpy.ndarray",
    "pandas.DataFrame",
    "pathlib.Path",
    "object",
)
_ALIASES = {
    "np.ndarray": "numpy.ndarray",
    "ndarray": "numpy.ndarray",
    "array": "numpy.ndarray",
    "np.array": "numpy.ndarray",
    "numpy.array": "numpy.ndarray",
    "pd.DataFrame": "pandas.DataFrame",
    "DataFrame": "pandas.DataFrame",
    "Path": "pathlib.Path",
    "string": "str",
    "integer": "int",
    "boolean": "bool",
    "List": "list",
    "Dict": "dict",
    "Tuple": "tuple",
    "Any": "object",
    "typing.Any": "object",
}
_ANYTHING = {"object"}
_PLACES = words("path file folder directory dataset dir")
_WIDENED = {("int", "float"), ("str", "pathlib.Path"), ("pathlib.Path", "str")}


def normal_type(text: str) -> str | None:
    """The annotation in its usual spelling, None where it is not a type expression."""
    text = " ".join(text.strip().split())
    try:
        tree = ast.parse(_ALIASES.get(text, text), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return _spelled(tree)


def compatible(given: str, wanted: str) -> bool:
    """Whether a value of the one type may be handed over as the other; parameters of containers count where both have them."""
    if given == wanted or given in _ANYTHING or wanted in _ANYTHING or (given, wanted) in _WIDENED:
        return True
    given_base, given_inner = _split(given)
    wanted_base, wanted_inner = _split(wanted)
    return given_base == wanted_base and (not given_inner or not wanted_inner)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of the assembled program, out of one item of the problem's Code Input."""

    name: str
    type: str
    meaning: str


def arguments(problem: Problem) -> tuple[Argument, ...]:
    """The program's arguments: one for each item of the Code Input."""
    found: dict[str, Argument] = {}
    for number, item in enumerate(problem.code_input, 1):
        name = _argument_name(item, number)
        if name in found:
            name = f"{name}_{number}"
        found[name] = Argument(name, _argument_type(item), item)
    return tuple(found.values())


def is_place(argument: Argument) -> bool:
    """Whether an argument names a file or a folder."""
    return argument.type == "pathlib.Path" or (
        argument.type == "str" and bool(_PLACES & words(f"{argument.name} {argument.meaning}"))
    )


def meet(problem: Problem, subtasks: Sequence[SubTask], number: int) -> dict[str, Source]:
    """Find for each input of a sub-task where its value comes from.

    The outputs of what it depends on come first, nearest first: the same name, then a similar one, then the only
    one of its type. Then the problem's Code Input. Whatever is left is ``missing``.
    """
    by_id = {subtask.id: subtask for subtask in subtasks}
    here = by_id[number]
    if here.spec is None:
        return {}
    above = [by_id[n] for n in ancestors(edges(subtasks), number)]
    offers = [(a.id, output) for a in above if a.spec for output in a.spec.outputs]
    return {p.name: _source(p, offers, arguments(problem)) for p in here.spec.inputs}


def gaps(subtask: SubTask) -> tuple[str, ...]:
    """The inputs of a sub-task that nobody provides."""
    return tuple(name for name, source in subtask.sources.items() if source.kind == "missing")


def _source(wanted: Parameter, offers: Sequence[tuple[int, Parameter]], given: Sequence[Argument]) -> Source:
    fitting = [(n, output) for n, output in offers if compatible(output.type, wanted.type)]
    for n, output in fitting:
        if output.name == wanted.name:
            return Source("subtask", output.name, n, "name")
    for argument in given:
        if argument.name == wanted.name and compatible(argument.type, wanted.type):
            return Source("problem", argument.name, match="name")
    for n, output in fitting:
        if words(output.name) & words(wanted.name):
            return Source("subtask", output.name, n, "similar")
    by_words = [a for a in given if compatible(a.type, wanted.type) and _alike(a, wanted)]
    if by_words:
        return Source("problem", by_words[0].name, match="similar")
    exact = [(n, output) for n, output in fitting if output.type == wanted.type and wanted.type not in _ANYTHING]
    if len(exact) == 1:
        return Source("subtask", exact[0][1].name, exact[0][0], "type")
    return Source("missing", wanted.name)


def _alike(argument: Argument, wanted: Parameter) -> bool:
    named = words(argument.name) & words(wanted.name)
    return bool(named) or bool(_PLACES & words(argument.meaning) and _PLACES & words(f"{wanted.name} {wanted.meaning}"))


def _argument_name(item: str, number: int) -> str:
    named = re.match(r"`?([A-Za-z_]\w*)`?\s*(?:\(|:|：|=)", item)
    if named:
        return identifier(named[1], fallback=f"input_{number}")
    if re.search(r"\b(path|folder|directory|file)\b", item, re.IGNORECASE):
        return "data_path" if re.search(r"data", item, re.IGNORECASE) else "path"
    short = re.sub(r"\b(the|a|an|of|to|local|in|for)\b", " ", item, flags=re.IGNORECASE)
    return identifier(short, fallback=f"input_{number}", words=3)


def _argument_type(item: str) -> str:
    declared = re.match(r"`?[A-Za-z_]\w*`?\s*\(([^)]*)\)", item)
    if declared and (found := normal_type(declared[1])):
        return found
    if re.search(r"\b(number of|count|how many)\b", item, re.IGNORECASE):
        return "int"
    if re.search(r"\b(rate|frequency|threshold|seconds|ratio|length in)\b", item, re.IGNORECASE):
        return "float"
    return "str"


def _split(annotation: str) -> tuple[str, str]:
    base, _, inner = annotation.partition("[")
    return base, inner.rstrip("]")


def _spelled(tree: ast.expr) -> str | None:
    match tree:
        case ast.Constant(value=None):
            return "None"
        case ast.Name() | ast.Attribute():
            dotted = _dotted(tree)
            return _ALIASES.get(dotted, dotted) if dotted else None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            sides = (_spelled(left), _spelled(right))
            return None if None in sides else f"{sides[0]} | {sides[1]}"
        case ast.Subscript(value=value, slice=inner):
            items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            parts = ["..." if isinstance(i, ast.Constant) and i.value is ... else _spelled(i) for i in items]
            base = _spelled(value)
            return None if base is None or None in parts or not parts else f"{base}[{', '.join(map(str, parts))}]"
    return None


def _dotted(tree: ast.expr) -> str:
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Attribute):
        before = _dotted(tree.value)
        return f"{before}.{tree.attr}" if before else ""
    return ""
