"""What a placement is worth and whether it fits (technical report, Eq. 1 to 6)."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from placement.problem import Array, Goal, Problem

Places = NDArray[np.int64]
# What a device may be over its limit: HiGHS does not tell less apart.
ROUNDING = 1 + 1e-6
# A gap that only rounding makes: bounds of our own may prove a placement before the search ends.
PROVEN = 1e-9


def weights(problem: Problem, goal: Goal) -> tuple[Array, Array]:
    """Cost of each block (B, D) and of each flow (F, D, D) in the unit of the goal."""
    if goal is Goal.LATENCY:
        return problem.times, problem.transfer_times
    return problem.energies, problem.transfer_energies


def latencies(problem: Problem, places: Places) -> Array:
    """Makespans in s of N placements (N, B): the longest path of each (Eq. 1 and 3)."""
    columns = np.ascontiguousarray(places.T)
    finish = np.empty(columns.shape)
    into = inputs(problem)
    for block, here in enumerate(columns):
        begin = np.zeros(len(here))
        for flow, source in into[block]:
            came = finish[source] + problem.transfer_times[flow, columns[source], here]
            np.maximum(begin, came, out=begin)
        finish[block] = begin + problem.times[block, here]
    return np.asarray(finish.max(axis=0, initial=0.0))


def energies(problem: Problem, places: Places) -> Array:
    """Energies in mJ of N placements (N, B): all blocks and all flows (Eq. 5)."""
    total = np.zeros(len(places))
    for block, here in enumerate(places.T):
        total += problem.energies[block, here]
    for flow, (source, target) in enumerate(problem.flows):
        total += problem.transfer_energies[flow, places[:, source], places[:, target]]
    return total


def values(problem: Problem, goal: Goal, places: Places) -> Array:
    """The goal of N placements (N, B)."""
    return (latencies if goal is Goal.LATENCY else energies)(problem, places)


def value(problem: Problem, goal: Goal, assignment: Places) -> float:
    """The goal of one placement (B,), in s or mJ."""
    return float(values(problem, goal, assignment[None, :])[0])


def fitting(problem: Problem, places: Places) -> NDArray[np.bool_]:
    """Which of N placements (N, B) keep to the RAM and the flash of all devices."""
    good = np.ones(len(places), dtype=bool)
    for needs, limits in capacities(problem):
        for device in np.flatnonzero(np.isfinite(limits)):
            used = np.where(places == device, needs[:, device], 0.0).sum(axis=1)
            good &= used <= limits[device] * ROUNDING
    return good


def shortages(problem: Problem, assignment: Places) -> tuple[str, ...]:
    """What a placement (B,) breaks: a block where it may not be, a device that is too small."""
    rows = np.arange(len(assignment))
    found = [
        f"block {problem.blocks[row]} may not lie on {problem.devices[assignment[row]]}"
        for row in np.flatnonzero(~problem.allowed[rows, assignment])
    ]
    for name, (needs, limits) in zip(("RAM", "flash"), capacities(problem), strict=True):
        used = np.bincount(assignment, weights=needs[rows, assignment], minlength=len(limits))
        found += [
            f"{name} of {problem.devices[device]}: its blocks take {used[device]:,.0f} bytes of {limits[device]:,.0f}"
            for device in np.flatnonzero(used > limits * ROUNDING)
        ]
    return tuple(found)


def capacities(problem: Problem) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Needs (B, D) and limits (D,) of RAM and of flash, in bytes."""
    return (problem.ram, problem.ram_limits), (problem.flash, problem.flash_limits)


def inputs(problem: Problem) -> list[list[tuple[int, int]]]:
    """For each block the flows that come in, with their sources."""
    into: list[list[tuple[int, int]]] = [[] for _ in problem.blocks]
    for flow, (source, target) in enumerate(problem.flows.tolist()):
        into[target].append((flow, source))
    return into


def check(problem: Problem) -> None:
    """ValueError of the first cost that no solver can work with: not a number, infinite or negative."""
    for name, costs in (("time", problem.times), ("energy", problem.energies)):
        for block, device in np.argwhere(problem.allowed & ~_sound(costs)):
            raise ValueError(
                f"{name} of block {problem.blocks[block]} on {problem.devices[device]} is {costs[block, device]}: "
                "give a cost from 0 up, or do not allow the block there"
            )
    for name, costs in (("time", problem.transfer_times), ("energy", problem.transfer_energies)):
        for flow in np.flatnonzero(~_sound(costs).all(axis=(1, 2))):
            source, target = (problem.blocks[block] for block in problem.flows[flow])
            raise ValueError(
                f"a transfer {name} from {source} to {target} is not a number from 0 up: check the network"
            )


def _sound(costs: Array) -> NDArray[np.bool_]:
    return np.isfinite(costs) & (costs >= 0)


class Watch:
    """Seconds between marks, by name."""

    def __init__(self) -> None:
        self.began = self.last = time.perf_counter()
        self.marks: dict[str, float] = {}

    @property
    def total(self) -> float:
        """Seconds since it was made."""
        return time.perf_counter() - self.began

    def mark(self, name: str, without: float = 0.0) -> None:
        """What passed since the mark before, but for ``without`` s that are counted elsewhere."""
        now = time.perf_counter()
        self.marks[name] = now - self.last - without
        self.last = now
