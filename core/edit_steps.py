"""How each kind of edit changes a plan; ``core.edits.apply`` makes several of them into one change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from core.edit_forms import Add, Drop, Edit, Link, Merge, Move, Reword, Split, Take
from core.errors import StageError, UsageError
from core.order import ancestors, dependency_order, dependents, edges, mark_stale
from core.project import Project, SubTask

MOST_TITLE = 160
"""Characters of a title; what is longer belongs into the description."""

Changed = tuple[Project, tuple[int, ...]]
"""The project and the sub-tasks that the edit made or that have to be built anew."""


def changed(project: Project, edit: Edit) -> Changed:
    """One edit, its new sub-tasks not yet named; raises UsageError saying why it cannot be made, in the middle of a sentence."""
    match edit:
        case Add():
            return _add(project, edit)
        case Drop(number):
            return _replaced(project, [number], (), _needs(project, _live(project, number))), ()
        case Merge():
            return _merge(project, edit)
        case Move():
            return _move(project, edit), ()
        case Split():
            return _split(project, edit)
        case Reword():
            return _reword(project, edit)
        case Link():
            return _link(project, edit)
        case Take():
            return _take(project, edit)


def _add(project: Project, edit: Add) -> Changed:
    """After N means: right after N in the list, and needing N's result only; nobody else is rewired. 0: the last one."""
    title = _title(edit.title)
    after = _live(project, edit.after).id if edit.after else (project.order or (0,))[-1]
    at = project.order.index(after) + 1 if after else 0
    description = _line(edit.description) or title
    new = SubTask(_free(project), title, description, (after,) if after else ())
    order = (*project.order[:at], new.id, *project.order[at:])
    return replace(project.with_subtasks([new]), order=order), (new.id,)


def _merge(project: Project, edit: Merge) -> Changed:
    """One sub-task at the place of the first, needing all that they needed."""
    wanted = {_live(project, number).id for number in edit.numbers}
    merged = [subtask for subtask in project if subtask.id in wanted]
    gone = [subtask.id for subtask in merged]
    if len(gone) < 2:
        raise UsageError("a merge needs two or more sub-tasks.", "For example: merge 2 3")
    _refuse_between(project, gone)
    new = SubTask(
        _free(project),
        _title(edit.title if edit.title.strip() else _joined([s.title for s in merged])),
        " ".join(dict.fromkeys(s.description for s in merged if s.description)),
        _sorted(n for s in merged for n in _needs(project, s) if n not in gone),
        wishes=tuple(dict.fromkeys(wish for s in merged for wish in s.wishes)),
    )
    return _replaced(project.with_subtasks([new]), gone, (new.id,), (new.id,)), (new.id,)


def _refuse_between(project: Project, numbers: Collection[int]) -> None:
    """A sub-task that needs one of them and is needed by another one would need itself."""
    needs = edges(project)
    above = {n for number in numbers for n in ancestors(needs, number)}
    between = [n for n in dependents(needs, numbers) if n in above]
    if between:
        raise UsageError(
            f"{_listed(between)} would stand in a circle with it, needing one of them and needed by another.",
            f"Merge all of them: merge {_listed(_sorted((*numbers, *between)))}",
        )


def _split(project: Project, edit: Split) -> Changed:
    """A chain of new ones at the place of the old, each with its wishes and its description."""
    old = _live(project, edit.number)
    titles = [_title(title) for title in edit.titles]
    if len(titles) < 2:
        raise UsageError("a split needs at least two titles.", f"For example: split {old.id}: Filter; Detect peaks")
    first = _free(project)
    parts = [
        SubTask(
            first + at,
            title,
            f"{title}. Part {at + 1} of {len(titles)} of: {old.title}. {old.description}".strip(),
            (first + at - 1,) if at else _needs(project, old),
            wishes=old.wishes,
        )
        for at, title in enumerate(titles)
    ]
    ids = tuple(part.id for part in parts)
    return _replaced(project.with_subtasks(parts), [old.id], ids, ids[-1:]), ids


def _move(project: Project, edit: Move) -> Project:
    subtask = _live(project, edit.number)
    others = tuple(n for n in project.order if n != subtask.id)
    order = list(others)
    order.insert(_place(project, edit, others), subtask.id)
    at = order.index(subtask.id)
    for needing, needed in (
        *((subtask, n) for n in _needs(project, subtask) if order.index(n) > at),
        *((s, subtask.id) for s in project if subtask.id in s.depends_on and order.index(s.id) < at),
    ):
        left = _listed(n for n in needing.depends_on if n != needed)
        raise UsageError(
            f"{needing.id} depends on {needed} and cannot come before it.",
            f"Where it does not need its result, say so first: link {needing.id} to {left or 'nothing'}",
        )
    return replace(project, order=tuple(order))


