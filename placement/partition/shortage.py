"""Why no placement fits: which block or which device, and how many bytes are missing."""

from __future__ import annotations

import numpy as np

from placement.partition.formulations import over
from placement.partition.model import Index, Model, Terms
from placement.partition.value import ROUNDING, capacities
from placement.problem import Problem

_KINDS = ("RAM", "flash")


def place_blocks(model: Model, problem: Problem) -> Index:
    """Eq. 2: a binary variable for each block and device that may hold it, one of a block's being 1.

    Returns their columns (B, D), -1 where a block may not lie.
    """
    placed = np.full(problem.allowed.shape, -1, np.int64)
    placed[problem.allowed] = model.columns(int(problem.allowed.sum()), 1.0, integer=True)
    model.constrain(over(placed, np.ones(placed.shape)), 1.0, 1.0, len(placed))
    return placed


def limit_devices(
    model: Model, problem: Problem, placed: Index, relief: tuple[list[Index], float] | None = None
) -> None:
    """What the blocks on a device take is no more than it has.

    relief: columns (D,) that add RAM and flash, and the bytes that one of them stands for
    """
    for kind, (needs, limits) in enumerate(capacities(problem)):
        finite = np.flatnonzero(np.isfinite(limits))
        # In shares of the limit, or bytes would drown HiGHS's tolerances.
        unit = np.maximum(limits[finite], 1.0)
        taken = over(placed[:, finite].T, needs[:, finite].T / unit[:, None])
        if relief is not None:
            columns, size = relief
            taken -= Terms.of(np.arange(len(finite)), columns[kind][finite], size / unit)
        model.constrain(taken, -np.inf, limits[finite] / unit, len(finite))


def why_infeasible(problem: Problem, time_limit: float = 10.0) -> str:
    """What cannot be met: a block that has no device or fits on none, a device too small for its pinned blocks.

    Where each alone could be met, the fewest bytes that would have to be added, and to which device.
    """
    return obvious(problem) or _missing(problem, time_limit)


def obvious(problem: Problem) -> str:
    """What can be told without a search, empty where there is nothing."""
    return "; ".join(_homeless(problem) or _too_large(problem) or _overfull(problem))


def _homeless(problem: Problem) -> list[str]:
    return [
        f"block {problem.blocks[block]} may lie on no device; give it one that can run it"
        for block in np.flatnonzero(~problem.allowed.any(axis=1))
    ]


def _too_large(problem: Problem) -> list[str]:
    (ram, rams), (flash, flashes) = capacities(problem)
    fits = problem.allowed & (ram <= rams * ROUNDING) & (flash <= flashes * ROUNDING)
    return [_too_large_one(problem, block) for block in np.flatnonzero(~fits.any(axis=1)).tolist()]


def _too_large_one(problem: Problem, block: int) -> str:
    lacks = []
    for device in np.flatnonzero(problem.allowed[block]):
        for kind, (needs, limits) in zip(_KINDS, capacities(problem), strict=True):
            need, limit = needs[block, device], limits[device]
            if need > limit * ROUNDING:
                lacks.append(f"{need:,.0f} bytes of {kind} on {problem.devices[device]}, which has {limit:,.0f}")
    return f"block {problem.blocks[block]} fits on none of its devices: it takes {', '.join(lacks)}"


def _overfull(problem: Problem) -> list[str]:
    pinned = problem.allowed & (problem.allowed.sum(axis=1) == 1)[:, None]
    return [
        f"{kind} of {problem.devices[device]}: the blocks that have to lie there take {used[device]:,.0f} bytes of "
        f"{limits[device]:,.0f} ({', '.join(problem.blocks[block] for block in np.flatnonzero(pinned[:, device]))})"
        for kind, (needs, limits) in zip(_KINDS, capacities(problem), strict=True)
        for used in [np.where(pinned, needs, 0.0).sum(axis=0)]
        for device in np.flatnonzero(used > limits * ROUNDING)
    ]


def _missing(problem: Problem, time_limit: float) -> str:
    model = Model()
    placed = place_blocks(model, problem)
    # A column counts shares of a mean need, again for HiGHS's tolerances.
    unit = float(np.mean([needs[problem.allowed].mean() for needs, _ in capacities(problem)])) or 1.0
    relief = [model.columns(len(problem.devices)) for _ in _KINDS]
    limit_devices(model, problem, placed, (relief, unit))
    added = np.concatenate(relief)
    model.minimise(Terms.of(np.zeros_like(added), added, 1.0))
    outcome = model.solve(time_limit)
    if not len(outcome.columns):
        return "the devices have too little RAM or flash; there was no time to find out where"
    lacking = [
        f"{bytes_:,.0f} bytes of {kind} on {problem.devices[device]}"
        for kind, columns in zip(_KINDS, relief, strict=True)
        for device, bytes_ in enumerate(np.ceil(outcome.columns[columns] * unit - 0.01))
        if bytes_ > 0
    ]
    least = "at least" if outcome.proven else "no more than"
    return f"together the blocks do not fit: it takes {least} {' and '.join(lacking)} more"
