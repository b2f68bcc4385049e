"""Where the figures of a placement come from: the profiles that there are, and those that a plan rests on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from agent.placing import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.placing import Case
    from placement.blocks import Block
    from placement.costs import Link
    from placement.profiles import DeviceProfile, InterfaceProfile, NetworkProfile, Profiles

Record = dict[str, Any]


def known(profiles: Profiles) -> Record:
    """Everything that a program or an option can name, by kind."""
    return {
        "devices": [
            {
                **_named(profiles, "devices", one),
                "clock_hz": one.clock,
                "ram": one.ram,
                "flash": one.flash,
                "radio": one.radio,
                "basis": one.basis,
                "edge": one.edge,
            }
            for one in profiles.devices.values()
        ],
        "networks": [
            {**_named(profiles, "networks", one), "payload": one.payload, "packet_time_s": one.packet_time}
            for one in profiles.networks.values()
        ],
        "interfaces": [
            {**_named(profiles, "interfaces", one), "values": one.data.values, "width": one.data.width}
            for one in profiles.interfaces.values()
        ],
        "opaque": [
            {"name": name, "aliases": [], "values": one.output.values, "width": one.output.width}
            | origin(profiles, "opaque", name, one.source)
            for name, one in profiles.opaque.items()
        ],
    }


def origin(profiles: Profiles, kind: str, name: str, source: str) -> Record:
    """file: of a person's own folder, which gives a profile or changes it, None where it is as shipped; source: of its figures"""
    own = profiles.own.get((kind, name))
    return {"file": str(own.file) if own else None, "source": " ".join((own.source if own else source).split())}


def speaking(case: Case) -> Sequence[Link | None]:
    """How each device speaks to the edge, None for the edge itself."""
    from placement.costs import links

    with told():
        return links(case.graph, case.profiles, case.network)


def networks(case: Case) -> list[Record]:
    """The networks that devices speak, and where their figures come from.

    other_radios: devices whose own radio is of another network, and still its powers count, since nothing tells this one's
    """
    users: defaultdict[str, list[tuple[str, Link]]] = defaultdict(list)
    for place, link in zip(case.graph.places, speaking(case), strict=True):
        if link:
            users[link.network.name].append((place.alias, link))
    return [
        {
            "network": name,
            "payload": (one := given[0][1].network).payload,
            "packet_time_s": one.packet_time,
            "devices": [device for device, _ in given],
            "other_radios": [{"device": device, "radio": link.radio} for device, link in given if link.radio != name],
            **origin(case.profiles, "networks", name, one.source),
        }
        for name, given in users.items()
    ]


def own_costs(case: Case) -> list[Record]:
    """Own profiles of interfaces, algorithms and stages, with the blocks whose cost they tell."""
    blocks: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for block in case.graph.blocks:
        for one in _priced_by(block, case.profiles):
            if one in case.profiles.own:
                blocks[one].append(block.name)
    return [
        {"kind": kind, "profile": name, "blocks": names, **origin(case.profiles, kind, name, "")}
        for (kind, name), names in blocks.items()
    ]


def _named(profiles: Profiles, kind: str, one: DeviceProfile | NetworkProfile | InterfaceProfile) -> Record:
    return {"name": one.name, "aliases": list(one.aliases), **origin(profiles, kind, one.name, one.source)}


def _priced_by(block: Block, profiles: Profiles) -> Iterator[tuple[str, str]]:
    """Kind and name of the profile that tells what a block costs, unless an annotation tells all of it."""
    from placement.blocks import Kind
    from placement.loading import Register
    from placement.sizes import OPERATIONS

    said = {key for key, _ in block.notes}
    if block.kind is Kind.SAMPLE and not {"values", "width"} <= said:
        name = block.name.rpartition(".")[2].partition("#")[0]
        if proper := Register(profiles.interfaces).proper(name):
            yield "interfaces", proper
    elif block.kind is Kind.ALGORITHM and not ("output" in said and said & {"cycles", *OPERATIONS}):
        opaque = Register(profiles.opaque)
        if proper := opaque.proper(block.name) or opaque.proper(block.algorithm):
            yield "opaque", proper
