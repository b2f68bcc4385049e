"""Drafts made functions: literals become parameters, what is shown becomes the result, and a specification says so."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.project import Parameter, Spec, identifier
from knowledge.datasets.docs import Doc, first_sentence
from knowledge.datasets.drafts import Draft, Statement
from knowledge.datasets.shaping import DRAWN, is_call, is_literal, root_name

_MOST_INPUTS, _MOST_OUTPUTS = 6, 5
_PLAIN = {"int", "float", "bool", "str", "list", "dict", "tuple", "complex", "set", "bytes"}
_WIDTH = 100
_FILLING = frozenset("the a an of for to in with between by on from and or given this that is are its one two".split())


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sample shows: a dotted name (or a script's) and its documentation; ``target`` is what is asked for."""

    name: str
    target: str
    doc: Doc
    is_method: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A function with its specification; ``call`` holds literals for the parameters that have no default."""

    spec: Spec
    code: str
    function: str
    call: Mapping[str, str]


Facts = Mapping[str, Sequence[str]]


def make(draft: Draft, subject: Subject, values: Sequence[Sequence[str]], names: Facts) -> Example | None:
    """The function of a draft that has run; None where nothing would come out of it.

    values, names: type and shape of the value of every statement and of every name
    """
    builder = _Builder(subject, names, _inputs(draft))
    for statement, value in zip(draft.statements, values, strict=True):
        builder.take(statement, value)
    if not builder.shown:
        builder.last_assigned()
    return builder.made() if builder.shown else None


@dataclass(slots=True)
class _Builder:
    subject: Subject
    names: Facts
    inputs: dict[str, str]
    imports: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    shown: dict[str, Parameter] = field(default_factory=dict)
    assigned: dict[str, ast.expr] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)

    def take(self, statement: Statement, value: Sequence[str]) -> None:
        """Add one statement to the function."""
        node = statement.node
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.imports.append(statement.text.strip())
            return
        self._note_meanings(node)
        if self._is_input(node):
            return
        self.body += textwrap.wrap(statement.remark, _WIDTH, initial_indent="# ", subsequent_indent="# ")
        if isinstance(node, ast.Expr) and (printed := _printed(node.value)):
            for name in printed:
                self._show(name, name.id, self.names.get(name.id, ("object", "")))
        elif isinstance(node, ast.Expr) and not _is_drawn(node.value, value):
            self._show(node.value, statement.text, value)
        else:
            self._assign(node)
            self.body.append(statement.text)

    def last_assigned(self) -> None:
        """Where nothing is shown, the last name that was given a value is the result."""
        for name, value in list(self.assigned.items())[-1:]:
            if name in self.names and name not in self.inputs:
                self.shown[name] = self._output(name, value, self.names[name])

    def made(self) -> Example | None:
        outputs = dict(list(self.shown.items())[-_MOST_OUTPUTS:])
        spec = Spec(self.subject.target, tuple(self._input(name) for name in self.inputs), tuple(outputs.values()))
        used = {n.id for n in ast.walk(ast.parse("\n".join(self.body))) if isinstance(n, ast.Name)} | set(self.names)
        said = [w for w in first_sentence(self.subject.doc.summary).split() if w.lower() not in _FILLING]
        function = identifier(" ".join(said), "example", words=4)
        function = f"{function}_example" if function in used else function
        code = self._code(function, spec)
        return Example(spec, code, function, {n: t for n, t in self.inputs.items() if not _is_default(t)})

    def _code(self, function: str, spec: Spec) -> str:
        listed = ", ".join(self._parameter(name, text) for name, text in self.inputs.items())
        numpy = [] if not self._needs_numpy() else ["import numpy as np"]
        imports = sorted({*self.imports, *numpy}, key=lambda line: (line.startswith("from"), line))
        body = "\n".join([*self.body, f"return {', '.join(p.name for p in spec.outputs)}"])
        documented = "\n".join([*_docstring(spec), body])
        head = "\n".join(line for line in imports if _is_used(line, body + listed))
        return f"{head}\n\n\ndef {function}({listed}):\n{textwrap.indent(documented, '    ')}\n".lstrip("\n")

    def _needs_numpy(self) -> bool:
        return any(self.names.get(name, ("",))[0] == "numpy:ndarray" for name in self.inputs)

    def _parameter(self, name: str, text: str) -> str:
        kind = self.names.get(name, ("", ""))[0]
        shown = "np.ndarray" if kind == "numpy:ndarray" else kind if kind in _PLAIN else ""
        default = f"{' = ' if shown else '='}{text}" if _is_default(text) else ""
        return f"{name}: {shown}{default}" if shown else f"{name}{default}"

    def _is_input(self, node: ast.stmt) -> bool:
        return isinstance(node, ast.Assign) and len(node.targets) == 1 and self._first_of(node)

    def _first_of(self, node: ast.Assign) -> bool:
        target = node.targets[0]
        if not isinstance(target, ast.Name) or target.id in self.assigned or target.id not in self.inputs:
            return False
        self.assigned[target.id] = node.value
        return True

    def _assign(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name in target.elts if isinstance(target, ast.Tuple) else [target]:
                    if isinstance(name, ast.Name):
                        self.assigned[name.id] = node.value
                        # It would be returned with another value than the one that was shown.
                        self.shown.pop(name.id, None)

    def _show(self, value: ast.expr, text: str, facts: Sequence[str]) -> None:
        if isinstance(value, ast.Name):
            if value.id in self.names and value.id not in self.inputs:
                self.shown[value.id] = self._output(value.id, self.assigned.get(value.id, value), facts)
            return
        name = self._fresh(value)
        self.body.append(f"{name} = {text}" if "\n" not in text else f"{name} = (\n{textwrap.indent(text, '    ')}\n)")
        self.shown[name] = self._output(name, value, facts)

    def _fresh(self, value: ast.expr) -> str:
        base = identifier(_tail(value) or "result", "result")
        base = f"{base}_result" if base in _reads(value) or base in self.names else base
        taken = {*self.names, *self.shown, *self.inputs}
        return next(n for n in (base, *(f"{base}_{k}" for k in range(2, 99))) if n not in taken)

    def _output(self, name: str, value: ast.expr, facts: Sequence[str]) -> Parameter:
        text = ast.unparse(value)
        meaning = f"what `{text}` gives" if len(text) <= 80 and text != name else f"the {name.replace('_', ' ')}"
        returns = self.subject.doc.returns
        if isinstance(value, ast.Call) and _tail(value) == self.subject.name.rpartition(".")[2] and len(returns) == 1:
            meaning = first_sentence(returns[0].meaning) or meaning
        return Parameter(name, _type(facts[0]), meaning, facts[1])

    def _input(self, name: str) -> Parameter:
        kind, shape = self.names.get(name, ("object", ""))
        text = self.inputs[name]
        usual = f"for example `{text if len(text) <= 60 else text[:50] + ' ...'}`"
        return Parameter(name, _type(kind), self.meanings.get(name) or usual, shape)

    def _note_meanings(self, node: ast.stmt) -> None:
        """Where an input is handed to what the sample shows, it means what the documentation says of that parameter."""
        known = {p.name: first_sentence(p.meaning) for p in self.subject.doc.parameters}
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and is_call(call, self.subject.name.rpartition(".")[2]):
                # A method called through a module takes its object as one more argument.
                through = self.subject.is_method and any(root_name(call) in line.split() for line in self.imports)
                named = [] if through else [*zip(known, call.args, strict=False)]
                for parameter, given in [*named, *((k.arg or "", k.value) for k in call.keywords)]:
                    if isinstance(given, ast.Name) and known.get(parameter):
                        self.meanings.setdefault(given.id, known[parameter])


def _inputs(draft: Draft) -> dict[str, str]:
    """Names that are first given a literal, or an array of one, with its text."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for statement in draft.statements:
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if (
                name not in seen and is_literal(value) and not _is_none(value)
            ):
                found[name] = ast.unparse(value)
        seen |= {n.id for n in ast.walk(statement.node) if isinstance(n, ast.Name)}
    return dict(sorted(list(found.items())[:_MOST_INPUTS], key=lambda item: _is_default(item[1])))


