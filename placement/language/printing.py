"""The formatter: a program's tree as text, always in the same shape, with its comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from placement.language.layout import Line, end, lay_out, start
from placement.language.tree import (
    Accumulation,
    Action,
    Annotation,
    Any,
    Application,
    Assignment,
    Comparison,
    Condition,
    Device,
    Interface,
    Name,
    Number,
    Operand,
    Reference,
    Rule,
    SetInput,
    SetModel,
    SetOutput,
    Statement,
    String,
    VirtualSensor,
)


def show(application: Application) -> str:
    """A program as text. Read again it gives the same tree, and shown again the same text."""
    return lay_out(list(_application(application)), application.comments, application.gaps)


def _application(application: Application) -> Iterator[Line]:
    sections = {section.name: section.span for section in application.sections}
    yield Line(0, f"Application {application.name} {{", start(application.span))
    parts = {
        "Configuration": [[_device(device)] for device in application.devices],
        "Implementation": [list(_sensor(sensor)) for sensor in application.sensors],
        "Rule": [list(_rule(rule)) for rule in application.rules],
    }
    shown = [name for name, items in parts.items() if items or name in sections]
    for name in shown:
        span = sections.get(name, application.span)
        yield Line(1, f"{name} {{", start(span), gap=name != shown[0])
        for item in parts[name]:
            first, *rest = item
            yield replace(first, gap=bool(rest) and item is not parts[name][0])
            yield from rest
        yield Line(1, "}", end(span), closes=True)
    yield Line(0, "}", end(application.span), closes=True)


def _device(device: Device) -> Line:
    interfaces = ", ".join(_interface(interface) for interface in device.interfaces)
    text = f"{device.kind} {device.alias}({interfaces}){_annotation(device.annotation)};"
    return Line(2, text, start(device.kind.span))


def _interface(interface: Interface) -> str:
    return f"{interface.name}{_annotation(interface.annotation)}"


def _annotation(annotation: Annotation | None) -> str:
    if annotation is None:
        return ""
    return f" @({', '.join(f'{name}={_operand(value)}' for name, value in annotation.values)})"


def _sensor(sensor: VirtualSensor) -> Iterator[Line]:
    stages = "AUTO" if sensor.auto else f'"{", ".join(_group(group) for group in sensor.pipeline)}"'
    yield Line(2, f"VSensor {sensor.name}({stages}) {{", start(sensor.span))
    for statement in sensor.statements:
        yield Line(3, _statement(statement), start(statement.target.span))
    yield Line(2, "}", end(sensor.span), closes=True)


def _group(group: tuple[Name, ...]) -> str:
    names = ", ".join(map(str, group))
    return names if len(group) == 1 else f"{{{names}}}"


def _statement(statement: Statement) -> str:
    match statement:
        case SetInput():
            return f"{statement.target}.setInput({_list(statement.sources)});"
        case SetModel():
            arguments = _list((statement.algorithm, *statement.arguments))
            return f"{statement.target}.setModel({arguments}){_annotation(statement.annotation)};"
        case SetOutput():
            types = [f"<{', '.join(map(str, statement.types))}>"] if statement.types else []
            return f"{statement.target}.setOutput({', '.join([*types, *map(_operand, statement.values)])});"


def _rule(rule: Rule) -> Iterator[Line]:
    yield Line(2, f"IF ({_condition(rule.condition)})", start(rule.span))
    actions = " && ".join(_action(action) for action in rule.actions)
    yield Line(3, f"THEN ({actions});", start(rule.actions[0].span))


def _condition(condition: Condition) -> str:
    if isinstance(condition, Comparison):
        return f"{_operand(condition.left)} {condition.operator} {_operand(condition.right)}"
    joint = " || " if isinstance(condition, Any) else " && "
    return joint.join(_part(part) for part in condition.parts)


def _part(condition: Condition) -> str:
    return _condition(condition) if isinstance(condition, Comparison) else f"({_condition(condition)})"


def _operand(operand: Operand | Assignment) -> str:
    match operand:
        case Reference():
            index = "" if operand.index is None else f"[{operand.index}]"
            return f"{'' if operand.owner is None else f'{operand.owner}.'}{operand.name}{index}"
        case Number():
            return operand.text
        case String():
            return f'"{operand.text}"'
        case Accumulation():
            return f"{operand.variable} += {_operand(operand.source)}"
        case Assignment():
            return f"{operand.variable}={_operand(operand.value)}"


def _list(operands: Sequence[Operand | Assignment]) -> str:
    return ", ".join(_operand(operand) for operand in operands)


def _action(action: Action) -> str:
    name = str(action.device) if action.interface is None else f"{action.device}.{action.interface}"
    return f"{name}({_list(action.arguments)})" if action.arguments else name
