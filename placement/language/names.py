"""What a program declares, and what each reference in it means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

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
    Span,
    VirtualSensor,
)


def comparisons(condition: Condition) -> list[Comparison]:
    """All comparisons of a condition, from left to right."""
    if isinstance(condition, Comparison):
        return [condition]
    return [comparison for part in condition.parts for comparison in comparisons(part)]


TRUTH = {"true": "1", "false": "0", "on": "1", "off": "0"}
NAMELESS = "_"  # stands for a name that is missing, among those that are lost


def is_edge(device: Device) -> bool:
    """The device is the edge server."""
    return device.kind.text.casefold() == "edge"


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
        self.variables = {item.variable.text: item.variable for item in _accumulations(application)}
        self.devices: dict[str, dict[str, Interface]] = {}
        self.owners: dict[str, str] = {}
        self._declare(application.devices)
        self.read: set[str] = set()
        self.acted: dict[str, Span] = {}
        self._unknown: dict[tuple[str, str], tuple[list[Span], str | None]] = {}

    def _declare(self, devices: Sequence[Device]) -> None:
        for device in devices:
            interfaces = self.devices.setdefault(device.alias.text, {})
            for interface in device.interfaces:
                interfaces[interface.name.text] = interface
                self.owners.setdefault(interface.name.text, f"{device.alias}.{interface.name}")
        if not any(map(is_edge, devices)):
            self.devices[self._implicit_edge()] = {}

    def _implicit_edge(self) -> str:
        """The alias of the edge where none is declared: it may be told to set variables."""
        taken = self.devices.keys() | self.sensors.keys()
        return next(alias for alias in ("E", "Edge", "") if alias not in taken)

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


def _accumulations(application: Application) -> list[Accumulation]:
    operands = (
        operand
        for rule in application.rules
        for comparison in comparisons(rule.condition)
        for operand in (comparison.left, comparison.right)
    )
    return [operand for operand in operands if isinstance(operand, Accumulation)]
