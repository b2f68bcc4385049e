"""From a program's text to its tree, with everything that is wrong in its writing."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from lark import Discard, Token, Transformer, v_args
from lark.tree import Meta

from placement.language import tree
from placement.language.automaton import parser
from placement.language.messages import Report
from placement.language.repair import repair
from placement.language.tokens import span, tokenise
from placement.language.tree import Application, Diagnostic, Name, Span

MOST_CHARACTERS = 250_000
MOST_DIGITS = 6  # of an index


def parse(text: str) -> tuple[Application | None, tuple[Diagnostic, ...]]:
    """The program that a text says, as far as it can be read, and all errors of its writing by place."""
    report = Report()
    if len(text) > MOST_CHARACTERS:
        report.add("too-long", Span(1, 1, 1, 1), size=len(text), most=MOST_CHARACTERS)
        return None, report.sorted()
    tokens, comments = tokenise(text, report)
    repaired = repair(tokens, report)
    if repaired is None:
        return None, report.sorted()
    fitting, lost = repaired
    application = _Builder(report).build(fitting)
    return replace(application, comments=comments, lost=lost, gaps=_gaps(text)), report.sorted()


def _gaps(text: str) -> frozenset[int]:
    lines = text.split("\n")
    return frozenset(number for number, line in enumerate(lines[:-1], 2) if not line.strip())


def _place(meta: Meta) -> Span:
    return Span(meta.line, meta.column, meta.end_line, meta.end_column)


@v_args(meta=True)
class _Builder(Transformer[Token, Any]):
    """Makes the dataclasses out of lark's tree, from the leaves up; each method takes a rule's parts."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def build(self, tokens: list[Token]) -> Application:
        state = parser().parse_interactive()
        for token in tokens[:-1]:
            state.feed_token(token)
        application: Application = self.transform(state.feed_token(tokens[-1]))
        return application

    def ERROR(self, _token: Token) -> Any:  # noqa: N802
        return Discard

    def NAME(self, token: Token) -> Name:  # noqa: N802
        return Name(str(token), span(token))

    def application(self, meta: Meta, parts: list[Any]) -> Application:
        name, *sections = parts
        found: dict[str, list[Any]] = {"Configuration": [], "Implementation": [], "Rule": []}
        seen: dict[str, tree.Section] = {}
        for section, items in sections:
            found[section.name].extend(items)
            if seen.setdefault(section.name, section) is not section:
                line = seen[section.name].span.line
                self._report.add("duplicate-section", section.span, what=section.name, line=line)
        devices, sensors, rules = (tuple(items) for items in found.values())
        places = tuple(seen.values())
        return Application(name, devices, sensors, rules, sections=places, span=_place(meta))

    def configuration(self, meta: Meta, parts: list[Any]) -> Any:
        return tree.Section("Configuration", _place(meta)), parts

    def implementation(self, meta: Meta, parts: list[Any]) -> Any:
        return tree.Section("Implementation", _place(meta)), parts

    def rules(self, meta: Meta, parts: list[Any]) -> Any:
        return tree.Section("Rule", _place(meta)), parts

    def device(self, _meta: Meta, parts: list[Any]) -> tree.Device:
        kind, alias, interfaces, annotation = parts
        return tree.Device(kind, alias, interfaces or (), annotation)

    def interface(self, _meta: Meta, parts: list[Any]) -> tree.Interface:
        return tree.Interface(*parts)

    def annotation(self, meta: Meta, parts: list[Any]) -> tree.Annotation:
        seen: set[str] = set()
        for name, _ in parts:
            if name.text in seen:
                self._report.add("duplicate-setting", name.span, what=name)
            seen.add(name.text)
        return tree.Annotation(tuple(parts), _place(meta))

    def sensor(self, meta: Meta, parts: list[Any]) -> tree.VirtualSensor:
        name, stages, *statements = parts
        auto = isinstance(stages, Token)
        return tree.VirtualSensor(name, () if auto else stages, tuple(statements), auto, _place(meta))

    def pipeline(self, _meta: Meta, parts: list[Any]) -> tuple[tuple[Name, ...], ...]:
        return tuple(part for part in parts if not isinstance(part, Token))

    def group(self, _meta: Meta, parts: list[Any]) -> tuple[Name, ...]:
        return tuple(part for part in parts if isinstance(part, Name))

    def set_input(self, _meta: Meta, parts: list[Any]) -> tree.SetInput:
        return tree.SetInput(parts[0], parts[1] or ())

    def set_model(self, _meta: Meta, parts: list[Any]) -> tree.SetModel:
        target, algorithm, *arguments, annotation = parts
        return tree.SetModel(target, algorithm, tuple(arguments), annotation)

    def set_output(self, _meta: Meta, parts: list[Any]) -> tree.SetOutput:
        target, *rest = parts
        items = [item for part in rest if part is not None for item in part]
        types = tuple(item for item in items if isinstance(item, Name))
        return tree.SetOutput(target, types, tuple(items[len(types) :]))

    def rule(self, meta: Meta, parts: list[Any]) -> tree.Rule:
        condition, actions = parts
        return tree.Rule(condition, actions, _place(meta))

    def disjunction(self, _meta: Meta, parts: list[Any]) -> tree.Any:
        return tree.Any(_flat(parts, tree.Any))

    def conjunction(self, _meta: Meta, parts: list[Any]) -> tree.All:
        return tree.All(_flat(parts, tree.All))

    def comparison(self, meta: Meta, parts: list[Any]) -> tree.Comparison:
        left, operator, right = parts
        return tree.Comparison(left, str(operator), right, _place(meta))

    def accumulation(self, _meta: Meta, parts: list[Any]) -> tree.Accumulation:
        return tree.Accumulation(*parts)

    def action(self, meta: Meta, parts: list[Any]) -> tree.Action:
        device, interface, arguments = parts
        return tree.Action(device, interface, arguments or (), _place(meta))

    def assignment(self, _meta: Meta, parts: list[Any]) -> tree.Assignment:
        return tree.Assignment(*parts)

    def reference(self, meta: Meta, parts: list[Any]) -> tree.Reference:
        first, second, index = parts
        owner, name = (first, second) if second else (None, first)
        return tree.Reference(owner, name, None if index is None else self._index(index), _place(meta))

    def _index(self, token: Token) -> int:
        if re.fullmatch(r"[0-9]+", token) and len(token) <= MOST_DIGITS:
            return int(token)
        self._report.add("bad-index", span(token), what=token)
        return 0

    def string(self, meta: Meta, parts: list[Any]) -> tree.String:
        text = parts[0][1:].removesuffix('"')
        return tree.String(_joined(text), _place(meta))

    def number(self, meta: Meta, parts: list[Any]) -> tree.Number:
        value = float(parts[0])
        if not math.isfinite(value):
            self._report.add("bad-number", _place(meta), what=parts[0])
        return tree.Number(value, str(parts[0]), _place(meta))

    def _all(self, _meta: Meta, parts: list[Any]) -> tuple[Any, ...]:
        return tuple(parts)

    interfaces = references = types = values = actions = parameters = setting = _all


def _joined(text: str) -> str:
    """A string that goes over lines, on one: each line's end and what is blank around it become a space."""
    first, *rest = text.split("\n")
    if not rest:
        return text
    middle = [line.strip() for line in rest[:-1] if line.strip()]
    return " ".join([first.rstrip(), *middle, rest[-1].lstrip()])


def _flat(parts: list[Any], kind: type[tree.All] | type[tree.Any]) -> tuple[tree.Condition, ...]:
    """Parentheses around parts of the same kind say nothing."""
    return tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))
