"""The partitioning problem as numbers, and what a solver answers (technical report, sections IV-B2 and IV-B3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Goal(StrEnum):
    """What is made least: the makespan (Eq. 1) or the energy of all devices (Eq. 5)."""

    LATENCY = "latency"
    ENERGY = "energy"


class Status(StrEnum):
    """How sure an answer is.

    ``FOUND`` is a placement without a proof, as the baselines give it; ``NOT_TRIED`` a problem too large to begin with.
    """

    OPTIMAL = "optimal"
    FOUND = "found"
    INFEASIBLE = "infeasible"
    TIME_LIMIT = "time limit"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """B blocks in topological order, D devices, F flows.

    allowed: (B, D) whether a block may lie on a device; one device alone pins it
    times: (B, D) processing time in s, T^C of Eq. 3
    energies: (B, D) processing energy in mJ, E^C of Eq. 6; 0 on the edge
    flows: (F, 2) indices of the blocks that a flow joins
    transfer_times: (F, D, D) in s, T^N of Eq. 4; 0 on the diagonal
    transfer_energies: (F, D, D) in mJ, E^N of Eq. 6
    ram, flash: (B, D) bytes that a block takes on a device
    ram_limits, flash_limits: (D,) bytes; infinite where there is no limit
    edge: index of the edge server
    """

    blocks: tuple[str, ...]
    devices: tuple[str, ...]
    edge: int
    allowed: NDArray[np.bool_]
    times: Array
    energies: Array
    flows: NDArray[np.int64]
    transfer_times: Array
    transfer_energies: Array
    ram: Array
    flash: Array
    ram_limits: Array
    flash_limits: Array

    @property
    def scale(self) -> int:
        """Devices times blocks (Appendix B)."""
        return len(self.devices) * len(self.blocks)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver says of a problem.

    assignment: for each block the index of its device; empty where none was found
    value: the goal in s or mJ; bound: no placement is better; gap: (value - bound) / value
    reason: for an answer that is not optimal, why: the constraint that cannot be met, the limit that was reached
    building_s: time to build the model; solving_s: time of the solver
    """

    status: Status
    goal: Goal
    assignment: tuple[int, ...] = ()
    value: float = float("nan")
    bound: float = float("nan")
    reason: str = ""
    building_s: float = 0.0
    solving_s: float = 0.0
    details: dict[str, float] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """How far the value may be from the best, as a share of it."""
        return (self.value - self.bound) / self.value if self.value else 0.0


Solver = Callable[[Problem, Goal], Answer]
