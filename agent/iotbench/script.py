"""The references as a script of the scripted backend: what a model that knows every answer would score."""

from __future__ import annotations

import json
import re
from typing import Any

from knowledge.iotbench.tasks import CodeTask, Decomposition, code_tasks, decompositions


def reference_script() -> dict[str, Any]:
    """A rule for each task, found by its statement."""
    plans = [_rule("tdslm", task.problem.statement, _plan(task)) for task in decompositions()]
    programs = [_rule("cgslm", task.statement, _program(task)) for task in code_tasks()]
    return {"rules": plans + programs, "abilities": {"prefix": False}}


def _rule(role: str, statement: str, answer: str) -> dict[str, Any]:
    return {"role": role, "match": re.escape(statement), "answers": [answer]}


def _plan(task: Decomposition) -> str:
    steps = [{"title": s.title, "description": s.description, "depends_on": list(s.needs)} for s in task.steps]
    return json.dumps({"subtasks": steps}, ensure_ascii=False)


def _program(task: CodeTask) -> str:
    return f"```python\n{task.right.rstrip()}\n```\n"
