"""Changes of a plan: sub-tasks added, dropped, merged, moved, split, reworded and linked.

The kinds are in ``core.edit_forms``, how they are typed and said in ``core.edit_words``. What a change makes of sources
and traces is for the ``check`` stage: it runs after every edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.edit_forms import Add, Drop, Edit, Link, Merge, Move, Reword, Split, Take
from core.edit_steps import Changed, changed
from core.edit_words import parse, say
from core.errors import UsageError
from core.project import MOST_SUBTASKS, Project, SubTask, SubTaskState

__all__ = ["Add", "Drop", "Edit", "Edited", "Link", "Merge", "Move", "Reword", "Split", "Take", "apply", "parse", "say"]


@dataclass(frozen=True, slots=True)
class Edited:
    """A plan after its edits. ``todo``: sub-tasks that have to be built, in dependency order; what is only stale is not in it."""

    project: Project
    todo: tuple[int, ...]


def apply(project: Project, edits: Sequence[Edit]) -> Edited:
    """The project after these edits, all or none; raises UsageError naming the edit that cannot be made and why.

    They are made one after the other: a later one may name the id that an earlier one made. Ids are never used again;
    what is dropped, merged or split stays among ``subtasks`` as it was, out of ``order`` and in ``dropped``. A finished
    sub-task keeps its program until it is built anew; finished ones that depend on a change, directly or not, are stale.
    """
    touched: set[int] = set()
    for edit in edits:
        project, new = _made(project, edit)
        touched.update(new)
    if edits and not 1 <= len(project.order) <= MOST_SUBTASKS:
        raise UsageError(
            f"A plan has 1 to {MOST_SUBTASKS} sub-tasks; after this it would have {len(project.order)}.",
            "Merge or drop others first." if project.order else "Add a sub-task first, then drop this one.",
        )
    return Edited(project, tuple(s.id for s in project if s.id in touched or _unbuilt(s)))


def _made(project: Project, edit: Edit) -> Changed:
    try:
        project, new = changed(project, edit)
    except UsageError as error:
        said = say(edit)
        said = said if len(said) <= 80 else f"{said[:80]} …"
        raise UsageError(f"Cannot {said}: {error.message}", error.hint) from error
    return _settled(_named(project, new)), new


def _named(project: Project, numbers: Iterable[int]) -> Project:
    """The project whose new sub-tasks have names; two functions of one name would hide each other in ``main.py``."""
    for number in numbers:
        if project.subtasks[number].module:
            continue
        taken = {subtask.function for subtask in project}
        new = project.subtasks[number].named()
        function = f"{new.function}_{number}" if new.function in taken else new.function
        project = project.with_subtasks([replace(new, function=function)])
    return project


def _settled(project: Project) -> Project:
    """The project with every sub-task after those it depends on; otherwise the order stays."""
    order: list[int] = []
    waiting = list(project.order)
    while waiting:
        free = next(n for n in waiting if {*project.subtasks[n].depends_on}.isdisjoint(waiting))
        waiting.remove(free)
        order.append(free)
    return replace(project, order=tuple(order))


def _unbuilt(subtask: SubTask) -> bool:
    return subtask.state is SubTaskState.WAITING and subtask.program is None
