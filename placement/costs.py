"""The partitioning problem of a graph: what each block and each flow costs on each device (section IV-B2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placement.blocks import FlowGraph, Place
from placement.loading import Register
from placement.problem import Array, Problem
from placement.profiles import DeviceProfile, NetworkProfile, Profiles
from placement.sizes import OPERATIONS, CostError, Demand, check_keys, demands, nearest

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
    links = _links(graph.places, devices, profiles, network)
    needs = demands(graph, profiles)
    powers = _powers(graph.places, devices)
    times = _times(needs, devices)
    flows = np.array(graph.flows, dtype=np.int64).reshape(-1, 2)
    sent = _sent(needs, flows, links) / bandwidth
    priced = Problem(
        blocks=tuple(block.name for block in graph.blocks),
        devices=tuple(place.alias for place in graph.places),
        edge=edge,
        allowed=_allowed(graph),
        times=times,
        energies=times * powers.active,
        flows=flows,
        transfer_times=_over_the_edge(sent, sent),
        transfer_energies=_over_the_edge(sent * powers.transmit, sent * powers.receive),
        ram=_everywhere([need.ram for need in needs], len(devices)),
        flash=_everywhere([need.flash for need in needs], len(devices)),
        ram_limits=np.array([device.ram for device in devices], dtype=float),
        flash_limits=np.array([device.flash for device in devices], dtype=float),
    )
    _check_room(priced)
    return priced


@dataclass(frozen=True, slots=True, eq=False)
class _Powers:
    """(D,) in mW of Eq. 6; 0 on the edge, which is mains-powered."""

    active: Array
    transmit: Array
    receive: Array


def _edge(graph: FlowGraph) -> int:
    return next(index for index, place in enumerate(graph.places) if place.edge)


def _devices(places: Sequence[Place], profiles: Profiles) -> list[DeviceProfile]:
    known = Register(profiles.devices)
    for place in places:
        if place.kind not in known:
            raise CostError(
                f"{place.alias} is a {place.kind}, and there is no such device. {nearest(place.kind, known)}",
                "Otherwise add a profile of it.",
            )
    return [known[place.kind] for place in places]


def _links(
    places: Sequence[Place], devices: Sequence[DeviceProfile], profiles: Profiles, network: str | None
) -> list[NetworkProfile | None]:
    """The network between each device and the edge; None for the edge itself."""
    known = Register(profiles.networks)
    links: list[NetworkProfile | None] = []
    for place, device in zip(places, devices, strict=True):
        check_keys(place.alias, place.notes, ("network",))
        name = network or str(dict(place.notes).get("network", device.radio))
        if not place.edge and name not in known:
            raise CostError(
                f"{place.alias} shall speak {name}, and there is no such network. {nearest(name, known)}",
                "Otherwise add a profile of it.",
            )
        links.append(None if place.edge else known[name])
    return links


def _powers(places: Sequence[Place], devices: Sequence[DeviceProfile]) -> _Powers:
    battery = np.array([not (place.edge or device.edge) for place, device in zip(places, devices, strict=True)], float)
    return _Powers(
        battery * [device.active for device in devices],
        battery * [device.transmit for device in devices],
        battery * [device.receive for device in devices],
    )


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


def _sent(needs: Sequence[Demand], flows: NDArray[np.int64], links: Sequence[NetworkProfile | None]) -> Array:
    """(F, D) seconds between each device and the edge, Eq. 4: packets times the time of one."""
    sizes = np.array([need.output.size for need in needs], dtype=float)[flows[:, 0]]
    payloads = np.array([link.payload if link else 1 for link in links], dtype=float)
    packets = np.ceil(sizes[:, None] / payloads)
    return np.asarray(packets * [link.packet_time if link else 0.0 for link in links])


def _over_the_edge(up: Array, down: Array) -> Array:
    """(F, D, D): what a flow costs from the first device to the edge and from there to the second; nothing to itself."""
    both = up[:, :, None] + down[:, None, :]
    same = np.arange(up.shape[1])
    both[:, same, same] = 0.0
    return both


def _everywhere(amounts: Sequence[float], devices: int) -> Array:
    return np.repeat(np.array(amounts, dtype=float)[:, None], devices, axis=1)


def _check_room(priced: Problem) -> None:
    """Each block has a device that could hold it alone."""
    fits = priced.allowed & (priced.ram <= priced.ram_limits) & (priced.flash <= priced.flash_limits)
    for block in np.flatnonzero(~fits.any(axis=1)):
        ram, flash = priced.ram[block, 0], priced.flash[block, 0]
        rooms = "; ".join(
            f"{priced.devices[device]} has {priced.ram_limits[device]:,.0f} and {priced.flash_limits[device]:,.0f}"
            for device in np.flatnonzero(priced.allowed[block])
        )
        raise CostError(
            f"{priced.blocks[block]} fits nowhere: it takes {ram:,.0f} bytes of RAM and {flash:,.0f} of flash; {rooms}.",
            "Make its window smaller or choose a larger device.",
        )
