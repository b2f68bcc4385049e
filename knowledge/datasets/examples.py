"""Drafts made functions: literals become parameters, what is shown becomes the result, and a specification says so."""

from __future__ import annotations

import ast
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.project import Parameter, Spec, identifier
from knowledge.datasets.docs import Doc, first_sentence
from knowledge.datasets.drafts import Draft, Statement
from knowledge.datasets.shaping import is_call, is_literal, root_name
from knowledge.datasets.slicing import bound, draws, given, is_drawing, needed, printed_names, reads

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
    if not builder.shown and not draws(s.node for s in draft.statements):
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
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    shown_at: dict[str, int] = field(default_factory=dict)

    def take(self, statement: Statement, value: Sequence[str]) -> None:
        """Add one statement to the function."""
        node = statement.node
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.imports.append(statement.text.strip())
            return
        self._note_meanings(node)
        if self._is_input(node):
            return
        if isinstance(node, ast.Expr) and (printed := printed_names(node.value)):
            for name in printed:
                self._show(name, name.id, self.names.get(name.id, ("object", "")), "")
        elif isinstance(node, ast.Expr) and not _is_drawn(node.value, value):
            self._show(node.value, statement.text, value, statement.remark)
        else:
            self._assign(node)
            self._add(statement.remark, statement.text)

    def _add(self, remark: str, text: str) -> None:
        said = textwrap.wrap(remark, _WIDTH, initial_indent="# ", subsequent_indent="# ")
        self.body.append("\n".join([*said, text]))

    def last_assigned(self) -> None:
        """Where nothing is shown, the last names that were given a value are the result."""
        last = list(self.assigned.values())[-1:]
        for name, value in self.assigned.items():
            if value in last and name in self.names and name not in self.inputs:
                self._result(name, value, self.names[name])

    def made(self) -> Example | None:
        imported = {name for line in self.imports for name in bound(line)}
        outputs = self._cut(imported)
        if not outputs:
            return None
        spec = Spec(self.subject.target, tuple(map(self._input, self.inputs)), tuple(self._told(outputs)))
        used = {n.id for n in ast.walk(ast.parse("\n".join(self.body))) if isinstance(n, ast.Name)} | set(self.names)
        said = [w for w in first_sentence(self.subject.doc.summary).split() if w.lower() not in _FILLING]
        function = identifier(" ".join(said), "example", words=4)
        function = f"{function}_example" if function in used else function
        code = self._code(function, spec)
        start = ", ".join(f"`{text}`" for text in given(self.body, outputs, {*self.inputs, *imported}))
        spec = replace(spec, target=f"{spec.target} Start from {start}.") if start else spec
        return Example(spec, code, function, {n: t for n, t in self.inputs.items() if not _is_default(t)})

    def _cut(self, imported: set[str]) -> Mapping[str, Parameter]:
        """Keep a few outputs and what they need; without outputs where that does not use what is to be shown."""
        listed = list(self.shown.items())
        for outputs in (dict(listed[:_MOST_OUTPUTS]), dict(listed[-_MOST_OUTPUTS:])):
            body = needed(self.body[: max(self.shown_at[name] for name in outputs)], outputs, imported)
            if self._shows(body):
                read = {name for chunk in body for name in reads(ast.parse(chunk))}
                self.body, self.inputs = body, {name: text for name, text in self.inputs.items() if name in read}
                return outputs
        return {}

    def _shows(self, body: Sequence[str]) -> bool:
        """Whether the statements use what they are to show; a script shows itself."""
        name = self.subject.name.rpartition(".")[2]
        text = ast.unparse(ast.parse("\n".join(body)))
        return self.subject.name.endswith(".py") or re.search(rf"\b{re.escape(name)}\b", text) is not None

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
                listed = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
                for number, name in enumerate(listed):
                    if isinstance(name, ast.Name):
                        self.places[name.id] = number, len(listed)
                        self.assigned.pop(name.id, None)
                        self.assigned[name.id] = node.value
                        # It would be returned with another value than the one that was shown.
                        self.shown.pop(name.id, None)

    def _show(self, value: ast.expr, text: str, facts: Sequence[str], remark: str) -> None:
        if isinstance(value, ast.Name):
            if value.id in self.names and value.id not in self.inputs:
                self._result(value.id, self.assigned.get(value.id, value), facts)
            return
        name = self._fresh(value)
        whole = f"{name} = {text}" if "\n" not in text else f"{name} = (\n{textwrap.indent(text, '    ')}\n)"
        self._add(remark, whole)
        self._result(name, value, facts)

    def _result(self, name: str, value: ast.expr, facts: Sequence[str]) -> None:
        self.shown[name] = self._output(name, value, facts)
        self.texts[name], self.shown_at[name] = ast.unparse(value), len(self.body)

    def _told(self, outputs: Mapping[str, Parameter]) -> Iterator[Parameter]:
        """The outputs; those that mean the same are told apart by how they come about."""
        alike = Counter(one.meaning for one in outputs.values())
        for name, one in outputs.items():
            if alike[one.meaning] > 1 and len(self.texts[name]) <= _WIDTH and self.texts[name] not in one.meaning:
                yield replace(one, meaning=f"{one.meaning.rstrip('.')}: `{self.texts[name]}`")
            else:
                yield one

    def _fresh(self, value: ast.expr) -> str:
        base = identifier(_tail(value) or "result", "result")
        base = f"{base}_result" if base in reads(value) or base in self.names else base
        taken = {*self.names, *self.shown, *self.inputs}
        return next(n for n in (base, *(f"{base}_{k}" for k in range(2, 99))) if n not in taken)

    def _output(self, name: str, value: ast.expr, facts: Sequence[str]) -> Parameter:
        text = ast.unparse(value)
        meaning = f"what `{text}` gives" if len(text) <= 80 and text != name else f"the {name.replace('_', ' ')}"
        place, count = self.places.get(name, (0, 1))
        meaning = f"item {place} of {meaning}" if count > 1 and meaning.startswith("what") else meaning
        returns = self.subject.doc.returns
        shown = isinstance(value, ast.Call) and _tail(value) == self.subject.name.rpartition(".")[2]
        if shown and len(returns) == count:
            meaning = first_sentence(returns[place].meaning) or meaning
        return Parameter(name, _type(facts[0]), meaning, facts[1])

    def _input(self, name: str) -> Parameter:
        kind, shape = self.names.get(name, ("object", ""))
        text = self.inputs[name]
        usual = f"for example `{text if len(text) <= 60 else text[:50] + ' ...'}`"
        return Parameter(name, _type(kind), self.meanings.get(name) or usual, shape)

    def _note_meanings(self, node: ast.stmt) -> None:
        """Where an input is handed to what the sample shows, it means what the documentation says of that parameter."""
        described = self.subject.doc.parameters
        known = {name.strip(): first_sentence(p.meaning) for p in described for name in p.name.split(",")}
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
    names = [n for s in draft.statements for n in ast.walk(s.node) if isinstance(n, ast.Name)]
    given_once = {name for name, n in Counter(n.id for n in names if not isinstance(n.ctx, ast.Load)).items() if n == 1}
    for statement in draft.statements:
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if (
                name in given_once - seen and is_literal(value) and ast.unparse(value) != "None"
            ):
                found[name] = ast.unparse(value)
        seen |= {n.id for n in ast.walk(statement.node) if isinstance(n, ast.Name)}
    return dict(sorted(list(found.items())[:_MOST_INPUTS], key=lambda item: _is_default(item[1])))


def _is_used(line: str, text: str) -> bool:
    return any(name == "*" or re.search(rf"\b{re.escape(name)}\b", text) for name in bound(line))


def _is_default(text: str) -> bool:
    """Whether a literal may stand as a default: short and not mutable."""
    return len(text) <= 40 and text[0] not in "[{n"


def _is_drawn(value: ast.expr, facts: Sequence[str]) -> bool:
    drawn = is_drawing(value) or root_name(value) == "print" or facts[0].startswith("matplotlib")
    return drawn or facts[0] == "None" or "dtype" in facts[0].lower()


def _tail(value: ast.expr) -> str:
    match value:
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return _tail(inner)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


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
