"""``project.json``: the problem, the sub-tasks, and every model call with what is needed to repeat it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from core.codec import problem_to_json, subtask_to_json
from core.ports import ModelInfo
from core.project import Project

VERSION = 1


def manifest(
    project: Project,
    files: Mapping[str, str],
    calls: Sequence[Mapping[str, Any]],
    models: Mapping[str, ModelInfo],
    about: Mapping[str, Any],
) -> str:
    """The text of ``project.json``; ``files`` are the other files of the folder, by name."""
    data = {
        "version": VERSION,
        "title": project.problem.title,
        "problem": problem_to_json(project.problem),
        **about,
        "models": {role: asdict(info) for role, info in models.items()},
        "subtasks": [_subtask(subtask_to_json(subtask)) for subtask in project],
        "dropped": list(project.dropped),
        "demands": [asdict(trace) for trace in project.traces],
        "totals": _totals(calls),
        "calls": list(calls),
        "files": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(files.items())},
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _subtask(data: dict[str, Any]) -> dict[str, Any]:
    """A sub-task whose code stands in its own file, not here again."""
    program = data["program"]
    return {**data, "program": {**program, "code": None} if program else None}


def _totals(calls: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    answers = [call["answer"] for call in calls]
    return {
        "calls": len(calls),
        "repairs": sum(call["attempt"] > 1 for call in calls),
        "prompt_tokens": sum(answer["prompt_tokens"] for answer in answers),
        "answer_tokens": sum(answer["answer_tokens"] for answer in answers),
        "model_seconds": round(sum(answer["seconds"] for answer in answers), 3),
    }
