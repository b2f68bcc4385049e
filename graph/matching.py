"""Sub-tasks met with the methods of the library: taken over, or offered to the person."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from core.events import Event
from core.knowledge import Method, Near
from core.library_events import Nearest
from core.order import dependency_order, edges
from core.ports import MethodLibrary
from core.project import Project, SubTask
from graph.library import NEAR_METHOD, near_methods, with_method
from graph.state import Deps

_LOOKED_AT = 5
_OFFER = "The library has a tested method that fits,"

Bind = Callable[[Project, SubTask], SubTask]


async def matched(
    project: Project, todo: Collection[int], deps: Deps, emit: Callable[[Event], None], bind: Bind
) -> Project:
    """The project with every sub-task of ``todo`` that a method fits taken over, or marked where that is only offered.

    What the person wants taken over is, whatever the setting; a sub-task with a wish of theirs is left alone. ``bind``
    meets inputs anew: a method may return other names than the specification in whose place it stands.
    """
    wanted = {number for number in todo if project.subtasks[number].taken and not _stands(project.subtasks[number])}
    offering = deps.library is not None and deps.take_over != "never"
    if not (wanted or offering):
        return project
    for number in dependency_order(edges(project)):
        subtask = project.subtasks[number]
        if subtask.spec is None:
            continue
        subtask = bind(project, subtask)
        if number in wanted:
            subtask = await _granted(project, subtask, deps.library, emit)
        elif deps.library and offering and number in todo and not subtask.taken and not subtask.wishes:
            subtask = await _matched(project, subtask, deps.library, deps.take_over == "take", emit)
        project = project.with_subtasks([subtask])
    return project


def _stands(subtask: SubTask) -> bool:
    """Whether what a sub-task takes over is its program already."""
    return subtask.program is not None and subtask.program.method == subtask.taken


async def _granted(
    project: Project, subtask: SubTask, library: MethodLibrary | None, emit: Callable[[Event], None]
) -> SubTask:
    """The sub-task with the method that the person wants in its place; where it no longer fits, the model writes it."""
    method = library.methods().get(subtask.taken) if library else None
    taken = with_method(project, subtask, method) if method else None
    if library and method and taken:
        emit(_nearest(subtask, Near(method, 1.0), taken=True, proof=await library.proof([method])))
        return taken
    note = f"{subtask.taken} of the library does not fit here any more: the model writes this."
    return replace(subtask, taken="", notes=(*subtask.notes, note))


async def _matched(
    project: Project, subtask: SubTask, library: MethodLibrary, taking: bool, emit: Callable[[Event], None]
) -> SubTask:
    subtask = replace(subtask, offered="", notes=tuple(note for note in subtask.notes if not note.startswith(_OFFER)))
    near = [one for one in await near_methods(library, subtask, _LOOKED_AT) if one.score >= NEAR_METHOD]
    for one in near:
        if fitted := with_method(project, subtask, one.item):
            proof = await library.proof([one.item])
            emit(_nearest(subtask, one, taking, proof))
            return fitted if taking else _offered(subtask, one.item, proof)
    return subtask


def _offered(subtask: SubTask, method: Method, proof: str) -> SubTask:
    note = f"{_OFFER} {method.name} ({method.title}; {proof}); take it over with: take {subtask.id}"
    return replace(subtask, offered=method.name, notes=(*subtask.notes, note))


def _nearest(subtask: SubTask, near: Near[Method], taken: bool, proof: str) -> Nearest:
    use = "taken" if taken else "offered"
    return Nearest(
        subtask=subtask.id,
        kind="method",
        item=near.item.name,
        title=near.item.title,
        score=near.score,
        use=use,
        proof=proof,
    )
