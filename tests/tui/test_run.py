"""The Run tab: while a program runs, after success, fault and cancelling; what it prints steers nothing and is bounded."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Static, TabbedContent

from agent.narration import Narrator
from core.events import Event
from core.problem import Problem
from core.project import Project
from core.run_events import Printed, RepairStarted, RunEnded, RunStarted, StepRan
from tests.fakes import done, subtask
from tests.tui.runs import F1, STARTED, failed, succeeded
from tests.tui.snapshots import SIZES, look, picture, words
from tests.tui.standin import ESCAPES
from tests.tui.world import desk
from tui.app import GpiotApp
from tui.progress import Progress
from tui.run_progress import LINES, RunProgress


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def project() -> Project:
    tasks = {number: done(subtask(number, *([number - 1] if number > 1 else []))) for number in range(1, 6)}
    return Project(Problem("Detect the R-peaks in every record of the data set."), tasks, tuple(tasks))


async def begin(app: GpiotApp, clock: Clock, said: str = "/run") -> None:
    # The line below the tabs is where it belongs in every picture.
    app.animation_level = "none"
    app.desk.plan.show(project())
    app.desk.status.say("")
    await app.desk.begin(said, project(), Progress(clock, project()))


async def note(app: GpiotApp, *events: Event) -> None:
    for event in events:
        await app.desk.note(event, project)


async def under_way(app: GpiotApp, clock: Clock) -> None:
    await note(app, STARTED, StepRan(subtask=1), StepRan(subtask=1, seconds=0.42), StepRan(subtask=2))
    await note(app, *(Printed(text=f"record {name}: 650000 samples") for name in F1))
    await note(app, StepRan(subtask=2, seconds=1.31), StepRan(subtask=3))
    clock.now += 4
    await note(app, Printed(text=f"window 150 ms {ESCAPES}[bold]not markup[/bold]"))
    app.desk._draw()
    await app.desk.conversation.live.draw()


async def ended(app: GpiotApp, event: RunEnded) -> None:
    await note(app, event)
    narrator = Narrator()
    narrator.note(event)
    await app.desk.finish(project(), [("person", "/run"), ("agent", narrator.text())])


def text(app: GpiotApp, name: str) -> str:
    return str(app.desk.query_one(name, Static).visual)


def tab(app: GpiotApp) -> str:
    return app.desk.detail.query_one(TabbedContent).active


@pytest.mark.parametrize("size", SIZES)
async def test_a_running_program_looks(size: str) -> None:
    clock = Clock()
    async with desk(SIZES[size]) as (app, pilot):
        await begin(app, clock)
        await under_way(app, clock)
        await look(pilot, f"chat_run_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_run_that_succeeded_looks(size: str) -> None:
    clock = Clock()
    async with desk(SIZES[size]) as (app, pilot):
        await begin(app, clock)
        await under_way(app, clock)
        await ended(app, succeeded())
        await look(pilot, f"chat_run_done_{size}")
        app.desk.query_one("#run-body").scroll_end(animate=False)
        await look(pilot, f"chat_run_done_end_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_run_that_failed_looks(size: str) -> None:
    clock = Clock()
    async with desk(SIZES[size]) as (app, pilot):
        await begin(app, clock)
        await under_way(app, clock)
        await ended(app, failed())
        await look(pilot, f"chat_run_failed_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_repair_looks(size: str) -> None:
    clock = Clock()
    async with desk(SIZES[size]) as (app, pilot):
        await begin(app, clock, "/repair")
        await under_way(app, clock)
        repair = RepairStarted(subtask=3, round=1, of=2, reason="signal has 1 dimension", why="its contract")
        await note(app, repair)
        app.desk._draw()
        await look(pilot, f"chat_run_repair_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_before_the_first_run_the_tab_says_how(size: str) -> None:
    async with desk(SIZES[size]) as (app, pilot):
        app.animation_level = "none"
        await app.desk.detail.show(done(subtask(1)))
        app.desk.status.say("")
        await pilot.press("f4", "left")
        await look(pilot, f"chat_run_none_{size}")


async def test_a_run_turns_to_the_front_without_a_chosen_sub_task() -> None:
    clock = Clock()
    async with desk((80, 24)) as (app, pilot):
        await app.desk.begin("/run", None, Progress(clock))
        await note(app, STARTED)
        await pilot.pause()
        assert (tab(app), app.desk.front, app.desk.detail.shown) == ("tab-run", "detail", None)
        assert "The run of the program" in text(app, "#detail-title")
        await pilot.press("o", "k")
        assert app.desk.composer.field.text == "ok"


async def test_what_is_being_typed_stays_in_sight() -> None:
    async with desk((80, 24)) as (app, pilot):
        await begin(app, Clock())
        app.desk.composer.fill("and then")
        await note(app, STARTED)
        await pilot.pause()
        assert app.desk.front == "conversation"
        assert tab(app) == "tab-run"


async def test_the_plan_and_the_conversation_name_the_sub_task_that_runs() -> None:
    clock = Clock()
    async with desk() as (app, pilot):
        await begin(app, clock)
        await under_way(app, clock)
        await pilot.pause()
        prompts = [str(option.prompt) for option in app.desk.query_one("#subtasks").options]  # type: ignore[attr-defined]
        assert [prompt.split("\n  ")[1] for prompt in prompts] == ["done", "done", "running · 4 s", "done", "done"]
        assert "run · sub-task 3" in text(app, "#live-stage")
        await note(app, RepairStarted(subtask=3, round=1, of=2, reason="it broke", why="its contract"))
        app.desk._draw()
        await pilot.pause()
        assert "failed: it broke" in str(app.desk.query_one("#subtasks").options[2].prompt)  # type: ignore[attr-defined]


async def test_what_a_program_prints_steers_nothing() -> None:
    async with desk() as (app, pilot):
        await begin(app, Clock())
        await note(app, STARTED, Printed(text=f"a{ESCAPES}b\r[bold]c[/bold]\x9b2J"), Printed(text="\td\x00"))
        app.desk._draw()
        assert text(app, "#run-output") == "a␛]52;c;aGk=␇␛[2Jb␍[bold]c[/bold]�2J\n    d␀"
        assert "\x1b" not in await picture(pilot)
        await ended(app, failed())
        seen = await picture(pilot)
        assert "\x1b" not in seen
        assert "␛]52;c;aGk=␇" in "\n".join(words(seen))


async def test_much_output_stays_bounded_and_the_field_answers() -> None:
    async with desk() as (app, pilot):
        await begin(app, Clock())
        await note(app, STARTED)
        for number in range(100_000):
            await app.desk.note(Printed(text=f"line {number}"), project)
        await note(app, Printed(text="x" * 100_000))
        app.desk._draw()
        await pilot.press("o", "k")
        assert app.desk.composer.field.text == "ok"
        shown = text(app, "#run-output").split("\n")
        assert shown[0] == f"… {100_001 - LINES:,} lines before"
        assert len(shown) == LINES + 1
        assert shown[-2] == "line 99999"
        assert len(shown[-1]) < 500
        await pilot.pause()
        body = app.desk.query_one("#run-body")
        assert body.scroll_y == body.max_scroll_y


async def test_the_end_is_followed_until_the_person_scrolls_up() -> None:
    async with desk() as (app, pilot):
        await begin(app, Clock())
        await note(app, STARTED)
        body = app.desk.query_one("#run-body", VerticalScroll)

        async def more() -> None:
            await note(app, *(Printed(text=f"line {number}") for number in range(60)))
            app.desk._draw()
            await pilot.pause()
            await pilot.pause()

        await more()
        assert body.scroll_y == body.max_scroll_y > 0
        body.scroll_to(y=5, animate=False, immediate=True)
        await more()
        assert body.scroll_y == 5
        body.scroll_end(animate=False, immediate=True)
        await more()
        assert body.scroll_y == body.max_scroll_y
        await ended(app, succeeded())
        await pilot.pause()
        assert body.scroll_y == 0


def test_one_large_piece_is_bounded_too() -> None:
    run = RunProgress(Clock(), {})
    run.note(Printed(text="\n".join(map(str, range(100_000)))))
    assert (len(run.lines), run.dropped, run.lines[-1]) == (LINES, 100_000 - LINES, "99999")


async def test_a_run_without_a_sandbox_says_so() -> None:
    async with desk() as (app, _pilot):
        await begin(app, Clock())
        await note(app, RunStarted(isolation="limits only", arguments=()))
        assert "WITHOUT A SANDBOX" in text(app, "#run-head")


async def test_another_session_has_no_run_yet() -> None:
    async with desk() as (app, pilot):
        await begin(app, Clock())
        await note(app, STARTED)
        await ended(app, succeeded())
        await app.desk.open(project(), [])
        await pilot.pause()
        assert "Nothing has run yet" in text(app, "#run-head")
        assert not app.desk.query_one("#run-report").display
