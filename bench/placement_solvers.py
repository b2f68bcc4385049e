"""How long does it take to find the best placement, and is it the best? On drawn applications, from 48 to 10,000.

    python -m bench.placement_solvers [--goal latency|energy] [--limit SECONDS] [--seed N] [--picture FILE]
    python -m bench.placement_solvers --trials N [--most N] [--seed N]

The scale of a problem is devices times blocks, as Appendix B of the technical report counts it. Three solvers stand
beside each other, as in its Fig. 20 and 21: the integer program as the report writes it (McCormick, Eq. 7 to 10), as we
write it (one variable for each flow and device, and a first placement whose value takes places away), and the quadratic
form. The report timed Gurobi; our quadratic form is a branch and bound in Python: compare how times grow, not how long
they are. A solver that once reached the limit is not asked again about larger problems. ``preparing`` is the first
placement, ``constraints`` and ``objective`` write the model, ``handing`` gives it to HiGHS. ``cpu`` is the processor's
time, all stages together: on a busy machine it tells more than the clock.

With ``--trials N``: N random graphs of up to 16 movable blocks and 4 devices with up to ``--most`` placements, for both
goals, with capacities and without; the integer program has to equal the exhaustive search. It ends with 1 if one
differs.

Criteria, model building included: scale 200 within 0.1 s, EEG within 1 s, 10,000 within 60 s on two free cores.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.report import show
from placement.partition import exhaustive, ilp, quadratic
from placement.problem import Answer, Array, Goal, Problem

# Devices without the edge, and blocks.
SIZES = ((3, 12), (4, 20), (9, 20), (10, 40), (9, 100), (10, 300), (9, 1000), (99, 100))
STAGES = ("preparing_s", "constraints_s", "objective_s", "handing_s")
Timed = Callable[[Problem, Goal, float], Answer]


def problem_of(
    rng: np.random.Generator, work: Array, sizes: Array, flows: Sequence[tuple[int, int]], allowed: np.ndarray
) -> Problem:
    """Costs of blocks with an amount of ``work`` and flows of ``sizes`` bytes; the last device is the edge.

    Devices differ by up to a factor of 2, the edge is 20 times as quick; packets carry 122 bytes.
    """
    blocks, devices = allowed.shape
    speed = np.append(rng.uniform(0.7, 1.4, devices - 1), 20.0)
    packet = np.append(rng.uniform(0.003, 0.006, devices - 1), 0.0)
    power, radio = (np.append(rng.uniform(low, 60.0, devices - 1), 0.0) for low in (5.0, 20.0))
    times, packets = work[:, None] / speed, np.ceil(sizes / 122)[:, None]
    ram, free = np.repeat(rng.uniform(100, 1000, (blocks, 1)), devices, axis=1), np.full(devices, np.inf)
    return Problem(
        tuple(f"b{block}" for block in range(blocks)),
        (*(f"d{device}" for device in range(devices - 1)), "E"),
        devices - 1,
        allowed,
        times,
        times * power,
        np.array(flows, np.int64).reshape(-1, 2),
        _star(packets * packet),
        _star(packets * packet * radio),
        ram,
        3 * ram,
        free,
        free,
    )


def _star(half: Array) -> Array:
    """(F, D) from a device to the edge -> (F, D, D) over the edge."""
    costs = half[:, :, None] + half[:, None, :]
    return np.where(np.eye(half.shape[1], dtype=bool), 0.0, costs)


def random_problem(rng: np.random.Generator, devices: int, blocks: int) -> Problem:
    """An eighth of the blocks sample, each other takes data of one or two before it, and some of the last ones act."""
    samples = max(1, blocks // 8)
    flows = []
    for block in range(samples, blocks):
        near = np.arange(max(0, block - 3 * samples), block)
        count = min(len(near), 1 + int(rng.random() < 0.35))
        flows += [(int(source), block) for source in rng.choice(near, count, replace=False)]
    work = 0.02 * rng.lognormal(0, 1, blocks)
    work[:samples] = 1e-4
    allowed = np.ones((blocks, devices + 1), bool)
    last = [block for block in range(samples, blocks) if block not in {source for source, _ in flows}]
    last = [block for block in last if rng.random() < 0.5]
    for block in (*range(samples), *last):
        allowed[block] = False
        allowed[block, rng.integers(devices + (block in last))] = True
    size = 200 * rng.lognormal(0, 1, blocks)
    return problem_of(rng, work, size[[source for source, _ in flows]], flows, allowed)


def few_placements(rng: np.random.Generator, problem: Problem, most: int) -> Problem:
    """The problem with places taken away until there are at most so many placements."""
    allowed = problem.allowed.copy()
    while math.prod(allowed.sum(axis=1).tolist()) > most:
        block = rng.choice(np.flatnonzero(allowed.sum(axis=1) > 1))
        allowed[block, rng.choice(np.flatnonzero(allowed[block]))] = False
    return replace(problem, allowed=allowed)


def with_capacities(rng: np.random.Generator, problem: Problem) -> Problem:
    """Devices that hold some of the blocks; the edge holds all."""
    share = rng.uniform(0.3, 0.9, len(problem.devices)) / math.sqrt(len(problem.devices))
    share[problem.edge] = np.inf
    ram, flash = (needs[:, 0].sum() * share for needs in (problem.ram, problem.flash))
    return replace(problem, ram_limits=ram, flash_limits=flash * 0.9)


def eeg(rng: np.random.Generator, channels: int = 10, stages: int = 8) -> Problem:
    """Like the report's EEG: a device for each channel, stages that halve the data, and one classifier for all."""
    step = np.repeat(np.arange(stages + 1), channels)
    chains = len(step)
    flows = [(block, min(block + channels, chains)) for block in range(chains)] + [(chains, chains + 1)]
    allowed = np.ones((chains + 2, channels + 1), bool)
    allowed[:channels] = np.eye(channels, channels + 1, dtype=bool)
    allowed[-1] = np.arange(channels + 1) == channels
    work = np.append(np.where(step, 0.1 / 2.0**step, 0.0), [0.05, 1e-4])
    sizes = np.append(2048 / 2.0**step, [4.0])
    return problem_of(rng, work, sizes, flows, allowed)


