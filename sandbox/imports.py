"""What the modules of a project import, found without running them, and what of it the run-time environment lacks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from core.packages import is_standard, package_of
from core.runs import Fault, Step

Sources = Mapping[str, str | bytes]
"""The text of each Python file by its path below the project folder."""

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module.

    instead_of: groups of modules that it stands in for: it is needed only where each group lacks one
    """

    module: str
    line: int
    instead_of: Groups = ()

    @property
    def top(self) -> str:
        """The name that is looked for."""
        return self.module.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Missing:
    """An import that the run-time environment does not have.

    package: what would bring it, empty where nobody knows: then nothing is ever installed for it unasked
    subtask: whose module it is, 0 for another file
    """

    module: str
    package: str
    file: str
    line: int
    subtask: int = 0

    @property
    def hint(self) -> str:
        """The next step."""
        if self.package:
            return f"Add it with: gpiot runtime add {self.package}"
        return "No package of this name is known: it may be made up. Look at it before you install anything."

    def fault(self) -> Fault:
        """The same as the reason why a run failed."""
        return Fault(
            "import", f"{self.file}, line {self.line}: there is no module {self.module}. {self.hint}", self.subtask
        )


def unreadable(sources: Sources, steps: Sequence[Step] = ()) -> tuple[Fault, ...]:
    """The files that Python cannot compile, with the line and its words."""
    owners = _owners(steps)
    checked = ((name, _error(text, name)) for name, text in sorted(sources.items()))
    return tuple(Fault("syntax", reason, owners.get(name, 0)) for name, reason in checked if reason)


def missing(
    sources: Sources, absent: Callable[[Iterable[str]], frozenset[str]], steps: Sequence[Step] = ()
) -> tuple[Missing, ...]:
    """The imports that cannot be had, each module once a file; files that do not compile are passed over.

    absent: tells which of these top-level names the run-time environment lacks (``Runtime.missing``). Modules of the
    project, optional imports (in a ``try`` that catches ImportError) and those for type checkers alone do not count.
    """
    own = {PurePosixPath(name).parts[0].removesuffix(".py") for name in sources}
    found = {name: _foreign(text, own) for name, text in sorted(sources.items())}
    names = {n for imports in found.values() for i in imports for n in (i.top, *chain(*i.instead_of))}
    lacking = absent(names) if names else frozenset()
    owners = _owners(steps)
    needed = {
        (name, i.top): Missing(i.module, package_of(i.module), name, i.line, owners.get(name, 0))
        for name, imports in found.items()
        for i in reversed(imports)
        if i.top in lacking and all(lacking & set(group) for group in i.instead_of)
    }
    return tuple(sorted(needed.values(), key=lambda m: (m.file, m.line)))


def imports(tree: ast.AST) -> tuple[Import, ...]:
    """Every absolute import that can be needed, in the order of the text."""
    return tuple(_walk(tree, ()))


def _walk(node: ast.AST, instead_of: Groups) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(alias.name, node.lineno, instead_of) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        if node.module and not node.level:
            yield Import(node.module, node.lineno, instead_of)
    elif isinstance(node, ast.Try) and any(_catches_import_error(handler) for handler in node.handlers):
        yield from _alternatives(node, instead_of)
    elif isinstance(node, ast.With) and any(_suppresses(item.context_expr) for item in node.items):
        return
    elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        yield from (found for child in node.orelse for found in _walk(child, instead_of))
    else:
        yield from (found for child in ast.iter_child_nodes(node) for found in _walk(child, instead_of))


def _alternatives(node: ast.Try, instead_of: Groups) -> Iterator[Import]:
    """What is imported in place of what may be missing; that itself, and what follows only after it, is optional."""
    optional = tuple(found.top for child in node.body for found in _walk(child, ()))
    groups = (*instead_of, optional) if optional else instead_of
    for handler in node.handlers:
        yield from _walk(handler, groups)
    yield from (found for child in node.finalbody for found in _walk(child, instead_of))


def _catches_import_error(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return _names_import_error(caught)


def _suppresses(context: ast.expr) -> bool:
    match context:
        case ast.Call(func=ast.Name("suppress") | ast.Attribute(attr="suppress"), args=caught):
            return _names_import_error(caught)
    return False


def _names_import_error(caught: Sequence[ast.expr]) -> bool:
    return any(
        ast.unparse(one) in {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"} for one in caught
    )


def _foreign(text: str | bytes, own: set[str]) -> list[Import]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [found for found in imports(tree) if found.top not in own and not is_standard(found.module)]


def _error(text: str | bytes, name: str) -> str:
    try:
        compile(text, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        line = (error.text or "").strip()
        return f"{name}, line {error.lineno or 1}: {error.msg}" + (f": {line}" if line else "")
    except (ValueError, RecursionError, MemoryError) as error:
        return f"{name}: it does not compile: {error}"
    return ""


def _owners(steps: Sequence[Step]) -> dict[str, int]:
    return {f"{step.module}.py": step.subtask for step in steps}
