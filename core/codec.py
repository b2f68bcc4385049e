"""Sub-tasks as JSON: the one form that ``project.json`` and the session store share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.errors import StorageError
from core.papers import Citation
from core.problem import Problem
from core.project import Parameter, Program, Source, Spec, SubTask, SubTaskState, Trace


def subtask_to_json(subtask: SubTask) -> dict[str, Any]:
    """A sub-task as plain JSON values."""
    return asdict(subtask)


def subtask_from_json(data: Mapping[str, Any]) -> SubTask:
    """The sub-task that ``subtask_to_json`` wrote; raises StorageError where it is damaged."""
    try:
        return SubTask(
            **{
                **data,
                "depends_on": tuple(data["depends_on"]),
                "state": SubTaskState(data["state"]),
                "spec": spec_from_json(data["spec"]) if data["spec"] else None,
                "sources": {name: Source(**source) for name, source in data["sources"].items()},
                "program": _program(data["program"]) if data["program"] else None,
                "wishes": tuple(data["wishes"]),
                "notes": tuple(data["notes"]),
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StorageError(
            f"A sub-task cannot be read: {error!r}.", "The file may come from another version."
        ) from error


def spec_from_json(data: Mapping[str, Any]) -> Spec:
    """The specification out of its JSON form; raises KeyError or TypeError where it is damaged."""
    inputs, outputs = (tuple(_parameter(item) for item in data[side]) for side in ("inputs", "outputs"))
    return Spec(
        data["target"],
        inputs,
        outputs,
        tuple(Citation(**item) for item in data.get("citations", ())),
        data.get("data", ""),
    )


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """A problem as plain JSON values."""
    return asdict(problem)


def problem_from_json(data: Mapping[str, Any]) -> Problem:
    """The problem that ``problem_to_json`` wrote; raises StorageError where it is damaged."""
    try:
        return Problem(
            data["statement"],
            tuple(data["code_input"]),
            data["output_format"],
            tuple(data["remarks"]),
            data.get("data", ""),
            data.get("plan", ""),
        )
    except (KeyError, TypeError) as error:
        raise StorageError(
            f"The problem cannot be read: {error!r}.", "The file may come from another version."
        ) from error


def traces_from_json(data: list[Mapping[str, Any]]) -> tuple[Trace, ...]:
    """Traces out of their JSON form; raises StorageError where they are damaged."""
    try:
        return tuple(Trace(**item) for item in data)
    except TypeError as error:
        raise StorageError(
            f"The demands cannot be read: {error!r}.", "The file may come from another version."
        ) from error


def _parameter(data: Mapping[str, Any]) -> Parameter:
    citation = data.get("citation")
    return Parameter(**{**data, "citation": Citation(**citation) if citation else None})


def _program(data: Mapping[str, Any]) -> Program:
    return Program(data["code"], data["documentation"], tuple(data["imports"]), data["model"], data.get("method", ""))
