"""Drafts brought into the shape of a function's body: no call twice with other literals, and literals given names."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.datasets.drafts import Draft, Statement

_MOST_LIFTED = 6
DRAWN = frozenset({"plt", "ax", "axes", "axs", "ax1", "ax2", "fig", "pylab", "sns"})
"""Names that figures are usually drawn with."""


def shaped(draft: Draft, name: str, parameters: Sequence[str], is_method: bool) -> Draft:
    """The draft with what it shows called once in each way, its literal arguments named as the documentation does.

    name: of the function or class that it shows, without its module; parameters: of it, in order
    """
    kept = tuple(_without_repeats(_without_plots(draft.statements), name))
    bound = {n.id for s in kept for n in ast.walk(s.node) if isinstance(n, ast.Name)} | _imported(kept)
    lifter = _Lifter(name, parameters, bound, _imported(kept) if is_method else set())
    return replace(draft, statements=tuple(one for statement in kept for one in lifter.lifted(statement)))


def _imported(statements: Sequence[Statement]) -> set[str]:
    imports = [s.node for s in statements if isinstance(s.node, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name.partition(".")[0] for node in imports for alias in node.names}


def _without_repeats(statements: Sequence[Statement], name: str) -> Iterator[Statement]:
    seen: set[str] = set()
    for statement in statements:
        node = statement.node
        if isinstance(node, ast.Expr) or (isinstance(node, ast.Assign) and is_call(node.value, name)):
            form = ast.dump(_Erased().visit(ast.parse(statement.text)))
            if form in seen:
                continue
            seen.add(form)
        yield statement


def _without_plots(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The statements without those that draw; all of them where others build on these, or nothing else is left."""
    kept = [s for s in statements if not _is_plot(s.node)]
    lost = {n for s in statements if _is_plot(s.node) for n in _stored(s.node)}
    read = {n.id for s in kept for n in ast.walk(s.node) if isinstance(n, ast.Name)}
    working = [s for s in kept if not isinstance(s.node, ast.Import | ast.ImportFrom)]
    return kept if working and not lost & read else statements


def _is_plot(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr | ast.Assign) and root_name(node.value) in DRAWN


def _stored(node: ast.stmt) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def root_name(value: ast.expr) -> str:
    """The name that a chain of attributes, calls and subscripts begins with."""
    while isinstance(value, ast.Call | ast.Attribute | ast.Subscript):
        value = value.func if isinstance(value, ast.Call) else value.value
    return value.id if isinstance(value, ast.Name) else ""


class _Erased(ast.NodeTransformer):
    """Literals all look the same."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and is_literal(node):
            return ast.Constant(0)
        return super().generic_visit(node)


class _Lifter(ast.NodeTransformer):
    """Takes literal arguments of one function's calls out into assignments before the statement."""

    def __init__(self, name: str, parameters: Sequence[str], bound: set[str], modules: set[str]) -> None:
        self._name, self._parameters, self._bound, self._modules = name, parameters, bound, modules
        self._lifted: list[Statement] = []
        self._count = 0

    def lifted(self, statement: Statement) -> list[Statement]:
        """The statement, behind the assignments of what was taken out of it."""
        self._lifted = []
        if isinstance(statement.node, ast.Expr | ast.Assign) and "\n" not in statement.text:
            tree = self.visit(ast.parse(statement.text))
            if self._lifted:
                text = ast.unparse(tree)
                statement = Statement(text, statement.remark, ast.parse(text).body[0])
        return [*self._lifted, statement]

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """Name the arguments of a call."""
        self.generic_visit(node)
        if is_call(node, self._name) and root_name(node) not in self._modules:
            known = zip(node.args, self._parameters, strict=False)
            node.args = [*(self._named(a, p) for a, p in known), *node.args[len(self._parameters) :]]
            for one in node.keywords:
                one.value = self._named(one.value, one.arg or "")
        return node

    def _named(self, value: ast.expr, name: str) -> ast.expr:
        usable = name.isidentifier() and not keyword.iskeyword(name) and name not in self._bound
        if not usable or self._count >= _MOST_LIFTED or not is_literal(value) or _is_choice(value):
            return value
        self._bound.add(name)
        self._count += 1
        text = f"{name} = {ast.unparse(value)}"
        self._lifted.append(Statement(text, "", ast.parse(text).body[0]))
        return ast.Name(name, ast.Load())


def _is_choice(value: ast.expr) -> bool:
    """True, False and None say how something is done; they stay where they are."""
    return isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool))


def is_call(value: ast.expr, name: str) -> bool:
    """Whether an expression calls a function of this name, dotted or not."""
    if not isinstance(value, ast.Call):
        return False
    match value.func:
        case ast.Name(id=found) | ast.Attribute(attr=found):
            return found == name
    return False


def is_literal(value: ast.expr) -> bool:
    """Whether an expression is a literal, or an array of one."""
    match value:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="np"), attr="array"), args=[ast.List() as inner], keywords=[]
        ):
            return is_literal(inner)
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError):
        return False
    return True