SOLVERS: Mapping[str, Timed] = {
    "ILP": lambda problem, goal, limit: ilp.solve(problem, goal, time_limit=limit),
    "ILP McCormick": lambda problem, goal, limit: ilp.solve(problem, goal, time_limit=limit, way=ilp.REPORT),
    "quadratic": lambda problem, goal, limit: quadratic.solve(problem, goal, time_limit=limit),
}


def timed(goal: Goal, limit: float, seed: int) -> list[list[Any]]:
    """A row for each size and solver: its time, whole and by stage."""
    drawn = {f"{d + 1} x {b}": random_problem(np.random.default_rng(seed), d, b) for d, b in SIZES}
    drawn["EEG"] = eeg(np.random.default_rng(seed))
    rows, slow = [], set[str]()
    for name, problem in sorted(drawn.items(), key=lambda item: item[1].scale):
        for solver in [one for one in SOLVERS if one not in slow]:
            began = time.process_time()
            answer = SOLVERS[solver](problem, goal, limit)
            spent = time.process_time() - began
            total = answer.building_s + answer.solving_s
            stages = [answer.details.get(stage, 0.0) for stage in STAGES]
            rows.append(
                [name, problem.scale, solver, str(answer.status), total, *stages, answer.solving_s, spent, answer.gap]
            )
            print(f"{name}: {solver} {answer.status} in {total:.2f} s", flush=True)
            if answer.solving_s > limit * 0.95:
                slow.add(solver)
    return rows


def differing(trials: int, most: int, seed: int) -> list[str]:
    """Problems of which the integer program and the exhaustive search do not say the same."""
    found = []
    for trial in range(trials):
        rng = np.random.default_rng([seed, trial])
        problem = random_problem(rng, int(rng.integers(1, 4)), int(rng.integers(4, 20)))
        problem = few_placements(rng, problem, most)
        for one in (problem, with_capacities(rng, problem)):
            found += [f"trial {trial}, {goal}" for goal in Goal if differs(one, goal)]
        if trial % 50 == 49:
            print(f"{trial + 1} graphs, {len(found)} differ", flush=True)
    return found


def differs(problem: Problem, goal: Goal) -> bool:
    """Whether status or value of the integer program are not those of the exhaustive search."""
    ours, best = ilp.solve(problem, goal), exhaustive.solve(problem, goal)
    same = math.isclose(ours.value, best.value, rel_tol=1e-9) if best.assignment else not ours.assignment
    return ours.status is not best.status or not same


def draw(rows: Sequence[Sequence[Any]], path: Path) -> None:
    """Time against scale on logarithmic axes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    for solver in SOLVERS:
        points = [(row[1], row[4]) for row in rows if row[2] == solver]
        axes.loglog(*zip(*points, strict=True), marker="o", label=solver)
    axes.set(xlabel="devices x blocks", ylabel="s, model building included")
    axes.legend()
    figure.savefig(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--goal", type=Goal, choices=list(Goal), default=Goal.ENERGY, help="Fig. 20 and 21 are of energy"
    )
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for one problem")
    parser.add_argument("--trials", type=int, default=0, help="compare with the exhaustive search instead")
    parser.add_argument("--most", type=int, default=exhaustive.MOST, help="placements of a trial, 2^20 by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--picture", type=Path, help="draw time against scale (needs matplotlib)")
    given = parser.parse_args()
    if given.trials:
        wrong = differing(given.trials, given.most, given.seed)
        show("placement_solvers", ("differs",), [[name] for name in wrong], graphs=given.trials, differing=len(wrong))
        raise SystemExit(1 if wrong else 0)
    rows = timed(given.goal, given.limit, given.seed)
    columns = ("problem", "scale", "solver", "status", "total_s", *STAGES, "solving_s", "cpu_s", "gap")
    show("placement_solvers", columns, rows, goal=str(given.goal), limit=given.limit)
    if given.picture:
        draw(rows, given.picture)


if __name__ == "__main__":
    main()
