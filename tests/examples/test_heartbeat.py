"""The heartbeat example end to end: the library's plan for it, on recordings whose beats are known, in the sandbox."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from agent.executing import execute
from agent.programs import Wanted, of_folder
from core.problem import Problem
from core.project import Project
from core.runs import Ran
from core.settings import Folders, Settings
from graph.library import taken_plan
from graph.manifest import manifest
from graph.nodes.assemble import files_of
from knowledge.plan_files import plans
from knowledge.reading import methods
from knowledge.sampling import write
from tests.ingest.shared import shared

EXAMPLE = Path(__file__).parents[2] / "examples" / "heartbeat.md"


async def ran_on(data: Path, place: Path) -> Ran:
    """How the project of the example runs on a folder of recordings."""
    problem, subtasks = taken_plan(plans()["heartbeats"], Problem.from_text(EXAMPLE.read_text("utf-8")), methods())
    project = Project(problem, {s.id: s for s in subtasks}, tuple(s.id for s in subtasks))
    files = files_of(project)
    (place / "program").mkdir()
    for name, text in {**files, "project.json": manifest(project, files, (), {}, {})}.items():
        (place / "program" / name).write_text(text, "utf-8")
    settings = Settings(runtime_python=sys.executable)
    folders = Folders.of({"GPIOT_HOME": str(place / "home")})
    program = of_folder(place / "program")
    return (await execute(program, Wanted(data=str(data)), settings, folders, lambda _: None, attempt=1))[0]


def f1(ran: Ran) -> float:
    return next(m.value for one in ran.evaluations for m in one.metrics if m.name == "F1" and not m.group)


async def test_it_finds_the_beats_of_generated_recordings(tmp_path: Path) -> None:
    write("heartbeats", tmp_path / "data", seed=7)
    ran = await ran_on(tmp_path / "data", tmp_path)
    assert ran.ok, ran.fault
    assert f1(ran) >= 0.99
    assert [budget.state for budget in ran.budgets] == ["pass"]
    assert ran.printed.startswith("Case ")
    assert "\nDetection accuracy: " in ran.printed


@pytest.mark.data
async def test_it_finds_the_beats_of_real_patients(tmp_path: Path) -> None:
    ran = await ran_on(shared("mitbih"), tmp_path)
    assert ran.ok, ran.fault
    assert f1(ran) >= 0.986
