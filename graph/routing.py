"""Where a free text of the chat goes: by rules, and where they cannot decide, by one question to a model that can."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from core.edits import apply, parse
from core.errors import BudgetError, StageError, UsageError
from core.events import Event, Token
from core.ports import Message
from core.project import Project
from core.roles import RTSLM
from core.routes import ROUTE_KINDS, Route, RouteKind
from graph import asking_back
from graph.answers import one_line, read_object
from graph.asking import Asker, Emit, InvalidError, Question
from graph.mentions import listed
from graph.route_rules import decided
from graph.state import Deps

STAGE = "route"
_GOES_ON = re.compile(r"(?i)\s*(?:and|also|but|plus|then|now|additionally)\b.*\w\s+\w")
_SHOWN = 500
"""Characters of the text that the model reads; the rules have looked at more."""
_EDIT = 80
_MEANINGS = {
    "problem": "a new application to build",
    "revise": "a wish how one sub-task of the plan should work",
    "edit": "add, drop, merge, move, split or rename sub-tasks",
    "question": "wants to know something",
    "unclear": "none of these, or several",
}
_EXAMPLES: tuple[tuple[str, RouteKind, dict[str, str]], ...] = (
    ("Recognise gestures with a radar", "problem", {}),
    ("is radar better than WiFi", "question", {}),
    ("take a smaller window there in 1", "revise", {"subtask": "1"}),
    ("1 is of no use any more", "edit", {"edit": "drop 1"}),
    ("hm, not so good", "unclear", {}),
)


async def route(text: str, project: Project | None, deps: Deps, emit: Emit, last: Sequence[int] = ()) -> Route:
    """Where a text goes. Rules decide first; a model is asked only where they cannot, and only one that is not weak.

    last: the sub-tasks that the turn before revised; a text that goes on without naming one ("and log it") means them

    A weak one sends more of these texts elsewhere than it gets right: asking back is better (``python -m bench.router``).
    Raises BackendError and its kinds; whatever else is wrong with an answer makes the text ``unclear``.
    """
    found = decided(text, project)
    if found is None or found.kind == "unclear":
        found = _going_on(text, project, last) or found
    if found:
        return found
    return asking_back.undecided(project) if deps.model.abilities.weak else await by_model(text, project, deps, emit)


def _going_on(text: str, project: Project | None, last: Sequence[int]) -> Route | None:
    numbers = tuple(number for number in last if project and project.get(number))
    if not numbers or not _GOES_ON.match(text):
        return None
    return Route("revise", numbers=numbers, why=f"goes on with sub-task {', '.join(map(str, numbers))}")


async def by_model(text: str, project: Project | None, deps: Deps, emit: Emit) -> Route:
    """Where the model says that a text goes; ``unclear`` where its answer is none or names what is not there."""
    project = project if project and project.order else None
    asker = Asker(deps, lambda event: _without_tokens(event, emit), STAGE)
    question = Question(
        RTSLM,
        "where a text goes",
        (prompt(text, project),),
        answer=80,
        schema=_schema(project),
    )
    try:
        return await asker.valid(question, lambda answer: _read(answer, project), tries=1)
    except (StageError, BudgetError):
        return asking_back.undecided(project)


def _without_tokens(event: Event, emit: Emit) -> None:
    """An answer that is no text for people is not streamed to them."""
    if not isinstance(event, Token):
        emit(event)


def prompt(text: str, project: Project | None) -> Message:
    """The question, the text at its end: what comes before it is the same for every text about this plan."""
    kinds = _kinds(project)
    lines = [f"{kind}: {_MEANINGS[kind]}" for kind in kinds]
    examples = [f"{said}\n{_json(kind, more)}" for said, kind, more in _EXAMPLES if kind in kinds]
    said = one_line(text[:_SHOWN]) + (" …" if len(text) > _SHOWN else "")
    parts = ["What does a person want who says this to an IoT programmer?", *lines]
    parts += [f"Sub-tasks of the plan: {listed(project)}"] if project else []
    return Message("user", "\n".join([*parts, "Examples:", *examples, "Answer as compact JSON for:", said]))


def _json(kind: RouteKind, more: dict[str, str]) -> str:
    return json.dumps({"kind": kind, **more}, separators=(",", ":"))


def _kinds(project: Project | None) -> tuple[RouteKind, ...]:
    return ROUTE_KINDS if project else ("problem", "question", "unclear")


def _schema(project: Project | None) -> dict[str, Any]:
    properties: dict[str, Any] = {"kind": {"type": "string", "enum": list(_kinds(project))}}
    if project:
        properties |= {
            "subtask": {"type": "string", "enum": [str(n) for n in project.order]},
            "edit": {"type": "string", "maxLength": _EDIT},
        }
    return {"type": "object", "properties": properties, "required": ["kind"], "additionalProperties": False}


def _read(answer: str, project: Project | None) -> Route:
    """The route that an answer names; raises InvalidError where it names none."""
    found = read_object(answer)
    kind = found.get("kind")
    if kind not in _kinds(project):
        raise InvalidError(f"'{kind}' is no kind")
    if project and kind == "revise":
        return _revision(str(found.get("subtask", "")), project)
    if project and kind == "edit":
        return _edit(str(found.get("edit", "")), project)
    if kind in ("problem", "question"):
        return Route(kind, why="taken so by the model", by="model")
    return asking_back.undecided(project)


def _revision(said: str, project: Project) -> Route:
    numbers = tuple(n for n in project.order if str(n) == said)
    if not numbers:
        return asking_back.which(project)
    return Route("revise", numbers=numbers, why="taken so by the model", by="model")


def _edit(said: str, project: Project) -> Route:
    try:
        edit = parse(said[:_EDIT])
        apply(project, [edit])
    except UsageError as error:
        return asking_back.back(
            f"Should the plan change? {error.message} {error.hint}".strip(), "no edit that can be made"
        )
    return Route("edit", edits=(edit,), why="taken so by the model", by="model")
