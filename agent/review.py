"""Where a plan waits for the person, what they are shown of it, and what their changes ask to be done again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.contracts import gaps
from core.demands import uncovered
from core.edits import Edited
from core.events import PlanChecked
from core.project import Project
from graph.state import PLANNED, SPECIFIED


def said(project: Project, checked: PlanChecked | None) -> PlanChecked | None:
    """What the check said of this plan, without offers that were taken meanwhile; None before it.

    checked: what it said in this process, None where the plan waited while its process was gone
    """
    if not any(subtask.spec for subtask in project):
        return None
    checked = checked or _standing(project)
    still_open = tuple(f"take {subtask.id}: " for subtask in project if subtask.offered)
    return replace(checked, offers=tuple(offer for offer in checked.offers if offer.startswith(still_open)))


def pauses(pause: str, ahead: Collection[str], *, offering: bool) -> list[str]:
    """The stages before which a new plan still waits for the person, once what is ``ahead`` goes on.

    pause: where they want to see it; methods that could be taken over are known only when it is specified
    """
    if SPECIFIED in ahead:
        return []
    later = [SPECIFIED] if offering or pause == SPECIFIED else []
    return later if PLANNED in ahead else [*dict.fromkeys([pause, *later])]


def holds(edited: Edited) -> bool:
    """Whether no sub-task has to be specified anew: what is taken over brings its specification along."""
    return all(edited.project.subtasks[number].taken for number in edited.todo)


def still_to_do(before: Collection[int], edited: Edited) -> list[int]:
    """What the turn has to build of an edited plan: what it had to, as far as it is left, and what the edits made."""
    return [number for number in edited.project.order if number in {*before, *edited.todo}]


def _standing(project: Project) -> PlanChecked:
    """What the check said, for a plan that waited while its process was gone."""
    offers = tuple(f"take {s.id}: {s.offered}" for s in project if s.offered)
    missing = tuple(f"{s.id}. {s.title}: {name}" for s in project for name in gaps(s))
    return PlanChecked(gaps=missing, traces=project.traces, uncovered=uncovered(project.traces), offers=offers)
