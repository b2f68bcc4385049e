"""The main screen with the real chat: whole turns by keys, and what goes wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agent.chat import Chat
from core.errors import StorageError
from core.events import IngestProgress
from core.project import SubTaskState
from tests.fakes import PROBLEM, chain, rules
from tests.tui.snapshots import SIZES, look
from tests.tui.world import World, desk, typed, until
from tui.app import GpiotApp
from tui.screens.route import RouteScreen


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def states(app: GpiotApp) -> list[SubTaskState]:
    return [task.state for task in app.opened.project or ()]


def complaint(app: GpiotApp) -> str:
    shown = app.desk.complaint
    return str(shown.visual) if shown.has_class("-said") else ""


async def test_a_problem_becomes_a_plan_that_is_accepted_and_built(tmp_path: Path) -> None:
    async with World(tmp_path).run() as (app, pilot):
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.plan.review.waits)
        assert states(app) == []
        await pilot.press("enter")
        await until(pilot, lambda: not app.turns.busy)
        assert states(app) == [SubTaskState.DONE] * 3
        assert app.desk.detail.shown
        assert app.desk.detail.shown.program
        assert "7 files in" in "".join(line.text for line in app.opened.lines)
        assert not complaint(app)


async def test_a_plan_is_edited_in_words_and_asked_about_again(tmp_path: Path) -> None:
    async with World(tmp_path).run() as (app, pilot):
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        review = app.desk.plan.review
        await until(pilot, lambda: review.waits)
        await pilot.press("e")
        await typed(pilot, "frobnicate 3")
        assert "✗" in str(app.desk.query_one("#review-refused").visual)  # type: ignore[attr-defined]
        assert review.waits
        await pilot.press("ctrl+u")
        await typed(pilot, "drop 3")
        await until(pilot, lambda: review.waits and len(app.desk.plan._rows) == 2)
        await pilot.press("enter")
        await until(pilot, lambda: not app.turns.busy)
        assert states(app) == [SubTaskState.DONE] * 2


async def test_what_is_sent_before_the_agent_is_there_is_sent_then(tmp_path: Path) -> None:
    world, gate = World(tmp_path), asyncio.Event()

    @asynccontextmanager
    async def gated() -> AsyncIterator[Chat]:
        await gate.wait()
        async with world.chat() as chat:
            yield chat

    app = GpiotApp(gated, clock=lambda: 0.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h", "i")
        assert app.desk.composer.field.text == "hi"
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        assert not app.ready
        gate.set()
        await until(pilot, lambda: app.desk.plan.review.waits)
        await app.turns.cancel()
    assert app.failure is None


@pytest.mark.parametrize("stage", ["plan", "target_2", "code_2"])
async def test_escape_cancels_every_stage_within_two_seconds(tmp_path: Path, stage: str) -> None:
    slow = {"plan": [{"text": chain(3), "delay": 60}], "target_2": [{"text": "{}", "delay": 60}]}
    answers = slow.get(stage, [{"text": "pass", "delay": 60}])
    world = World(tmp_path, rules(3, **{stage: answers}))
    async with world.run() as (app, pilot):
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        if stage != "plan":
            await until(pilot, lambda: app.desk.plan.review.waits)
            await pilot.press("enter")
        kind = {"plan": "decompose", "target_2": "transform", "code_2": "generate"}[stage]
        await until(pilot, lambda: app.desk._progress is not None and app.desk._progress.stage == kind)
        await until(pilot, lambda: world.model.active > 0)
        await pilot.press("escape")
        await until(pilot, lambda: not app.turns.busy)
        assert any(line.text.startswith("Cancelled") for line in app.opened.lines)
        # The screen goes on: the field takes text, and the turn can be taken up.
        await pilot.press("a")
        assert app.desk.composer.field.text == "a"
        assert app.check_action("retry", ())


async def test_a_dead_server_is_one_notice_and_a_key_tries_again(tmp_path: Path) -> None:
    found = rules(2, plan=[{"text": "", "error": "unreachable"}, chain(2)])
    async with World(tmp_path, found).run() as (app, pilot):
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        await until(pilot, lambda: complaint(app))
        assert "unreachable" in complaint(app)
        assert "F5" in complaint(app)
        assert "F6" in complaint(app)
        await pilot.press("f5")
        await until(pilot, lambda: app.desk.plan.review.waits)
        await pilot.press("enter")
        await until(pilot, lambda: not app.turns.busy)
        assert states(app) == [SubTaskState.DONE] * 2


async def test_a_wrong_route_is_corrected_with_one_key(tmp_path: Path) -> None:
    async with World(tmp_path).run() as (app, pilot):
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.plan.review.waits)
        await pilot.press("enter")
        await until(pilot, lambda: not app.turns.busy)
        session = app.opened.session
        await typed(pilot, "Why is a band-pass used in step 2?")
        await until(pilot, lambda: not app.turns.busy)
        spoken = app.turns.spoken
        assert spoken
        assert spoken.route
        assert spoken.route.kind == "question"
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.turns.spoken and app.turns.spoken.route and app.turns.spoken.done)
        assert app.turns.spoken
        assert app.turns.spoken.route
        assert (app.turns.spoken.route.kind, app.turns.spoken.route.numbers) == ("revise", (2,))
        await until(pilot, lambda: not app.turns.busy)
        assert app.opened.session == session
        project = app.opened.project
        assert project
        assert project.subtasks[2].wishes == ("Why is a band-pass used in step 2?",)


async def test_a_session_is_opened_again_with_its_lines_and_its_plan(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.run() as (app, pilot):
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.plan.review.waits)
        await pilot.press("enter")
        await until(pilot, lambda: not app.turns.busy)
        session = app.opened.session
    async with world.run(session=session) as (app, pilot):
        assert states(app) == [SubTaskState.DONE] * 3
        assert len(app.desk.plan._rows) == 3
        await pilot.press("up")
        assert app.desk.composer.field.text == PROBLEM.strip()


async def test_a_turn_that_waits_survives_the_end_of_the_program(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.run() as (app, pilot):
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.plan.review.waits)
        session = app.opened.session
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.ready)
    async with world.run(session=session) as (app, pilot):
        assert "F5" in complaint(app)
        await pilot.press("f5")
        await until(pilot, lambda: app.desk.plan.review.waits)
        assert len(app.desk.plan._rows) == 3


async def test_unknown_commands_and_a_busy_turn_are_one_notice(tmp_path: Path) -> None:
    async with World(tmp_path).run((80, 24)) as (app, pilot):
        await typed(pilot, "/undoo")
        await until(pilot, lambda: complaint(app))
        assert "Did you mean /undo?" in complaint(app)
        await typed(pilot, "/undo")
        await until(pilot, lambda: "no project yet" in complaint(app))
        app.desk.composer.fill(PROBLEM)
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.plan.review.waits)
        app.desk.composer.fill("another thing")
        await pilot.press("enter")
        assert "A turn is running." in complaint(app)
        assert app.desk.composer.field.text == "another thing"


async def test_an_agent_that_cannot_be_opened_is_a_notice() -> None:
    def refuse() -> object:
        raise StorageError("The disk is full.", "Free some space.")

    app = GpiotApp(refuse, clock=lambda: 0.0)  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await until(pilot, lambda: complaint(app))
        assert "The disk is full. Free some space." in complaint(app)
        await pilot.press("a")
        assert app.desk.composer.field.text == "a"
    assert app.failure is None


async def test_a_resize_storm_leaves_a_usable_screen() -> None:
    async with desk() as (app, pilot):
        for width in (200, 20, 1, 99, 100, 101, 40, 80):
            await pilot.resize_terminal(width, max(1, width // 4))
        await pilot.press("o", "k")
        assert app.desk.composer.field.text == "ok"
        assert app.desk.has_class("-narrow")


@pytest.mark.parametrize(("key", "part"), [("f2", "plan"), ("f3", "conversation"), ("f4", "detail")])
async def test_a_narrow_terminal_shows_one_part_at_a_time(key: str, part: str) -> None:
    async with desk((80, 24)) as (app, pilot):
        await pilot.press(key)
        parts = {name: app.desk.query_one(f"#{name}").region.width for name in ("plan", "conversation", "detail")}
        assert {name for name, width in parts.items() if width} == {part}


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_screen_looks(tmp_path: Path, size: str) -> None:
    async with World(tmp_path).run(SIZES[size]) as (_, pilot):
        await look(pilot, f"chat_first_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_an_ingest_and_a_notice_look(size: str) -> None:
    async with desk(SIZES[size]) as (app, pilot):
        app.desk.status.say("")
        app.desk.status.context((1203, 3072))
        app.desk.status.ingest(
            IngestProgress(
                phase="read", files=12, files_total=40, pages=300, passages=900, pages_per_s=31.4,
                passages_per_s=90.0, seconds_left=72.0,
            )
        )  # fmt: skip
        app.complain("The server at http://127.0.0.1:11434 does not answer.", "F5 tries again")
        await look(pilot, f"chat_ingest_{size}")
