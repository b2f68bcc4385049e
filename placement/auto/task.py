"""What an algorithm-agnostic virtual sensor asks for (technical report, section IV-A, Fig. 5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from placement.language.tree import Application, Reference, SetInput, SetOutput, VirtualSensor

# Each value becomes a folder; these names work on every file system.
_FOLDER = re.compile(r"[^\W_]([\w .+-]{0,62}[\w+-])?")


class AutoError(ValueError):
    """A virtual sensor, its recordings or its model cannot be worked with."""


@dataclass(frozen=True, slots=True)
class Task:
    """Tell some values apart by what some interfaces sense.

    sensor: the virtual sensor's name; columns: its inputs as written, such as ``A.MIC``; labels: the values of its output
    """

    sensor: str
    columns: tuple[str, ...]
    labels: tuple[str, ...]


def asked(sensor: VirtualSensor) -> Task:
    """What a virtual sensor names, whether or not it can be learnt."""
    sources = [one for part in sensor.statements if isinstance(part, SetInput) for one in part.sources]
    outputs = [one for part in sensor.statements if isinstance(part, SetOutput) for one in part.values]
    return Task(str(sensor.name), tuple(map(_written, sources)), tuple(value.text for value in outputs))


def task(application: Application, sensor: VirtualSensor) -> Task:
    """What is asked of a virtual sensor with AUTO in a program that was checked."""
    if not sensor.auto:
        raise AutoError(f"{sensor.name} has stages of its own; only VSensor {sensor.name}(AUTO) is trained.")
    found, aliases = asked(sensor), {device.alias.text for device in application.devices}
    name, columns, labels = found.sensor, found.columns, found.labels
    for source in (one for part in sensor.statements if isinstance(part, SetInput) for one in part.sources):
        if source.owner and source.owner.text not in aliases:
            raise AutoError(f"{name} takes {_written(source)}, and {application.name} has no device {source.owner}.")
    if not columns:
        raise AutoError(f"{name} has no inputs; name them: {name}.setInput(A.MIC, A.PIR).")
    _different(name, "takes", columns)
    _different(name, "gives", labels)
    if len(labels) < 2:
        raise AutoError(
            f'{name} needs two values or more to tell apart: {name}.setOutput(<string_t>, "open", "close").'
        )
    for label in labels:
        if not _FOLDER.fullmatch(label):
            raise AutoError(f"The value {label!r} of {name} cannot name a folder; use letters, digits, spaces and -_+.")
    return found


def _written(source: Reference) -> str:
    owner = f"{source.owner}." if source.owner else ""
    return f"{owner}{source.name}" + (f"[{source.index}]" if source.index is not None else "")


def _different(sensor: str, verb: str, names: tuple[str, ...]) -> None:
    """Without regard to case, as some file systems have none."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise AutoError(f"{sensor} {verb} {name} twice; leave one out.")
        seen.add(name.casefold())
