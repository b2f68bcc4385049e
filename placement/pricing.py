"""What keeps a program from being priced: all of it at once, each with its place in the text.

A program that cannot be priced yet is still a program, since a profile may come later: so these are warnings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.spelling import suggestion
from placement.blocks import Block, FlowGraph, Kind, Place
from placement.language.tree import Application, Diagnostic, SetModel, Span
from placement.loading import Register
from placement.profiles import DeviceProfile, Profiles
from placement.sizes import CostError, Demand, Waiting, estimates


@dataclass(frozen=True, slots=True)
class Fault:
    """What has no price. about: the name of a device or of a block, or ``network of`` a device."""

    code: str
    about: str
    error: CostError


def unpriced(application: Application, graph: FlowGraph, profiles: Profiles) -> tuple[Diagnostic, ...]:
    """All that keeps an application's graph from being priced, as warnings by place."""
    places = _places(application, graph)
    found = {}
    for fault in faults(graph, profiles):
        span, hint = places[fault.about.partition("#")[0]], fault.error.hint
        advice = hint[:1].lower() + hint[1:].removesuffix(".")
        found[span, fault.code] = Diagnostic(span, "warning", fault.code, fault.error.message.removesuffix("."), advice)
    return tuple(sorted(found.values()))


def faults(graph: FlowGraph, profiles: Profiles) -> Iterator[Fault]:
    """Devices and networks that are not known, blocks whose cost nothing tells, blocks that fit on no device."""
    devices, networks = Register(profiles.devices), Register(profiles.networks)
    for place in graph.places:
        if place.kind not in devices:
            yield Fault("unknown-device", place.alias, unknown_device(place, devices.choice(place.kind)))
        name = str(dict(place.notes).get("network", ""))
        if name and name not in networks:
            yield Fault(
                "unknown-network", f"network of {place.alias}", unknown_network(place, name, networks.choice(name))
            )
    known = {place.alias: devices[place.kind] for place in graph.places if place.kind in devices}
    for block, demand in zip(graph.blocks, estimates(graph, profiles), strict=True):
        if isinstance(demand, CostError):
            if not isinstance(demand, Waiting):
                yield Fault("no-price", block.name, demand)
        elif not any(_fits(demand, known.get(alias)) for alias in block.places):
            yield Fault("no-room", block.name, no_room(block, demand, known))


def _fits(demand: Demand, device: DeviceProfile | None) -> bool:
    """A device could hold a block alone; one that is not known may well."""
    return device is None or (demand.ram <= device.ram and demand.flash <= device.flash)


def unknown_device(place: Place, known: Collection[str]) -> CostError:
    """No profile is of this kind."""
    return CostError(
        f"{place.alias} is a {place.kind}, and there is no such device.",
        f"{suggestion(place.kind, known)} Otherwise add a profile of it.",
    )


def unknown_network(place: Place, name: str, known: Collection[str]) -> CostError:
    """No profile is of this network."""
    return CostError(
        f"{place.alias} shall speak {name}, and there is no such network.",
        f"{suggestion(name, known)} Otherwise add a profile of it.",
    )


def no_room(block: Block, demand: Demand, devices: Mapping[str, DeviceProfile]) -> CostError:
    """No device that the block may lie on could hold it, even alone."""
    rooms = [(alias, devices[alias]) for alias in block.places]
    told = "; ".join(f"{alias} has {device.ram:,.0f} and {device.flash:,.0f}" for alias, device in rooms)
    return CostError(
        f"{block.name} fits nowhere: it takes {demand.ram:,.0f} bytes of RAM and {demand.flash:,.0f} of flash; {told}.",
        f"{_less(block, demand, [device for _, device in rooms])} or choose a larger device.",
    )


def _less(block: Block, demand: Demand, devices: Sequence[DeviceProfile]) -> str:
    """What makes a block smaller: a reading its window, a stage or a variable what it takes or what it keeps."""
    if block.kind is Kind.SAMPLE:
        return "Make its window smaller"
    short = any(demand.ram > device.ram for device in devices)
    return "Give it less data" if short else "Give it a smaller model"


def _places(application: Application, graph: FlowGraph) -> dict[str, Span]:
    """Where what may have no price stands: kinds of devices, networks, interfaces, algorithms, variables."""
    found = {block.name: block.span for block in graph.blocks if block.span}
    for device in application.devices:
        found[device.alias.text] = device.kind.span
        for _, value in device.annotation.values if device.annotation else ():
            found[f"network of {device.alias}"] = value.span
        for interface in device.interfaces:
            found[f"{device.alias}.{interface.name}"] = interface.name.span
    for sensor in application.sensors:
        found[sensor.name.text] = sensor.name.span
        for statement in sensor.statements:
            if isinstance(statement, SetModel):
                found[f"{sensor.name}.{statement.target}"] = statement.algorithm.span
    return found
