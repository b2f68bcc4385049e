"""Checks rules: what their conditions compare and what their actions do."""

from __future__ import annotations

import re

from core.wording import plural
from placement.language.messages import Report
from placement.language.names import Names, comparisons
from placement.language.sensors import Setup
from placement.language.tree import (
    Accumulation,
    Action,
    Assignment,
    Comparison,
    Name,
    Number,
    Operand,
    Reference,
    Rule,
    Span,
    String,
)
from placement.language.words import FILLED_IN, SCALARS

TEXT = re.compile("string|char")
FORMAT = re.compile(r"%(?:%|[-+ #]{0,4}\d{0,4}(?:\.\d{1,4})?(?:hh?|ll?)?([diuoxXfFeEgGcs]))")


class RuleCheck:
    """Checks the rules of a program, whose virtual sensors are known by then."""

    def __init__(self, names: Names, report: Report, setups: dict[str, Setup]) -> None:
        self._names, self._report, self._setups = names, report, setups

    def check(self, rule: Rule) -> None:
        """Report what is wrong with one rule."""
        for comparison in comparisons(rule.condition):
            self._comparison(comparison)
        for action in rule.actions:
            self._action(action)

    def _comparison(self, comparison: Comparison) -> None:
        left, right = comparison.left, comparison.right
        for operand, other in ((left, right), (right, left)):
            if isinstance(operand, Accumulation):
                self.reference(operand.source)
            elif isinstance(operand, Reference) and not self._unquoted(operand, other):
                self.reference(operand)
        if all(isinstance(operand, Number | String) for operand in (left, right)):
            self._report.add("constant-condition", comparison.span)
        self._values(left, right, comparison.operator)
        self._values(right, left, comparison.operator)

    def _unquoted(self, operand: Reference, other: Operand) -> bool:
        """A text without quotes, compared with a virtual sensor that gives texts."""
        types, name = self._types(other) if isinstance(other, Reference) else (), operand.name.text
        if operand.owner is not None or self._names.declares(name) or not any(map(TEXT.match, types)):
            return False
        self._report.add("unquoted", operand.span, f'"{name}"', what=name)
        return True

    def reference(self, reference: Reference) -> None:
        """Look a reference up, and its index in what it gives."""
        sensor = self._names.resolve(reference)
        types = self._types(reference)
        if sensor is None or reference.index is None or not types or reference.index < len(types):
            return
        if len(types) > 1 or SCALARS.fullmatch(types[0]):
            count, index = len(types), reference.index
            self._report.add("index-range", reference.span, what=sensor.name, index=index, count=count, last=count - 1)

    def _setup(self, reference: Reference) -> Setup | None:
        return self._setups.get(reference.name.text) if reference.owner is None else None

    def _types(self, reference: Reference) -> tuple[str, ...]:
        setup = self._setup(reference)
        return tuple(item.text for item in setup.output.types) if setup and setup.output else ()

    def _values(self, operand: Operand, other: Operand, operator: str) -> None:
        """Compare a value with those that a virtual sensor says it gives."""
        if not isinstance(operand, Reference) or not isinstance(other, Number | String):
            return
        if isinstance(other, String) and operand.owner and self._names.has(operand.owner.text, operand.name.text):
            self._report.add(
                "type-mismatch", other.span, "a number", what=operand.full, kind="numbers", value=f'"{other.text}"'
            )
            return
        setup, types = self._setup(operand), self._types(operand)
        index = operand.index or 0
        if setup is None or setup.output is None or index >= len(types) or not SCALARS.fullmatch(types[index]):
            return
        text, values = types[index].startswith("string"), [value.text for value in setup.output.values]
        if text != isinstance(other, String):
            near = "a string" if text else "a number"
            self._report.add("type-mismatch", other.span, near, what=setup.name, kind=types[index], value=other.text)
        elif text and operator not in ("==", "!="):
            self._report.add("ordered-text", other.span, what=setup.name)
        elif text and values and other.text not in values:
            near_value = self._report.nearest(other.text, values)
            self._report.add("unlisted-value", other.span, near_value, what=setup.name, value=f'"{other.text}"')

    def _action(self, action: Action) -> None:
        if action.interface is not None:
            self._act(action.device, action.interface, action)
        elif action.device.text in self._names.devices:
            self._settings(action)
        else:
            self._without_device(action)
        self._arguments(action)

    def _act(self, device: Name, interface: Name, action: Action) -> None:
        """An action of an interface."""
        self._names.acted.setdefault(f"{device}.{interface}", action.span)
        if device.text in self._names.sensors and device.text not in self._names.devices:
            self._report.add("sensor-as-action", action.span, what=device, kind="a virtual sensor")
        elif not self._names.has(device.text, interface.text):
            self._names.missing_interface(device, interface, action.span)

    def _settings(self, action: Action) -> None:
        """``E(SUM=0)``: a device that is told to set variables."""
        device = action.device.text
        self._names.read.add(device)
        if not all(isinstance(item, Assignment) for item in action.arguments) or not action.arguments:
            near = next((f"{device}.{interface}" for interface in self._names.devices[device]), None)
            self._report.add("action-without-interface", action.span, near, what=device)

    def _without_device(self, action: Action) -> None:
        name = action.device.text
        if name in self._names.owners:
            self._report.add("action-without-device", action.span, self._names.owners[name], what=name)
            self._names.acted.setdefault(self._names.owners[name], action.span)
        elif name in self._names.sensors:
            self._report.add("sensor-as-action", action.span, what=name, kind="a virtual sensor")
        elif name in self._names.variables and not self._names.lost(name):
            self._report.add("sensor-as-action", action.span, what=name, kind="a variable")
        elif all(isinstance(item, Assignment) for item in action.arguments) and action.arguments:
            self._names.unknown(
                "undefined-device", name, action.device.span, self._report.nearest(name, self._names.devices)
            )
        else:
            self._names.unknown("undefined-name", name, action.device.span, self._names.like(name))

    def _arguments(self, action: Action) -> None:
        for argument in action.arguments:
            if isinstance(argument, Reference) and self._is_text(argument):
                self._report.add("unquoted", argument.span, f'"{argument.name}"', what=argument.name)
            elif isinstance(argument, Reference):
                self.reference(argument)
            elif isinstance(argument, String):
                self._filled_in(argument)
            elif isinstance(argument, Assignment):
                self._assignment(argument, action)
        texts = [argument for argument in action.arguments if isinstance(argument, String)]
        if texts and texts[0] is action.arguments[0]:
            self._format(texts[0], len(action.arguments) - 1)

    def _is_text(self, argument: Reference) -> bool:
        """A text without quotes: nothing is called so, or nearly so."""
        name = argument.name.text
        return argument.owner is None and not self._names.declares(name) and self._names.like(name) is None

    def _assignment(self, assignment: Assignment, action: Action) -> None:
        variable = assignment.variable
        if action.interface is not None:
            near = f"{action.device}({variable}=...)"
            self._report.add("misplaced-assignment", variable.span, near, what=variable)
        elif variable.text not in self._names.variables and not self._names.lost(variable.text):
            near_name = self._report.nearest(variable.text, self._names.variables)
            self._report.add("undefined-variable", variable.span, near_name, what=variable)

    def _filled_in(self, text: String) -> None:
        """``{NAME}`` in a text stands for a value."""
        for match in FILLED_IN.finditer(text.text):
            owner, name, index = match.groups()
            span = _within(text, match)
            known = self._names.has(owner, name) if name else owner in (self._names.variables | self._names.sensors)
            if known:
                alias, last = (Name(owner, span), name) if name else (None, owner)
                self.reference(Reference(alias, Name(last, span), None if index is None else int(index), span))
            elif not self._names.lost(owner):
                self._report.add("interpolation", span, self._names.like(name or owner), what=match[0])

    def _format(self, text: String, given: int) -> None:
        count = sum(1 for match in FORMAT.finditer(text.text) if match[1])
        if count and count != given:
            self._report.add("format-arguments", text.span, count=plural(count, "value"), given=given)


def _within(text: String, match: re.Match[str]) -> Span:
    """Where a part of a string stands; the whole string if it goes over lines."""
    span = text.span
    if span.line != span.end_line:
        return span
    return Span(span.line, span.column + 1 + match.start(), span.line, span.column + 1 + match.end())
