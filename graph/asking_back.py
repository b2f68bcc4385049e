"""What is asked back where a text can be read in several ways: one short question that names the readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.edits import Edit
from core.project import Project
from core.routes import Route
from graph.mentions import listed


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A change of the plan that leaves something open: what has to be asked."""

    ask: str


Wish = tuple[Edit, ...] | Unsaid | None
"""None: the text wishes no change of the plan."""


def back(ask: str, why: str) -> Route:
    """An unclear text, and what is asked about it."""
    return Route("unclear", ask=ask, why=why)


def undecided(project: Project | None, why: str = "can be read in several ways") -> Route:
    """Asks which of all the readings is meant."""
    if project is None or not project.order:
        return back("Is this an application to build, or a question? Describe it in a sentence.", why)
    subtasks = listed(project)
    return back(f"Is this a new application, a question, or a wish about a sub-task: {subtasks}?", why)


def no_plan() -> Route:
    """There is nothing yet that a sub-task could be of."""
    return back(
        "There is no plan yet. Which application should be built?", "speaks of a sub-task, but there is no plan"
    )


def not_there(missing: Sequence[int], project: Project) -> Route:
    """Names the sub-tasks that there are."""
    numbers = ", ".join(map(str, missing[:5]))
    return back(f"The plan has no sub-task {numbers}. Which do you mean: {listed(project)}?", f"no sub-task {numbers}")


def which(project: Project, numbers: Sequence[int] | None = None) -> Route:
    """A wish that does not say whose it is."""
    return back(f"Which sub-task do you mean: {listed(project, numbers)}?", "names no sub-task")


def where_added(project: Project) -> Route:
    """Something to add that may be a sub-task or a part of one."""
    return back(f"As a new sub-task, or inside one of these: {listed(project)}?", "does not say where to add it")


def what_about(numbers: Sequence[int], project: Project) -> Route:
    """Sub-tasks without a wish."""
    return back(f"What should change in {listed(project, numbers)}, or is it a question?", "says no wish")


def fork(project: Project, numbers: Sequence[int]) -> Route:
    """Something to try out."""
    change = f"change {listed(project, numbers)}" if numbers else "name the sub-task to change"
    return back(
        f"Try it beside this plan and compare both (/fork), {change}, or only answer it as a question?",
        "thinks of an alternative",
    )
