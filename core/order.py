"""Dependency order and staleness: which sub-task comes first, and what a change makes out of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from core.errors import StageError
from core.project import Project, SubTask, SubTaskState

Dependencies = Mapping[int, Iterable[int]]


def dependency_order(depends_on: Dependencies) -> tuple[int, ...]:
    """Every id after all ids it depends on; among equals the smaller id first.

    Raises StageError naming the cycle where there is one. Dependencies on unknown ids are ignored.
    """
    sorter = TopologicalSorter({node: [n for n in needs if n in depends_on] for node, needs in depends_on.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        cycle = " -> ".join(str(node) for node in reversed(error.args[1]))
        raise StageError("decompose", f"The sub-tasks depend on each other in a circle: {cycle}.") from error
    order: list[int] = []
    ready: list[int] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()])
        node = ready.pop(0)
        order.append(node)
        sorter.done(node)
    return tuple(order)


def ancestors(depends_on: Dependencies, node: int) -> tuple[int, ...]:
    """All that ``node`` depends on, nearest first: its own dependencies, then theirs."""
    found: list[int] = []
    level = sorted(depends_on.get(node, ()))
    while level:
        level = [n for n in dict.fromkeys(level) if n not in found and n in depends_on and n != node]
        found += level
        level = [above for n in level for above in sorted(depends_on[n])]
    return tuple(found)


def dependents(depends_on: Dependencies, changed: Iterable[int]) -> tuple[int, ...]:
    """All that depend on one of ``changed``, directly or through others; the changed ones themselves are not in it."""
    roots = set(changed)
    return tuple(node for node in depends_on if node not in roots and roots & set(ancestors(depends_on, node)))


def edges(subtasks: Iterable[SubTask]) -> dict[int, tuple[int, ...]]:
    """The dependencies of these sub-tasks by id."""
    return {subtask.id: subtask.depends_on for subtask in subtasks}


def mark_stale(project: Project, changed: Iterable[int]) -> Project:
    """The project after ``changed`` were rebuilt: finished sub-tasks that depend on them are stale, all else is as it was."""
    below = dependents(edges(project), changed)
    stale = [project.subtasks[n] for n in below if project.subtasks[n].state is SubTaskState.DONE]
    return project.with_subtasks(replace(subtask, state=SubTaskState.STALE) for subtask in stale)


def stale(project: Project) -> tuple[int, ...]:
    """The stale sub-tasks in dependency order."""
    order = dependency_order(edges(project))
    return tuple(number for number in order if project.subtasks[number].state is SubTaskState.STALE)
