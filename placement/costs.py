"""The partitioning problem of a graph: what each block and each flow costs on each device (section IV-B2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placement.blocks import FlowGraph, Place
from placement.loading import Register
from placement.pricing import no_room, unknown_device, unknown_network
from placement.problem import Array, Problem
from placement.profiles import DeviceProfile, NetworkProfile, Profiles
from placement.sizes import OPERATIONS, CostError, Demand, demands

_FACTORS = (1e-9, 1e9)


def problem(graph: FlowGraph, profiles: Profiles, network: str | None = None, *, bandwidth: float = 1.0) -> Problem:
    """The numbers that a placement is computed from; times in s, energies in mJ, memory in bytes.

    network: of all devices; without it each speaks what its annotation names, or else its profile's radio
    bandwidth: share of the nominal bandwidth; half of it doubles the time of a packet
    Raises `CostError` for a device, a network or an algorithm that is not known, and for a block that fits on no device.
    """
    if not _FACTORS[0] <= bandwidth <= _FACTORS[1]:
        raise CostError(f"The bandwidth is {bandwidth:g}.", "Give a factor above 0; 1 is what the profile says.")
    devices, edge = _devices(graph.places, profiles), _edge(graph)
    speaking = links(graph, profiles, network)
    needs = demands(graph, profiles)
    times = _times(needs, devices)
    flows = np.array(graph.flows, dtype=np.int64).reshape(-1, 2)
    sent = _sent(needs, flows, speaking) / bandwidth
    priced = Problem(
        blocks=tuple(block.name for block in graph.blocks),
        devices=tuple(place.alias for place in graph.places),
        edge=edge,
        allowed=_allowed(graph),
        times=times,
        energies=times * _active(graph.places, devices),
        flows=flows,
        transfer_times=_over_the_edge(sent, sent),
        transfer_energies=_over_the_edge(
            sent * [link.transmit if link else 0.0 for link in speaking],
            sent * [link.receive if link else 0.0 for link in speaking],
        ),
        ram=_everywhere([need.ram for need in needs], len(devices)),
        flash=_everywhere([need.flash for need in needs], len(devices)),
        ram_limits=np.array([device.ram for device in devices], dtype=float),
        flash_limits=np.array([device.flash for device in devices], dtype=float),
    )
    _check_room(graph, priced, needs, devices)
    return priced


@dataclass(frozen=True, slots=True)
class Link:
    """How a device speaks to the edge.

    transmit, receive: mW of the whole device, P^TX and P^RX of Eq. 6; 0 where it is mains-powered
    radio: the network whose radio these powers are of
    """

    network: NetworkProfile
    transmit: float
    receive: float
    radio: str


def links(graph: FlowGraph, profiles: Profiles, network: str | None = None) -> tuple[Link | None, ...]:
    """The way between each device and the edge, None for the edge itself; ``network`` as for `problem`.

    The report has one power of each device for sending and one for receiving (section IV-B2). Where a device speaks another
    network than its own radio's, these are its power while computing and what a radio of that network takes; where nothing tells
    that, its own radio's.
    """
    devices, known = _devices(graph.places, profiles), Register(profiles.networks)
    found: list[Link | None] = []
    for place, device in zip(graph.places, devices, strict=True):
        name = network or str(dict(place.notes).get("network", device.radio))
        if not place.edge and name not in known:
            raise unknown_network(place, name, known.choice(name))
        found.append(None if place.edge else _link(device, known[name], known[device.radio]))
    return tuple(found)


def _link(device: DeviceProfile, network: NetworkProfile, own: NetworkProfile) -> Link:
    if device.edge:
        return Link(network, 0.0, 0.0, network.name)
    if network.name == own.name or not network.has_powers:
        return Link(network, device.transmit, device.receive, own.name)
    return Link(network, device.active + network.transmit, device.active + network.receive, network.name)


def _edge(graph: FlowGraph) -> int:
    return next(index for index, place in enumerate(graph.places) if place.edge)


def _devices(places: Sequence[Place], profiles: Profiles) -> list[DeviceProfile]:
    known = Register(profiles.devices)
    for place in places:
        if place.kind not in known:
            raise unknown_device(place, known.choice(place.kind))
    return [known[place.kind] for place in places]


def _active(places: Sequence[Place], devices: Sequence[DeviceProfile]) -> Array:
    """(D,) P^C of Eq. 6 in mW; 0 on the edge, which is mains-powered."""
    pairs = zip(places, devices, strict=True)
    return np.array([0.0 if place.edge or device.edge else device.active for place, device in pairs])


def _allowed(graph: FlowGraph) -> NDArray[np.bool_]:
    """(B, D). Movable blocks share their places, so that few rows are made."""
    rows = {
        places: [place.alias in places for place in graph.places] for places in {one.places for one in graph.blocks}
    }
    found = np.array([rows[block.places] for block in graph.blocks], dtype=np.bool_)
    return found.reshape(len(graph.blocks), len(graph.places))


def _times(needs: Sequence[Demand], devices: Sequence[DeviceProfile]) -> Array:
    """(B, D) T^C of Eq. 3: cycles of all operations over the clock."""
    work = np.array([[getattr(need.work, name) for name in OPERATIONS] for need in needs], dtype=float)
    cycles = np.array([[device.cycles[name] for name in OPERATIONS] for device in devices], dtype=float)
    further = np.array([need.cycles for need in needs], dtype=float)
    clocks = np.array([device.clock for device in devices], dtype=float)
    return np.asarray((work.reshape(-1, len(OPERATIONS)) @ cycles.T + further[:, None]) / clocks)


def _sent(needs: Sequence[Demand], flows: NDArray[np.int64], links: Sequence[Link | None]) -> Array:
    """(F, D) seconds between each device and the edge, Eq. 4: packets times the time of one."""
    sizes = np.array([need.output.size for need in needs], dtype=float)[flows[:, 0]]
    payloads = np.array([link.network.payload if link else 1 for link in links], dtype=float)
    packets = np.ceil(sizes[:, None] / payloads)
    return np.asarray(packets * [link.network.packet_time if link else 0.0 for link in links])


def _over_the_edge(up: Array, down: Array) -> Array:
    """(F, D, D): what a flow costs from the first device to the edge and from there to the second; nothing to itself."""
    both = up[:, :, None] + down[:, None, :]
    same = np.arange(up.shape[1])
    both[:, same, same] = 0.0
    return both


def _everywhere(amounts: Sequence[float], devices: int) -> Array:
    return np.repeat(np.array(amounts, dtype=float)[:, None], devices, axis=1)


def _check_room(graph: FlowGraph, priced: Problem, needs: Sequence[Demand], devices: Sequence[DeviceProfile]) -> None:
    """Each block has a device that could hold it alone."""
    fits = priced.allowed & (priced.ram <= priced.ram_limits) & (priced.flash <= priced.flash_limits)
    for block in np.flatnonzero(~fits.any(axis=1)).tolist():
        raise no_room(graph.blocks[block], needs[block], dict(zip(priced.devices, devices, strict=True)))
