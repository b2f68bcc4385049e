"""Modules of a package read from their files, without importing them."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Definition = ast.FunctionDef | ast.ClassDef
Binding = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom


class NotAloneError(Exception):
    """Why something cannot be cut out."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module's text with what its top level binds."""

    name: str
    lines: tuple[str, ...]
    bindings: Mapping[str, Binding]
    is_package: bool


@functools.lru_cache(maxsize=512)
def read_module(path: Path, module: str) -> Module:
    """A module by its file and dotted name; raises NotAloneError where it cannot be read."""
    try:
        text = path.read_text("utf-8")
        tree = ast.parse(text)
    except (OSError, SyntaxError, UnicodeDecodeError, ValueError) as error:
        raise NotAloneError("its file cannot be read") from error
    return Module(module, tuple(text.splitlines()), dict(_bindings(tree.body)), path.name == "__init__.py")


def _bindings(body: Sequence[ast.stmt]) -> Iterator[tuple[str, Binding]]:
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from ((a.asname or a.name.partition(".")[0], node) for a in names)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
                yield name, node
            case ast.If(body=inner) | ast.Try(body=inner):
                yield from _bindings(inner)


def absolute(home: Module, node: ast.ImportFrom) -> str:
    """The dotted name of the module that a statement imports from."""
    if not node.level:
        return node.module or ""
    parts = home.name.split(".")
    base = parts[: len(parts) - node.level + home.is_package]
    return ".".join([*base, *([node.module] if node.module else [])])


def package_root(path: Path, module: str) -> Path:
    """The folder that packages lie in, by a module of one."""
    depth = module.count(".") + (path.name == "__init__.py")
    return path.parents[depth]


def file_of(root: Path, module: str) -> Path | None:
    """The file of a module; None where it is compiled or none."""
    base = root.joinpath(*module.split("."))
    return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.is_file()), None)
