"""Where the figures of a placement come from: the profiles that there are, and those that a plan rests on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from agent.placing import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.placing import Case
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
                "cycles": dict(one.cycles),
                "powers_mw": {key: getattr(one, key) for key in ("active", "idle", "transmit", "receive")},
                "edge": one.edge,
            }
            for one in profiles.devices.values()
        ],
        "networks": [
            {
                **_named(profiles, "networks", one),
                "payload": one.payload,
                "packet_time_s": one.packet_time,
                "powers_mw": {"transmit": one.transmit, "receive": one.receive} if one.has_powers else None,
            }
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
    from placement.loading import pricing

    blocks: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for block in case.graph.blocks:
        if (priced := pricing(block, case.profiles)) and priced in case.profiles.own:
            blocks[priced].append(block.name)
    return [
        {"kind": kind, "profile": name, "blocks": names, **origin(case.profiles, kind, name, "")}
        for (kind, name), names in blocks.items()
    ]


def _named(profiles: Profiles, kind: str, one: DeviceProfile | NetworkProfile | InterfaceProfile) -> Record:
    return {"name": one.name, "aliases": list(one.aliases), **origin(profiles, kind, one.name, one.source)}
