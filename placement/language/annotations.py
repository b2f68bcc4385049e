"""What may stand in annotations: their keys, and what each may be given."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields

from placement.language.messages import Report
from placement.language.names import is_edge
from placement.language.tree import Annotation, Application, Name, Number, SetModel, String
from placement.profiles import Work

LARGEST = 1e15
_INTERFACE = ("values", "width")
_DEVICE = ("network",)
_OPERATIONS = tuple(field.name for field in fields(Work))
_MODEL = ("output", "width", "cycles", "ram", "flash", *_OPERATIONS)
_COUNTS = {"values", "width", "output"}


def check_annotations(application: Application, report: Report) -> None:
    """Report keys that nothing reads, and values that are none for their key."""
    for annotation, owner, keys in _annotations(application):
        if annotation:
            _costs(annotation, report)
        for name, value in annotation.values if annotation else ():
            _check(name, value, owner, keys, report)


def _annotations(application: Application) -> Iterator[tuple[Annotation | None, str, tuple[str, ...]]]:
    """Each annotation with what it belongs to, and the keys that it may hold."""
    for device in application.devices:
        if not is_edge(device):
            yield device.annotation, "a device", _DEVICE
        for interface in device.interfaces:
            yield interface.annotation, "an interface", _INTERFACE
    for sensor in application.sensors:
        for statement in sensor.statements:
            if isinstance(statement, SetModel):
                yield statement.annotation, "setModel", _MODEL


def _costs(annotation: Annotation, report: Report) -> None:
    """Cycles and operations are two ways to say what a run costs."""
    names = [name for name, _ in annotation.values]
    operation = next((name for name in names if name.text in _OPERATIONS), None)
    if operation and any(name.text == "cycles" for name in names):
        report.add("two-costs", operation.span, what=operation)


def _check(name: Name, value: Number | String, owner: str, keys: tuple[str, ...], report: Report) -> None:
    if name.text not in keys:
        near = report.nearest(name.text, keys) or " or ".join(keys)
        report.add("unknown-setting", name.span, near, what=name, owner=owner)
    elif (meant := _wanted(name.text, value)) is not None:
        report.add("bad-setting", value.span, meant, what=name, value=value.text)


def _wanted(key: str, value: Number | String) -> str | None:
    """What a key has to be given, if it is not this."""
    if key in _DEVICE:
        return None if isinstance(value, String) else 'a name in quotes, such as "BLE"'
    least = int(key in _COUNTS)
    if isinstance(value, Number) and not math.isfinite(value.value):
        return None  # that is told where it is read
    if isinstance(value, Number) and least <= value.value <= LARGEST and (not least or value.value.is_integer()):
        return None
    return "a whole number, 1 or more" if least else f"a number from 0 to {LARGEST:g}"
