"""Which sub-task a failed run is blamed on."""

from __future__ import annotations

from core.problem import Problem
from core.project import Project
from core.runs import Fault
from graph.blaming import blamed
from tests.fakes import deps_of, scripted, subtask

PLAN = Project(Problem("Detect falls."), {1: subtask(1), 3: subtask(3, 1)}, (1, 3))
FAULT = Fault("result", "The program printed nothing.", trace="main.py ended")


async def test_the_model_is_told_the_plan_and_the_failure() -> None:
    model = scripted([{"answers": ['{"subtask": "3"}']}])
    assert await blamed(FAULT, PLAN, deps_of(model), lambda _: None) == 3
    said = model.requests[0].messages[0].text
    assert "3. Derive energy" in said
    assert "The program printed nothing.\nmain.py ended" in said


async def test_a_sub_task_that_is_not_there_is_asked_for_again_and_then_nobody_is_blamed() -> None:
    model = scripted([{"answers": ['{"subtask": "2"}', "I do not know"]}])
    assert await blamed(FAULT, PLAN, deps_of(model), lambda _: None) == 0
    assert len(model.requests) == 2
