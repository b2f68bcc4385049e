"""What a person is shown of a plan that waits for them, and what their changes ask to be done again."""

from __future__ import annotations

from dataclasses import replace

from core.contracts import gaps
from core.demands import uncovered
from core.events import PlanChecked
from core.project import Project, SubTask


def said(project: Project, checked: PlanChecked | None) -> PlanChecked | None:
    """What the check said of this plan, without offers that were taken meanwhile; None before it.

    checked: what it said in this process, None where the plan waited while its process was gone
    """
    if not any(subtask.spec for subtask in project):
        return None
    checked = checked or _standing(project)
    still_open = tuple(f"take {subtask.id}: " for subtask in project if subtask.offered)
    return replace(checked, offers=tuple(offer for offer in checked.offers if offer.startswith(still_open)))


def only_taken(before: Project, after: Project) -> bool:
    """Whether all that the person changed is what sub-tasks take over."""

    def bare(project: Project) -> list[SubTask]:
        return [replace(subtask, taken="", offered="") for subtask in project]

    return before.order == after.order and bare(before) == bare(after)


def _standing(project: Project) -> PlanChecked:
    """What the check said, for a plan that waited while its process was gone."""
    offers = tuple(f"take {s.id}: {s.offered}" for s in project if s.offered)
    missing = tuple(f"{s.id}. {s.title}: {name}" for s in project for name in gaps(s))
    return PlanChecked(gaps=missing, traces=project.traces, uncovered=uncovered(project.traces), offers=offers)
