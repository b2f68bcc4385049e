"""Checks what a program means: names, virtual sensors, rules, and what nothing uses."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from placement.language.annotations import check_annotations
from placement.language.messages import Report
from placement.language.names import Names, is_edge
from placement.language.rules import RuleCheck
from placement.language.sensors import SensorCheck, Setup, cycles
from placement.language.tree import Application, Device, Diagnostic, Name, Rule

MOST_CYCLES = 20


def check(application: Application, algorithms: Collection[str]) -> tuple[Diagnostic, ...]:
    """All that is wrong with a program's meaning, by place.

    algorithms: the names of those that are known; another one is a warning, ``opaque-algorithm``
    """
    report = Report()
    names = Names(application, report)
    _Check(application, names, report).run(algorithms)
    names.report_unknown()
    return report.sorted()


class _Check:
    def __init__(self, application: Application, names: Names, report: Report) -> None:
        self._application, self._names, self._report = application, names, report

    def run(self, algorithms: Collection[str]) -> None:
        setups = self._sensors(SensorCheck(self._names, self._report, algorithms))
        rules = RuleCheck(self._names, self._report, setups)
        for rule in self._application.rules:
            rules.check(rule)
        self._cycles(setups)
        self._devices()
        check_annotations(self._application, self._report)
        self._twice()
        self._clashes()
        if self._names.whole:
            self._unused()

    def _sensors(self, check: SensorCheck) -> dict[str, Setup]:
        setups: dict[str, Setup] = {}
        for sensor in self._application.sensors:
            setup = check.check(sensor)
            first = setups.setdefault(setup.name, setup)
            if first is not setup:
                line = first.sensor.name.span.line
                self._report.add("duplicate-sensor", sensor.name.span, what=setup.name, line=line)
        return setups

    def _cycles(self, setups: dict[str, Setup]) -> None:
        places = {**self._names.variables, **{name: setup.sensor.name for name, setup in setups.items()}}
        for ring in islice(cycles(setups, self._names.added), MOST_CYCLES):
            self._report.add("cycle", min(places[name].span for name in ring), what=" -> ".join(ring))

    def _devices(self) -> None:
        edge = next(filter(is_edge, self._application.devices), None)
        aliases = {device.alias.text for device in self._application.devices}
        seen: set[str] = set()
        for device in self._application.devices:
            alias = device.alias
            if edge and is_edge(device) and device is not edge:
                self._report.add("second-edge", device.kind.span, what=alias, first=edge.alias)
            elif alias.text in seen:
                near = self._names.claimed(alias.text) or _free(alias.text, aliases)
                self._report.add("duplicate-alias", alias.span, near, what=alias)
            if is_edge(device) and device.annotation:
                self._report.add("edge-network", device.annotation.span, what=alias)
            seen.add(alias.text)
            self._interfaces(device)

    def _interfaces(self, device: Device) -> None:
        seen: set[str] = set()
        for interface in device.interfaces:
            name = interface.name
            if name.text in seen:
                self._report.add("duplicate-interface", name.span, what=device.alias, name=name)
            seen.add(name.text)

    def _twice(self) -> None:
        seen: dict[Rule, Rule] = {}
        for rule in self._application.rules:
            first = seen.setdefault(rule, rule)
            if first is not rule:
                self._report.add("duplicate-rule", rule.span, line=first.span.line)
        if not self._application.rules and self._names.whole:
            self._report.add("no-rules", self._application.name.span)

    def _clashes(self) -> None:
        """One name for two kinds of things that a rule could mean."""
        for sensor in self._names.sensors.values():
            if sensor.name.text in self._names.devices:
                self._report.add("name-clash", sensor.name.span, what=sensor.name, kind="a device")
        for variable in self._names.variables.values():
            for known, kind in ((self._names.sensors, "a virtual sensor"), (self._names.devices, "a device")):
                if variable.text in known:
                    self._report.add("name-clash", variable.span, what=variable, kind=kind)

    def _unused(self) -> None:
        used = self._names.read | set(self._names.acted)
        for device in self._application.devices:
            self._unused_interfaces(device, used)
        for sensor in self._names.sensors.values():
            if sensor.name.text not in used:
                self._report.add("unused-sensor", sensor.name.span, what=sensor.name)
        for full in self._names.read & set(self._names.acted):
            self._report.add("sensor-as-actuator", self._names.acted[full], what=full)

    def _unused_interfaces(self, device: Device, used: set[str]) -> None:
        unused = [item.name for item in device.interfaces if f"{device.alias}.{item.name}" not in used]
        if unused and len(unused) == len(device.interfaces) and device.alias.text not in used:
            self._report.add("unused-device", device.alias.span, what=device.alias)
            return
        for name in unused:
            self._unused_interface(device.alias, name)

    def _unused_interface(self, alias: Name, name: Name) -> None:
        self._report.add("unused-interface", name.span, what=f"{alias}.{name}")


def _free(alias: str, taken: set[str]) -> str:
    """A name like this one that no device has."""
    return next(name for number in range(2, len(taken) + 3) if (name := f"{alias}{number}") not in taken)
