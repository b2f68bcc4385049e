"""What a program declares, and what each reference in it means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, count

from placement.language.messages import Report
from placement.language.tree import (
    Accumulation,
    Application,
    Comparison,
    Condition,
    Device,
    Interface,
    Name,
    Reference,
    Rule,
    Span,
    VirtualSensor,
)

TRUTH = {"true": "1", "false": "0", "on": "1", "off": "0"}
NAMELESS = "_"  # stands for a name that is missing, among those that are lost


def is_edge(device: Device) -> bool:
    """The device is the edge server."""
    return device.kind.text.casefold() == "edge"


def implicit_edge(application: Application) -> str:
    """The alias of the edge server where none is declared: a name that nothing a rule could mean has."""
    taken = {device.alias.text for device in application.devices}
    taken |= {sensor.name.text for sensor in application.sensors}
    taken |= {item.variable.text for item in accumulations(application.rules)}
    names = chain(("E", "Edge"), (f"Edge{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """All comparisons of a condition, from left to right."""
    stack = [condition]
    while stack:
        part = stack.pop()
        if isinstance(part, Comparison):
            yield part
        else:
            stack.extend(reversed(part.parts))


def accumulations(rules: Iterable[Rule]) -> Iterator[Accumulation]:
    """All that the conditions of rules add up, in the order of the text."""
    for comparison in chain.from_iterable(comparisons(rule.condition) for rule in rules):
        for operand in (comparison.left, comparison.right):
            if isinstance(operand, Accumulation):
                yield operand


class Names:
    """The names of a program. Of two of a kind the first counts; devices with the same alias are looked at as one."""

    def __init__(self, application: Application, report: Report) -> None:
        self._report, self._lost = report, application.lost
        self.sensors: dict[str, VirtualSensor] = {}
        self.stages: dict[str, VirtualSensor] = {}
        for sensor in application.sensors:
            self.sensors.setdefault(sensor.name.text, sensor)
            for stage in (stage for group in sensor.pipeline for stage in group):
                self.stages.setdefault(stage.text, sensor)
        self.folded = {name.casefold(): name for name in self.sensors}
        self.variables: dict[str, Name] = {}
        self.added: dict[str, set[str]] = {}  # to each variable, by what stands without a device
        for item in accumulations(application.rules):
            name = self.variables.setdefault(item.variable.text, item.variable).text
            self.added.setdefault(name, set()).update([] if item.source.owner else [item.source.name.text])
        self.devices: dict[str, dict[str, Interface]] = {}
        self.owners: dict[str, str] = {}
        self._declare(application)
        self.read: set[str] = set()
        self.acted: dict[str, Span] = {}
        self._unknown: dict[tuple[str, str], tuple[list[Span], str | None]] = {}

    def _declare(self, application: Application) -> None:
        for device in application.devices:
            interfaces = self.devices.setdefault(device.alias.text, {})
            for interface in device.interfaces:
                interfaces[interface.name.text] = interface
                self.owners.setdefault(interface.name.text, f"{device.alias}.{interface.name}")
        if not any(map(is_edge, application.devices)):
            self.devices[implicit_edge(application)] = {}

    def lost(self, *names: str) -> bool:
        """One of these names stands in what could not be read: it may well have been declared there."""
        return any(name in self._lost for name in names)

    def declares(self, name: str) -> bool:
        """Something is called so, or may well be."""
        return any(name in known for known in (self._lost, self.sensors, self.stages, self.variables, self.devices))

    @property
    def whole(self) -> bool:
        """All of the program could be read."""
        return not self._lost

    def unknown(self, code: str, what: str, span: Span, near: str | None) -> None:
        """Note a name that nothing declares; it is reported once, and what it seems to mean counts as used."""
        self.read.add(near or "")
        if not self.lost(NAMELESS, *what.split(".")):
            self._unknown.setdefault((code, what), ([], near))[0].append(span)

    def report_unknown(self) -> None:
        """Report what `unknown` was told of."""
        for (code, what), (spans, near) in self._unknown.items():
            again = f", {len(spans)} times" if len(spans) > 1 else ""
            self._report.add(code, min(spans), near, what=what, again=again)

    def claimed(self, alias: str) -> str | None:
        """A device that is spoken of and not declared, and seems to be one of this name; it is not reported any more."""
        meant = (key for key, (_, near) in self._unknown.items() if key[0] == "undefined-device" and near == alias)
        if key := next(meant, None):
            del self._unknown[key]
        return key[1] if key else None

    def like(self, name: str, *more: Iterable[str]) -> str | None:
        """What may be meant by a name: an interface of that name, or what is called nearly so."""
        found = self._report.nearest(name, chain(self.sensors, self.variables, *more, self.owners))
        return self.owners.get(found, found) if found else None

    def resolve(self, reference: Reference, stages: Collection[str] = ()) -> VirtualSensor | None:
        """Find what a reference means, and report it if that is nothing; the virtual sensor if it is one.

        stages: of the virtual sensor that the reference stands in, where they may be named
        """
        name = reference.name.text
        if reference.owner is not None:
            self._resolve_interface(reference.owner, reference.name, reference.span)
        elif name in self.sensors:
            self.read.add(name)
            return self.sensors[name]
        elif name in self.devices:
            near = next((f"{name}.{interface}" for interface in self.devices[name]), None)
            self._report.add("device-as-value", reference.span, near, what=name)
        elif name in self.stages and name not in stages:
            owner = self.stages[name].name.text
            self._report.add("foreign-stage", reference.span, owner, what=name, owner=owner)
        elif name not in self.variables and name not in stages:
            near = TRUTH.get(name.casefold()) or self.like(name, stages)
            self.unknown("undefined-name", name, reference.span, near)
        return None

    def _resolve_interface(self, owner: Name, name: Name, span: Span) -> None:
        full = f"{owner}.{name}"
        if self.has(owner.text, name.text):
            self.read.add(full)
        elif owner.text in self.sensors:
            self.read.add(owner.text)
            self._report.add("dotted-sensor", span, owner.text, what=owner)
        else:
            self.missing_interface(owner, name, span)

    def has(self, alias: str, interface: str) -> bool:
        """There is such an interface."""
        return interface in self.devices.get(alias, {})

    def missing_interface(self, owner: Name, name: Name, span: Span) -> None:
        """Report a device or an interface that is not declared; uses of the nearest one count as uses."""
        interfaces = self.devices.get(owner.text)
        if interfaces is None:
            near = self._report.nearest(owner.text, self.devices)
            near = near or self.owners.get(name.text, "").partition(".")[0] or None
            self.unknown("undefined-device", owner.text, owner.span, near)
            meant = f"{near}.{name}"
        else:
            near = self._report.nearest(name.text, interfaces)
            meant = f"{owner}.{near}" if near else self.owners.get(name.text, "")
            self.unknown("undefined-interface", f"{owner}.{name}", span, meant or None)
        self.read.add(meant)
