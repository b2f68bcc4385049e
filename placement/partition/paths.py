"""The makespan as the report writes it: one constraint for each full path of the graph (Eq. 12)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.partition.formulations import over
from placement.partition.model import Index, Model, Terms
from placement.partition.value import inputs
from placement.problem import Array, Problem

# Ten layers of ten blocks have 10^10 paths.
MOST = 100_000


class TooManyPaths(ValueError):
    """A graph that one constraint for each path does not suit."""


def paths(problem: Problem) -> Iterator[tuple[list[int], list[int]]]:
    """Blocks and flows of every path from a source to a sink."""
    into = inputs(problem)
    feeding = set(problem.flows[:, 0].tolist())
    waiting = [([block], list[int]()) for block in range(len(into)) if block not in feeding]
    while waiting:
        blocks, flows = waiting.pop()
        if not into[blocks[-1]]:
            yield blocks, flows
        waiting += [([*blocks, source], [*flows, flow]) for flow, source in into[blocks[-1]]]


def path_count(problem: Problem) -> int:
    """How many paths there are, without walking them."""
    into = inputs(problem)
    ways: list[int] = []
    for flows in into:
        ways.append(sum(ways[source] for _, source in flows) or 1)
    feeding = set(problem.flows[:, 0].tolist())
    return sum(count for block, count in enumerate(ways) if block not in feeding)


def makespan_of_paths(model: Model, problem: Problem, placed: Index, times: Array, transfer: Terms) -> Terms:
    """A variable that no path is longer than."""
    if (count := path_count(problem)) > MOST:
        raise TooManyPaths(f"{count:,} paths are more constraints than {MOST:,}: use finish times instead")
    longest = model.columns(1)
    by_flow = [np.flatnonzero(transfer.rows == flow) for flow in range(len(problem.flows))]
    rows = np.arange(count)
    total = Terms.of(rows, np.repeat(longest, count), 1.0)
    for row, (blocks, flows) in enumerate(paths(problem)):
        spent = over(placed[blocks], times[blocks])
        moved = np.concatenate([by_flow[flow] for flow in flows]) if flows else np.zeros(0, np.int64)
        spent += Terms(transfer.rows[moved], transfer.columns[moved], transfer.values[moved])
        total -= Terms(np.full(len(spent.rows), row), spent.columns, spent.values)
    model.constrain(total, 0.0, np.inf, count)
    return Terms.of(np.zeros(1, np.int64), longest, 1.0)