def _place(project: Project, edit: Move, others: Sequence[int]) -> int:
    if (edit.before > 0) + (edit.after > 0) + edit.first > 1:
        raise UsageError("it can go to one place only.", f"For example: move {edit.number} first")
    if edit.number in (edit.before, edit.after):
        raise UsageError("it cannot stand beside itself.", f"Name another one, or say: move {edit.number} last")
    if beside := edit.before or edit.after:
        return others.index(_live(project, beside).id) + (not edit.before)
    return 0 if edit.first else len(others)


def _reword(project: Project, edit: Reword) -> Changed:
    old = _live(project, edit.number)
    title = _title(edit.title) if edit.title.strip() else old.title
    description = _line(edit.description)
    if not edit.title.strip() and not description:
        raise UsageError("neither a title nor a description is given.", f"For example: rename {old.id}: TITLE")
    new = replace(old, title=title, description=description or old.description, taken="")
    if title != old.title and old.spec is None and old.program is None:
        # Nobody has seen its module yet: it may still be named after what it is.
        new = replace(new, module="", function="")
    return _rebuilt(project, old, new)


def _take(project: Project, edit: Take) -> Changed:
    old = _live(project, edit.number)
    if not old.offered:
        raise UsageError(
            f"no method of the library is offered for sub-task {old.id}.",
            "The methods that there are: gpiot methods list",
        )
    return project.with_subtasks([replace(old, taken=old.offered, offered="")]), (old.id,)


def _link(project: Project, edit: Link) -> Changed:
    old = _live(project, edit.number)
    if old.id in edit.depends_on:
        raise UsageError("a sub-task cannot need itself.", "Name the others whose results it needs.")
    needs = _sorted(_live(project, n).id for n in edit.depends_on)
    try:
        dependency_order({**edges(project), old.id: needs})
    except StageError as error:
        raise UsageError(
            error.message.replace("The sub-tasks depend", "the sub-tasks would depend"),
            "Take one of these dependencies away first, with another link.",
        ) from error
    return _rebuilt(project, old, replace(old, depends_on=needs))


def _rebuilt(project: Project, old: SubTask, new: SubTask) -> Changed:
    """A sub-task that has to be built anew, unless nothing about it changes."""
    if new == old:
        return project, ()
    return mark_stale(project.with_subtasks([new]), [new.id]), (new.id,)


def _replaced(project: Project, gone: Sequence[int], new: Sequence[int], heirs: Sequence[int]) -> Project:
    """``new`` at the place of the first of ``gone``; who needed one of ``gone`` needs the heirs."""
    at = min(map(project.order.index, gone))
    project = mark_stale(project, gone)
    rewired = [
        replace(s, depends_on=_sorted({*s.depends_on, *heirs}.difference(gone)))
        for s in project
        if s.id not in gone and not {*s.depends_on}.isdisjoint(gone)
    ]
    left = [n for n in project.order if n not in gone]
    order = (*left[:at], *new, *left[at:])
    return replace(project.with_subtasks(rewired), order=order, dropped=(*project.dropped, *gone))


def _live(project: Project, number: int) -> SubTask:
    subtask = project.get(number)
    if subtask is None:
        why = f"sub-task {number} was dropped." if number in project.dropped else f"there is no sub-task {number}."
        raise UsageError(why, f"The plan has {_listed(project.order) or 'no sub-tasks yet'}.")
    return subtask


def _needs(project: Project, subtask: SubTask) -> tuple[int, ...]:
    return tuple(n for n in subtask.depends_on if n in project.order)


def _free(project: Project) -> int:
    return max((0, *project.subtasks, *project.dropped)) + 1


def _title(text: str) -> str:
    title = _line(text)
    if not any(map(str.isalnum, title)):
        raise UsageError("a title is empty.", "Say what the sub-task does, in a few words.")
    if len(title) > MOST_TITLE:
        raise UsageError(
            f"the title has {len(title)} characters, at most {MOST_TITLE}.",
            "Give a short title; the rest belongs into the description.",
        )
    return title


def _line(text: str) -> str:
    return " ".join(text.split())


def _joined(titles: Sequence[str]) -> str:
    return " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)


def _sorted(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
