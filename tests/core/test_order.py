from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import StageError
from core.order import ancestors, dependency_order, dependents, edges, mark_stale, stale
from core.problem import Problem
from core.project import Project, SubTask, SubTaskState

Graph = dict[int, tuple[int, ...]]


@st.composite
def acyclic(draw: st.DrawFn) -> Graph:
    """Sub-tasks in any order of ids; each depends on some that come before it in a hidden order."""
    hidden = draw(st.lists(st.integers(1, 40), unique=True, max_size=12))
    graph = {
        node: tuple(draw(st.lists(st.sampled_from(hidden[:at]), unique=True, max_size=4)) if at else [])
        for at, node in enumerate(hidden)
    }
    shown = list(graph)
    random.Random(draw(st.integers(0, 99))).shuffle(shown)
    return {node: graph[node] for node in shown}


@st.composite
def projects(draw: st.DrawFn) -> Project:
    graph = draw(acyclic())
    states = st.sampled_from(SubTaskState)
    subtasks = {n: SubTask(n, f"title {n}", "text", needs, draw(states)) for n, needs in graph.items()}
    return Project(Problem("anything"), subtasks, dependency_order(graph))


def reachable(graph: Graph, node: int) -> set[int]:
    found: set[int] = set()
    waiting = list(graph[node])
    while waiting:
        above = waiting.pop()
        if above not in found:
            found.add(above)
            waiting += graph[above]
    return found


@given(acyclic())
def test_everything_comes_after_what_it_depends_on(graph: Graph) -> None:
    order = dependency_order(graph)
    assert sorted(order) == sorted(graph)
    for node, needs in graph.items():
        assert all(order.index(need) < order.index(node) for need in needs)


@given(acyclic())
def test_among_equals_the_smaller_id_comes_first(graph: Graph) -> None:
    order = dependency_order(graph)
    for at, node in enumerate(order):
        free = [n for n in order[at:] if set(graph[n]) <= set(order[:at])]
        assert node == min(free)


@given(acyclic(), st.integers(0, 11), st.integers(41, 50))
def test_unknown_dependencies_do_not_matter(graph: Graph, at: int, unknown: int) -> None:
    longer = {node: (*needs, unknown) if number == at else needs for number, (node, needs) in enumerate(graph.items())}
    assert dependency_order(longer) == dependency_order(graph)
    assert {n: ancestors(longer, n) for n in graph} == {n: ancestors(graph, n) for n in graph}


@pytest.mark.parametrize(
    ("graph", "cycle"),
    [({1: [1]}, "1 -> 1"), ({1: [2], 2: [1], 3: []}, "1 -> 2"), ({1: [3], 2: [1], 3: [2]}, "1 -> 3 -> 2")],
)
def test_a_circle_is_named_from_each_to_what_it_depends_on(graph: dict[int, list[int]], cycle: str) -> None:
    with pytest.raises(StageError, match="circle") as caught:
        dependency_order(graph)
    named = caught.value.message.split(": ")[1].rstrip(".")
    steps = [int(step) for step in named.split(" -> ")]
    assert steps[0] == steps[-1]
    assert set(steps) == {int(step) for step in cycle.split(" -> ")}
    assert all(above in graph[node] for node, above in pairwise(steps))


@given(acyclic())
def test_ancestors_are_all_that_can_be_reached_nearest_first(graph: Graph) -> None:
    for node in graph:
        found = ancestors(graph, node)
        assert len(found) == len(set(found))
        assert set(found) == reachable(graph, node)
        assert set(found[: len(graph[node])]) == set(graph[node])


@given(acyclic(), st.data())
def test_dependents_are_the_other_side_of_ancestors(graph: Graph, data: st.DataObject) -> None:
    changed = data.draw(st.sets(st.sampled_from([*sorted(graph), 99])))
    expected = {node for node in graph if node not in changed and reachable(graph, node) & changed}
    found = dependents(graph, changed)
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(projects(), st.data())
def test_only_finished_dependents_become_stale_and_all_else_is_the_same(project: Project, data: st.DataObject) -> None:
    graph = edges(project)
    changed = data.draw(st.sets(st.sampled_from([*sorted(graph), 99]), max_size=3))
    after = mark_stale(project, changed)
    assert (after.problem, after.order, after.dropped, after.traces) == (
        project.problem, project.order, project.dropped, project.traces,
    )  # fmt: skip
    assert list(after.subtasks) == list(project.subtasks)
    for node, before in project.subtasks.items():
        hit = node not in changed and reachable(graph, node) & changed and before.state is SubTaskState.DONE
        if hit:
            assert after.subtasks[node].state is SubTaskState.STALE
            assert after.subtasks[node] != before
        else:
            assert after.subtasks[node] is before
    assert mark_stale(after, changed) == after


@given(projects())
def test_the_stale_ones_come_in_dependency_order(project: Project) -> None:
    order = [node for node in project.order if project.subtasks[node].state is SubTaskState.STALE]
    assert stale(project) == tuple(order)


def test_dropped_sub_tasks_pass_nothing_on() -> None:
    subtasks = {n: SubTask(n, "t", "d", needs, SubTaskState.DONE) for n, needs in {1: (), 2: (1,), 3: (2,)}.items()}
    project = Project(Problem("anything"), subtasks, (1, 3), dropped=(2,))
    assert mark_stale(project, [1]) == project
