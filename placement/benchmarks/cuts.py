"""The latency at every cutting point of a benchmark, from all on the devices to all on the edge (Fig. 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.benchmarks.programs import BENCHMARKS, SETTINGS, Benchmark, Setting, operators, priced, without_limits
from placement.blocks import FlowGraph
from placement.drawing_layout import layers
from placement.partition import solve
from placement.partition.rules import at_source, on_edge
from placement.partition.value import Places, value
from placement.problem import Goal, Problem
from placement.profiles import Profiles


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cutting points of a benchmark in a setting.

    local: operators on the devices at each point, fewer from point to point; samples always are
    latencies: in s at each point; best: in s, what the integer program finds
    choice: the point that has as many operators on the devices as its placement, or nearly so
    """

    benchmark: str
    setting: str
    local: tuple[int, ...]
    latencies: tuple[float, ...]
    best: float
    choice: int


def all_cuts(
    benchmarks: Sequence[Benchmark] = BENCHMARKS,
    settings: Sequence[Setting] = SETTINGS,
    *,
    profiles: Profiles | None = None,
) -> tuple[Cuts, ...]:
    """Of all benchmarks in all settings; memory is no limit."""
    return tuple(_cuts(benchmark, setting, profiles) for setting in settings for benchmark in benchmarks)


def _cuts(benchmark: Benchmark, setting: Setting, profiles: Profiles | None) -> Cuts:
    graph, problem = priced(benchmark.text, setting, without_limits(profiles))
    counted = list(operators(graph, problem))
    points = _points(graph, problem, counted)
    answer = solve(problem, Goal.LATENCY)
    local = [int((places[counted] != problem.edge).sum()) for places in points]
    ours = int((np.array(answer.assignment)[counted] != problem.edge).sum())
    return Cuts(
        benchmark.name,
        setting.name,
        tuple(local),
        tuple(value(problem, Goal.LATENCY, places) for places in points),
        answer.value,
        min(range(len(local)), key=lambda point: abs(local[point] - ours)),
    )


def _points(graph: FlowGraph, problem: Problem, counted: Sequence[int]) -> list[Places]:
    """Placements by depth: parallel stages are cut at once. What no device owns lies on the edge, and so does the logic."""
    depth = np.array(layers(len(graph.blocks), graph.flows))
    stages = [index for index in counted if not graph.blocks[index].pinned]
    homes, offloaded = at_source(problem), on_edge(problem)
    points = []
    for deepest in range(max(depth[stages]), min(depth[stages]) - 2, -1):
        places = offloaded.copy()
        local = [index for index in stages if depth[index] <= deepest]
        places[local] = homes[local]
        points.append(places)
    return points