def _is_used(line: str, text: str) -> bool:
    names = [a.asname or a.name.partition(".")[0] for node in ast.parse(line).body for a in getattr(node, "names", [])]
    return any(name == "*" or re.search(rf"\b{re.escape(name)}\b", text) for name in names)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _is_default(text: str) -> bool:
    """Whether a literal may stand as a default: short and not mutable."""
    return len(text) <= 40 and text[0] not in "[{n"


def _is_drawn(value: ast.expr, facts: Sequence[str]) -> bool:
    root = root_name(value)
    drawn = root in DRAWN or root == "print" or facts[0].startswith("matplotlib")
    drawn = drawn or _tail(value).startswith(("draw", "plot", "show"))
    return drawn or facts[0] == "None" or "dtype" in facts[0].lower()


def _printed(value: ast.expr) -> list[ast.Name]:
    """The names that are printed, where nothing else is."""
    match value:
        case ast.Call(func=ast.Name(id="print"), args=args) if args and all(isinstance(a, ast.Name) for a in args):
            return [a for a in args if isinstance(a, ast.Name)]
    return []


def _tail(value: ast.expr) -> str:
    match value:
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return _tail(inner)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _reads(value: ast.expr) -> set[str]:
    return {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}


def _type(kind: str) -> str:
    home, _, name = kind.rpartition(":")
    public = [part for part in home.split(".") if not part.startswith("_")]
    return ".".join([*public[:1], name]) if home else name


def _docstring(spec: Spec) -> Iterator[str]:
    target = textwrap.wrap(_quotable(spec.target), _WIDTH)
    yield '"""' + (target[0] if target else "")
    yield from target[1:]
    for title, listed in (("Parameters", spec.inputs), ("Returns", spec.outputs)):
        if listed:
            yield from ("", title, "-" * len(title))
        for parameter in listed:
            yield f"{parameter.name} : {parameter.type}" + (f", shape {parameter.shape}" if parameter.shape else "")
            yield from textwrap.wrap(
                _quotable(parameter.meaning), _WIDTH, initial_indent="    ", subsequent_indent="    "
            )
    yield '"""'


def _quotable(text: str) -> str:
    return text.replace('"""', "'").replace("\\", "\\\\")
