"""The benchmark tried on itself: every right program passes its hidden tests, every wrong one fails them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.iotbench.judging import Case, judged_in_batches, open_judge
from agent.iotbench.options import Tell
from core.settings import Folders, Settings
from knowledge.iotbench.tasks import CodeTask, code_tasks

_RIGHT = "right"


async def try_references(count: int | None, tell: Tell, settings: Settings, folders: Folders) -> dict[str, Any]:
    """Judge the right and the wrong programs of the first ``count`` tasks; the figures, with those that went wrong."""
    cases = [case for task in code_tasks()[:count] for case in _cases(task)]
    verdicts: dict[str, str] = {}

    def keep(new: Mapping[str, str]) -> None:
        verdicts.update(new)
        tell("references", len(verdicts), len(cases))

    tell("references", 0, len(cases))
    await judged_in_batches(open_judge(settings, folders), cases, keep)
    right = {key: why for key, why in verdicts.items() if key.endswith(f"/{_RIGHT}")}
    wrong = {key: why for key, why in verdicts.items() if key not in right}
    return {
        "right": len(right),
        "right_passed": sum(not why for why in right.values()),
        "wrong": len(wrong),
        "wrong_failed": sum(bool(why) for why in wrong.values()),
        "surprises": {key: why for key, why in verdicts.items() if bool(why) == (key in right)},
    }


def _cases(task: CodeTask) -> list[Case]:
    programs = {_RIGHT: task.right} | {f"wrong_{name}": code for name, code in task.wrong.items()}
    return [Case(f"{task.name}/{name}", code, task.name, task.check) for name, code in programs.items()]
