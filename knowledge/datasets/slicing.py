"""Which statements of an example its results need."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Sequence

from knowledge.datasets.shaping import DRAWN, root_name

_MOST_GIVEN, _LONGEST_GIVEN = 4, 160


def needed(chunks: Sequence[str], results: Iterable[str], imported: Collection[str]) -> list[str]:
    """The statements without assignments and definitions that nothing reads; their remarks go with them."""
    kept: list[str] = []
    wanted = set(results)
    for chunk in reversed(chunks):
        nodes = ast.parse(chunk).body
        if all(_is_idle(node, wanted, imported) for node in nodes):
            continue
        for node in nodes:
            wanted -= stores(node) if isinstance(node, ast.Assign) and all(map(_is_names, node.targets)) else set()
            wanted |= reads(node)
        kept.append(chunk)
    return kept[::-1]


def given(chunks: Sequence[str], results: Collection[str], known: Collection[str]) -> list[str]:
    """The statements before the results that these are made from, each on one line: what a specification must tell.

    known: inputs and imported names, which it tells already
    """
    found: list[str] = []
    wanted = set(results)
    for node in reversed([node for chunk in chunks for node in ast.parse(chunk).body]):
        names = stores(node)
        if isinstance(node, ast.Expr) and root_name(node.value) != "print" and reads(node) & wanted:
            found.append(ast.unparse(node))
        elif isinstance(node, ast.Assign) and names & wanted:
            wanted = wanted - names | (reads(node) - set(known))
            if not names & set(results):
                found.append(ast.unparse(node))
    usable = [text for text in dict.fromkeys(reversed(found)) if "`" not in text and "\n" not in text]
    return [
        text if len(text) <= _LONGEST_GIVEN else f"{text[: _LONGEST_GIVEN - 10]} ..." for text in usable[:_MOST_GIVEN]
    ]


def is_drawing(value: ast.expr) -> bool:
    """Whether an expression draws a figure, by the names in it."""
    last = value.func if isinstance(value, ast.Call) else value
    name = last.attr if isinstance(last, ast.Attribute) else last.id if isinstance(last, ast.Name) else ""
    return root_name(value) in DRAWN or name.startswith(("draw", "plot", "show"))


def draws(nodes: Iterable[ast.AST]) -> bool:
    """Whether anything in pieces of code draws a figure."""
    return any(isinstance(n, ast.Call) and is_drawing(n) for node in nodes for n in ast.walk(node))


def bound(line: str) -> list[str]:
    """The names that an import binds."""
    return [a.asname or a.name.partition(".")[0] for node in ast.parse(line).body for a in getattr(node, "names", [])]


def printed_names(value: ast.expr) -> list[ast.Name]:
    """The names that are printed, where nothing else is."""
    match value:
        case ast.Call(func=ast.Name(id="print"), args=args) if args and all(isinstance(a, ast.Name) for a in args):
            return [a for a in args if isinstance(a, ast.Name)]
    return []


def reads(node: ast.AST) -> set[str]:
    """The names that a piece of code reads."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def stores(node: ast.AST) -> set[str]:
    """The names that a piece of code gives values."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _is_idle(node: ast.stmt, wanted: Collection[str], imported: Collection[str]) -> bool:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name not in wanted
    if not isinstance(node, ast.Assign) or any(not _is_names(target) for target in node.targets):
        return False
    # A method may change its object, which is read later.
    changed = {root_name(n) for n in ast.walk(node.value) if isinstance(n, ast.Call)} - set(imported)
    return not stores(node) & set(wanted) and not changed & {*wanted, "next"}


def _is_names(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) or (
        isinstance(target, ast.Tuple | ast.List) and all(map(_is_names, target.elts))
    )
