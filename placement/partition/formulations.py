"""The product of two placements made linear: what a flow costs, in terms of where its two blocks lie.

``stays`` has one variable for each flow and device, ``pairs`` and ``mccormick`` one for each pair of devices. All have
the same best placement. The relaxations of ``stays`` and ``pairs`` are equally tight, that of ``mccormick`` (Eq. 7 to
10) is looser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from placement.partition.model import Index, Model, Terms
from placement.problem import Array

# Model, flows (F, 2), columns of the placement (B, D) with -1 where a block may not lie, costs (F, D, D), edge
# -> for each flow what its transfer costs.
Formulation = Callable[[Model, Index, Index, Array, int], Terms]


def stays(model: Model, flows: Index, placed: Index, costs: Array, edge: int) -> Terms:
    """Of a star only: leaving s costs ``up``, coming to s costs ``down``, and both are saved if the flow stays on s.

    The saving is the smaller of the two placements, which one variable that neither may be under tells.
    """
    if not star(costs, edge):
        return pairs(model, flows, placed, costs, edge)
    up, down = costs[:, :, edge], costs[:, edge, :]
    source, target = placed[flows[:, 0]], placed[flows[:, 1]]
    flow, device = np.nonzero((source >= 0) & (target >= 0) & (up + down > 0))
    stay = model.columns(len(flow), 1.0)
    rows = np.arange(len(flow))
    for end in (source, target):
        model.constrain(Terms.of(rows, stay, 1.0) - Terms.of(rows, end[flow, device], 1.0), -np.inf, 0.0, len(rows))
    return over(source, up) + over(target, down) - Terms.of(flow, stay, (up + down)[flow, device])


def pairs(model: Model, flows: Index, placed: Index, costs: Array, _edge: int) -> Terms:
    """One variable for each pair of devices; those of one source device add to its placement, of one target to its."""
    flow, source, target, both = _both(model, flows, placed)
    for end, block in ((source, 0), (target, 1)):
        columns = placed[flows[flow, block], end]
        kept, rows = np.unique(flow * placed.shape[1] + end, return_inverse=True)
        first = np.unique(rows, return_index=True)[1]
        ends = Terms.of(np.arange(len(kept)), columns[first], 1.0)
        model.constrain(Terms.of(rows, both, 1.0) - ends, 0.0, 0.0, len(kept))
    return Terms.of(flow, both, costs[flow, source, target])


def mccormick(model: Model, flows: Index, placed: Index, costs: Array, _edge: int) -> Terms:
    """As the report has it: one variable for each pair of devices, three rows for each variable (Eq. 7 to 10)."""
    flow, source, target, both = _both(model, flows, placed)
    rows = np.arange(len(flow))
    product = Terms.of(rows, both, 1.0)
    first = Terms.of(rows, placed[flows[flow, 0], source], 1.0)
    second = Terms.of(rows, placed[flows[flow, 1], target], 1.0)
    model.constrain(product - first, -np.inf, 0.0, len(rows))
    model.constrain(product - second, -np.inf, 0.0, len(rows))
    model.constrain(product - first - second, -1.0, np.inf, len(rows))
    return Terms.of(flow, both, costs[flow, source, target])


FORMULATIONS: Mapping[str, Formulation] = {"stays": stays, "pairs": pairs, "mccormick": mccormick}


def _both(model: Model, flows: Index, placed: Index) -> tuple[Index, Index, Index, Index]:
    """Flow, source device and target device of all pairs that may be, and a variable for each."""
    allowed = placed >= 0
    flow, source, target = np.nonzero(allowed[flows[:, 0], :, None] & allowed[flows[:, 1], None, :])
    return flow, source, target, model.columns(len(flow), 1.0)


def over(columns: Index, costs: Array) -> Terms:
    """For each row the sum of costs times columns, where there is a column."""
    row, device = np.nonzero(columns >= 0)
    return Terms.of(row, columns[row, device], costs[row, device])


def star(costs: Array, edge: int) -> bool:
    """Whether all transfers go over the edge, and cost what their two halves cost."""
    apart = ~np.eye(costs.shape[1], dtype=bool)
    sums = costs[:, :, edge, None] + costs[:, edge, None, :]
    return np.allclose(costs[:, apart], sums[:, apart], rtol=1e-12, atol=0.0)
