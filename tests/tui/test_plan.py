"""The plan: states with symbol and word, speed, reasons, arrows, selection and review."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.events import PlanChecked, StageStarted, SubTaskReady, Token
from core.problem import Problem
from core.project import Project, SubTask, SubTaskState
from tests.fakes import done, subtask
from tests.tui.snapshots import SIZES, look
from tests.tui.world import desk, until
from tui.app import GpiotApp
from tui.progress import Progress


def project(*tasks: SubTask, title: str = "Detect the R-peaks in every record of the data set.") -> Project:
    return Project(Problem(title), {task.id: task for task in tasks}, tuple(task.id for task in tasks))


def every_state() -> Project:
    return project(
        done(subtask(1)),
        subtask(2, 1, state=SubTaskState.RUNNING),
        replace(done(subtask(3, 1, 2)), state=SubTaskState.STALE),
        subtask(4, 3, state=SubTaskState.FAILED, error="generate: no function was written"),
        subtask(5, 4),
    )


def rows(app: GpiotApp) -> list[str]:
    listed = app.desk.query_one("#subtasks")
    return [str(option.prompt) for option in listed.options]  # type: ignore[attr-defined]


async def test_every_state_has_its_symbol_and_its_word() -> None:
    async with desk() as (app, pilot):
        app.desk.plan.show(every_state())
        await pilot.pause()
        assert rows(app) == [
            "✓ 1 Load recordings\n  done",
            "● 2 Filter baseline  ← 1\n  running",
            "≈ 3 Derive energy  ← 1, 2\n  stale: what it needs has changed",
            "✗ 4 Pick candidates  ← 3\n  failed: generate: no function was written",
            "○ 5 Merge neighbours  ← 4\n  waiting",
        ]


async def test_a_plan_grows_while_it_is_made_and_tells_its_speed() -> None:
    now = 10.0
    async with desk() as (app, pilot):
        progress = Progress(lambda: now)
        app.desk.plan.show(None, progress)
        progress.note(SubTaskReady(item=subtask(1)))
        progress.note(SubTaskReady(item=subtask(2, 1)))
        progress.note(StageStarted(stage="generate", role="cgslm", subtask=2))
        progress.note(Token(stage="generate", subtask=2, text="def f", tokens=6))
        now = 12.0
        app.desk.plan.draw()
        await until(pilot, lambda: rows(app)[1] == "● 2 Filter baseline  ← 1\n  running 3.0 tok/s · generate")
        # Its text is three seconds old: it says nothing of the speed now.
        now = 14.0
        app.desk.plan.draw()
        assert rows(app)[1] == "● 2 Filter baseline  ← 1\n  running · generate"


async def test_titles_are_no_markup_and_steer_nothing() -> None:
    async with desk() as (app, pilot):
        evil = replace(subtask(1), title="[bold]x[/] \x1b[2J日本語")
        app.desk.plan.show(project(evil, title="[red]\x1b]52;c;eA==\x07"))
        await pilot.pause()
        assert rows(app) == ["○ 1 [bold]x[/] ␛[2J日本語\n  waiting"]
        assert "[red]␛]52;c;eA==␇" in str(app.desk.query_one("#problem").visual)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SIZES)
async def test_plan_looks(size: str) -> None:
    async with desk(SIZES[size]) as (app, pilot):
        app.desk.plan.show(every_state())
        await pilot.press("f2", "down")
        await look(pilot, f"chat_plan_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_review_looks(size: str) -> None:
    async with desk(SIZES[size]) as (app, pilot):
        checked = PlanChecked(gaps=("2. Filter baseline: rate",), traces=(), uncovered=("2. at most 50 MB",))
        app.desk.review(project(subtask(1), subtask(2, 1)), checked)
        await pilot.press("e", "d", "r", "o", "p")
        app.desk.plan.review.refuse("drop needs the number of a sub-task.")
        await look(pilot, f"chat_review_{size}")
