"""A function or class cut out of its package so that it stands alone: with its imports, constants and private helpers."""

from __future__ import annotations

import ast
import builtins
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.datasets.docs import first_sentence, read_doc
from knowledge.datasets.modules import (
    Binding,
    Definition,
    Module,
    NotAloneError,
    absolute,
    file_of,
    package_root,
    read_module,
)

_WIDTH = 100
_MOST_LINES, _MOST_WITH_DOCUMENTATION = 160, 500
_MOST_MET = 80
_FUTURE = "from __future__ import annotations"
_KNOWN = {*dir(builtins), "__file__", "__name__", "__class__", "__doc__"}
_INERT = re.compile(r"\s*#\s*(?:noqa|type:|pragma|pylint|doctest|cython|flake8|fmt:|isort).*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alone:
    """Code that stands alone, and the third-party modules that it imports."""

    code: str
    signature: str
    modules: tuple[str, ...]


def cut(path: Path, module: str, name: str, docstring: str, aliases: Mapping[tuple[str, str], str]) -> Alone:
    """Cut a function or class of a module out; raises NotAloneError with the reason.

    docstring: documentation that takes the place of its own
    aliases: public dotted names by module and name, under which other parts of the package are imported
    """
    home = read_module(path, module)
    node = home.bindings.get(name)
    if not isinstance(node, Definition):
        raise NotAloneError("it is not defined at the top level of a module")
    if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg in ("self", "cls"):
        raise NotAloneError("it is a method without its class")
    if _is_trivial(node):
        raise NotAloneError("it is no more than a wrapper")
    cutting = _Cutting(package_root(path, module), module.partition(".")[0], aliases)
    # What it needs may call it, and must not import it.
    cutting.seen[name], cutting.done = f"{module}.{name}", {f"{module}.{name}"}
    text = cutting.definition(home, node, docstring)
    return Alone(cutting.assembled(text), _signature(node), cutting.modules())


@dataclass(slots=True)
class _Cutting:
    root: Path
    package: str
    aliases: Mapping[tuple[str, str], str]
    imports: set[str] = field(default_factory=set)
    inner: set[str] = field(default_factory=set)
    parts: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    met: int = 0
    lines: int = 0

    def definition(self, home: Module, node: Definition, docstring: str | None) -> str:
        """The text of a definition; what it needs is collected."""
        self.lines += (node.end_lineno or 0) - node.lineno
        if self.lines > _MOST_WITH_DOCUMENTATION:
            raise NotAloneError("it is too long with all that it needs")
        text = _edited(home, node, docstring)
        tree = ast.parse(text)
        for inner in ast.walk(tree):
            if isinstance(inner, ast.Global) or (isinstance(inner, ast.ImportFrom) and inner.level):
                raise NotAloneError("it depends on where it stands")
            if isinstance(inner, ast.Import | ast.ImportFrom):
                self.inner.add(ast.unparse(inner))
        if "annotations" in home.bindings and _is_annotated(tree):
            self.imports.add(_FUTURE)
        self._needs(home, tree)
        return text

    def assembled(self, last: str) -> str:
        code = "\n\n\n".join(part for part in ["\n".join(_ordered(self.imports)), *self.parts, last] if part) + "\n"
        if code.count("\n") > _MOST_LINES:
            raise NotAloneError("it is too long with all that it needs")
        return code

    def modules(self) -> tuple[str, ...]:
        tops = {line.split()[1].partition(".")[0] for line in (*self.imports, *self.inner)}
        return tuple(sorted(tops - sys.stdlib_module_names))

    def _needs(self, home: Module, tree: ast.Module) -> None:
        for name in _free(tree):
            if name in home.bindings:
                self._provide(home, name)
            elif name not in _KNOWN:
                raise NotAloneError("it uses names that its module does not define")

    def _provide(self, home: Module, name: str) -> None:
        node = home.bindings[name]
        if isinstance(node, ast.Import | ast.ImportFrom):
            self._import(home, node, name)
        elif self._is_new(name, f"{home.name}.{name}"):
            if public := self.aliases.get((home.name, name)):
                self._from(public, name)
            else:
                self._inline(home, node)

    def _is_new(self, name: str, what: str) -> bool:
        """Whether a name is not provided yet; raises NotAloneError where it stands for something else already."""
        if self.seen.setdefault(name, what) != what:
            raise NotAloneError("two things that it needs have one name")
        self.met += 1
        if self.met > _MOST_MET:
            raise NotAloneError("it needs too many private parts")
        if what in self.done:
            return False
        self.done.add(what)
        return True

    def _inline(self, home: Module, node: Binding) -> None:
        if isinstance(node, Definition):
            text = self.definition(home, node, None)
        elif _is_empty(getattr(node, "value", None)):
            raise NotAloneError("it keeps its state in its module")
        else:
            lines = [_INERT.sub("", line) for line in home.lines[node.lineno - 1 : node.end_lineno]]
            text = textwrap.dedent("\n".join(lines))
            self._needs(home, ast.parse(text))
        self.parts.append(text)

    def _import(self, home: Module, node: ast.Import | ast.ImportFrom, name: str) -> None:
        alias = next(a for a in node.names if (a.asname or a.name.partition(".")[0]) == name)
        renamed = f" as {alias.asname}" if alias.asname else ""
        if isinstance(node, ast.Import):
            self._add(name, alias.name, f"import {alias.name}{renamed}")
            return
        module = absolute(home, node)
        if module == "__future__":
            raise NotAloneError("it uses a feature of the future")
        inside = module.partition(".")[0] == self.package
        if inside and not file_of(self.root, f"{module}.{alias.name}"):
            self._own_import(module, alias, name)
        else:
            part = f".{alias.name}" if inside else ""
            self._add(name, module + part, f"from {module} import {alias.name}{renamed}")

    def _own_import(self, module: str, alias: ast.alias, name: str) -> None:
        """Something of the same package: by its public name, or cut out as well."""
        what = f"{module}.{alias.name}"
        if public := self.aliases.get((module, alias.name)):
            if self._is_new(name, what):
                self._from(public, name)
            return
        found = file_of(self.root, module)
        there = read_module(found, module) if found else None
        if there is None or alias.name not in there.bindings:
            raise NotAloneError("it needs compiled private parts")
        self._provide(there, alias.name)
        if alias.name != name and self._is_new(name, f"{what} renamed"):
            self.parts.append(f"{name} = {alias.name}")

    def _add(self, name: str, module: str, statement: str) -> None:
        if any(part.startswith("_") for part in module.split(".")):
            raise NotAloneError("it needs a private module")
        if self._is_new(name, statement):
            self.imports.add(statement)

    def _from(self, public: str, name: str) -> None:
        module, _, original = public.rpartition(".")
        self.imports.add(f"from {module} import {original}" + (f" as {name}" if name != original else ""))


def _free(tree: ast.Module) -> list[str]:
    """Names that a piece of code reads and does not bind itself, in order."""
    bound, read = set[str](), set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                read.add(name)
            case (
                ast.Name(id=name)
                | ast.arg(arg=name)
                | ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ExceptHandler(name=str(name))
            ):
                bound.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                bound |= {alias.asname or alias.name.partition(".")[0] for alias in names}
    return sorted(read - bound)


def _edited(home: Module, node: Definition, docstring: str | None) -> str:
    """The definition with new documentation, without decorators and remarks that only its package understands."""
    lines = list(home.lines)
    edits = [
        edit
        for inner in ast.walk(node)
        if isinstance(inner, Definition)
        for edit in _edits(home, inner, node, docstring)
    ]
    for start, end, replacement in sorted(edits, reverse=True):
        lines[start - 1 : end] = replacement
    first = node.decorator_list[0].lineno if node.decorator_list else node.lineno
    grown = sum(len(replacement) - (end - start + 1) for start, end, replacement in edits)
    kept = [_INERT.sub("", line) for line in lines[first - 1 : (node.end_lineno or first) + grown]]
    return textwrap.dedent("\n".join(kept)).strip("\n")


def _edits(
    home: Module, inner: Definition, root: Definition, docstring: str | None
) -> Iterator[tuple[int, int, list[str]]]:
    for decorator in inner.decorator_list:
        if not _is_standard(home, decorator):
            yield decorator.lineno, decorator.end_lineno or decorator.lineno, []
    old = inner.body[0]
    if not (isinstance(old, ast.Expr) and isinstance(old.value, ast.Constant) and isinstance(old.value.value, str)):
        return
    summary = first_sentence(read_doc(old.value.value).summary.partition(">>>")[0].strip())
    text = docstring if inner is root and docstring is not None else summary
    if old.lineno == inner.lineno or not text:
        raise NotAloneError("its documentation cannot be replaced")
    margin = " " * old.col_offset
    yield old.lineno, old.end_lineno or old.lineno, _quoted(text, margin)


def _quoted(text: str, margin: str) -> list[str]:
    raw = "r" if "\\" in text else ""
    safe = text.replace('"""', "'''")
    if "\n" not in safe and len(safe) + len(margin) < 110 and not safe.endswith(('"', "\\")):
        return [f'{margin}{raw}"""{safe}"""']
    lines = safe.split("\n") if "\n" in safe else textwrap.wrap(safe, _WIDTH)
    return [f"{margin}{line}".rstrip() for line in (f'{raw}"""{lines[0]}', *lines[1:], '"""')]


def _is_standard(home: Module, decorator: ast.expr) -> bool:
    root = decorator
    while isinstance(root, ast.Call | ast.Attribute):
        root = root.func if isinstance(root, ast.Call) else root.value
    if not isinstance(root, ast.Name):
        return False
    if root.id in _KNOWN or root.id not in home.bindings:
        return True
    node = home.bindings[root.id]
    names = getattr(node, "names", [ast.alias("")])
    module = absolute(home, node) if isinstance(node, ast.ImportFrom) else names[0].name
    return module.partition(".")[0] in sys.stdlib_module_names


def _is_annotated(tree: ast.Module) -> bool:
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))
    return any(f.returns or any(a.annotation for a in ast.walk(f.args) if isinstance(a, ast.arg)) for f in functions)


def _is_empty(value: ast.expr | None) -> bool:
    """Whether something begins empty or as None, to be filled while the module is loaded or used."""
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Constant(value=None) | ast.Call(args=[], keywords=[]):
            return True
    return False


def _is_trivial(node: Definition) -> bool:
    """Nothing but one statement that hands its arguments on, or a stub."""
    body = [n for n in node.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]
    if isinstance(node, ast.ClassDef):
        return not any(isinstance(n, ast.FunctionDef) for n in body)
    statements = sum(isinstance(n, ast.stmt) for statement in body for n in ast.walk(statement))
    return statements <= 1


def _signature(node: Definition) -> str:
    if isinstance(node, ast.FunctionDef):
        return f"{node.name}({ast.unparse(node.args)})"
    makers = [n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"]
    inner = ast.unparse(makers[0].args).removeprefix("self").lstrip(", ") if makers else ""
    return f"{node.name}({inner})"


def _ordered(imports: set[str]) -> list[str]:
    def rank(line: str) -> tuple[bool, bool, bool, str]:
        top = line.split()[1].partition(".")[0]
        return line != _FUTURE, top not in sys.stdlib_module_names, line.startswith("from"), line

    return sorted(imports, key=rank)
