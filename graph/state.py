"""The state of one turn: ids and hashes of texts, never the texts themselves."""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal, TypedDict

from core.codec import (
    problem_from_json,
    problem_to_json,
    subtask_from_json,
    subtask_to_json,
    traces_from_json,
)
from core.ports import ChatModel, MethodLibrary, PaperSearch, TextStore
from core.project import Project, SubTask

PLANNED = "transform"
SPECIFIED = "generate"
"""The nodes before which a turn can pause: for the plan to be accepted before anything else has run, or before code is written."""


def _merged(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    return {**old, **new}


class State(TypedDict, total=False):
    """What a checkpoint holds.

    problem, traces: keys of texts
    subtasks: key of the sub-task's JSON by its id (as text: JSON has no other keys)
    order: the sub-tasks of the plan; dropped: ids that may not come again
    todo: the sub-tasks that this turn builds; empty before a new plan
    mends: of these, keys of the faults after which only their programs are written anew, by the sub-task's id as text
    calls: keys of the records of all model calls, in the order in which they ended
    files: key of the text of every file of the project folder
    """

    problem: str
    subtasks: Annotated[dict[str, str], _merged]
    order: list[int]
    dropped: list[int]
    traces: str
    todo: list[int]
    mends: dict[str, str]
    calls: Annotated[list[str], operator.add]
    files: dict[str, str]


class Task(State):
    """The state that one parallel branch gets: the turn's, and the sub-task it works on."""

    number: int


@dataclass(frozen=True, slots=True)
class Deps:
    """What the nodes work with, given to every run as its context.

    turn: number of the turn within its session; it changes the seeds, so that a retry is not the same try
    plan_format: ``json`` or ``text``
    library: methods and plans, None where it is switched off
    examples: whether the nearest of them stand in prompts as worked examples
    take_over: whether what fits is taken over as it is, only offered to the person, or neither
    """

    model: ChatModel
    texts: TextStore
    papers: PaperSearch
    seed: int
    turn: int = 1
    plan_format: str = "json"
    library: MethodLibrary | None = None
    examples: bool = True
    take_over: Literal["take", "offer", "never"] = "never"


def project_of(state: State, texts: TextStore) -> Project:
    """The project that a state stands for."""
    subtasks = [subtask_from_json(json.loads(texts.get(key))) for key in state.get("subtasks", {}).values()]
    traces = traces_from_json(json.loads(texts.get(state["traces"]))) if state.get("traces") else ()
    return Project(
        problem_from_json(json.loads(texts.get(state["problem"]))),
        {subtask.id: subtask for subtask in subtasks},
        tuple(state.get("order", ())),
        tuple(state.get("dropped", ())),
        traces,
    )


def state_of(project: Project, texts: TextStore) -> State:
    """The state that a turn on this project begins with."""
    return {
        "problem": keep_json(texts, problem_to_json(project.problem)),
        "subtasks": keep(texts, project.subtasks.values()),
        "order": list(project.order),
        "dropped": list(project.dropped),
        "traces": keep_json(texts, [asdict(trace) for trace in project.traces]),
    }


def keep(texts: TextStore, subtasks: Iterable[SubTask]) -> dict[str, str]:
    """Store sub-tasks; the keys go into the state."""
    return {str(subtask.id): keep_json(texts, subtask_to_json(subtask)) for subtask in subtasks}


def keep_json(texts: TextStore, value: Any) -> str:
    """Store a JSON value; the same value has the same key."""
    return texts.put(json.dumps(value, ensure_ascii=False, sort_keys=True))


def task_of(task: Task, texts: TextStore) -> SubTask:
    """The sub-task of a branch."""
    return subtask_from_json(json.loads(texts.get(task["subtasks"][str(task["number"])])))
