"""A chain small enough to be reckoned by hand: device A and edge E."""

from __future__ import annotations

import numpy as np

from placement.partition.value import Watch
from placement.problem import Problem

A, E = 0, 1


def chain(
    pinned: dict[int, int],
    times: list[tuple[float, float]],
    moved: list[float],
    ram: float = 100.0,
    limit: float = np.inf,
) -> Problem:
    """Blocks b0, b1 ... in a row, with times on A and on E, and seconds of each flow if it goes over the air.

    A takes 2 mW to compute and 10 mW to send or receive; every block takes ``ram`` bytes, of which A has ``limit``.
    """
    count = len(times)
    allowed = np.ones((count, 2), bool)
    for block, device in pinned.items():
        allowed[block] = np.arange(2) == device
    air = np.array(moved)[:, None, None] * (1 - np.eye(2))
    time, full = np.array(times), np.full((count, 2), ram)
    limits = np.array([limit, np.inf])
    return Problem(
        blocks=tuple(f"b{block}" for block in range(count)),
        devices=("A", "E"),
        edge=E,
        allowed=allowed,
        times=time,
        energies=time * [2.0, 0.0],
        flows=np.array([(block, block + 1) for block in range(count - 1)], np.int64).reshape(-1, 2),
        transfer_times=air,
        transfer_energies=10.0 * air,
        ram=full,
        flash=full,
        ram_limits=limits,
        flash_limits=np.full(2, np.inf),
    )


class Steps(Watch):
    """Counts what it is asked, however quick the machine is."""

    passed, each = 0.0, 1e-4

    @property
    def total(self) -> float:
        self.passed += self.each
        return self.passed
