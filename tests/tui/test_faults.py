"""What goes wrong ends in one clear notice and a usable screen."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from agent.chat import Chat
from backends.scripted import Rule
from core.edits import Drop
from retrieval.embedders import index_folder
from retrieval.lock import FolderLock
from tests.fakes import PROBLEM, rules
from tests.tui.world import World, until
from tui.app import GpiotApp

STEERING = "\x1b]52;c;aGFja2Vk\x07\x1b[2J\x1b[5;5Hgone"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return World(tmp_path, rules(2))


async def send(app: GpiotApp, pilot: Pilot[None], text: str) -> None:
    app.desk.composer.fill(text)
    await pilot.press("enter")


async def built(app: GpiotApp, pilot: Pilot[None]) -> None:
    """A finished project."""
    await send(app, pilot, f"/new {PROBLEM}".replace("\n", " "))
    await until(pilot, lambda: app.desk.plan.review.waits)
    app.turns.decide(True)
    await until(pilot, lambda: not app.turns.busy)


async def usable(app: GpiotApp, pilot: Pilot[None]) -> None:
    """The field takes what is typed."""
    while len(app.screen_stack) > 1:
        await pilot.press("escape")
    app.desk.action_front("conversation")
    app.desk.composer.field.clear()
    await pilot.press("o", "k")
    assert app.desk.composer.field.text == "ok"


def complaint(app: GpiotApp) -> str:
    """The notice on the screen, empty where there is none."""
    shown = app.desk.complaint
    return str(shown.render()) if shown.has_class("-said") else ""


def answers(world: World, match: str, **answer: Any) -> None:
    world.model._rules.insert(0, Rule.of({"match": match, "answers": [answer]}))


def drawn(app: GpiotApp) -> str:
    """Every character on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_a_server_that_dies_while_streaming_is_tried_again(world: World) -> None:
    async with world.run() as (app, pilot):
        answers(world, "### Specification of sub-task 2", text="def ", error="unreachable")
        await send(app, pilot, PROBLEM)
        await until(pilot, lambda: app.desk.plan.review.waits)
        app.turns.decide(True)
        await until(pilot, lambda: complaint(app))
        assert "unreachable" in complaint(app)
        assert "F5" in complaint(app)
        assert "F6" in complaint(app)
        world.model._rules.pop(0)
        await pilot.press("f5")
        await until(pilot, lambda: not app.turns.busy and not complaint(app))
        assert app.opened.unfinished == ""
        await usable(app, pilot)


async def test_an_index_that_another_process_holds_is_named(world: World) -> None:
    async with world.run() as (app, pilot):
        folder = index_folder(world.folders)
        folder.mkdir(parents=True)
        lock = FolderLock(folder, holder=4711)
        lock.acquire()
        try:
            await send(app, pilot, "/ask Which papers speak of the CSI phase?")
            await until(pilot, lambda: complaint(app))
            assert "4711" in complaint(app)
        finally:
            lock.release()
        await usable(app, pilot)


@contextmanager
def full_disk(app: GpiotApp) -> Iterator[None]:
    """The sessions' file may not grow: SQLite then says what it says of a full disk."""
    database = app.opened.agent.store._database
    most = database.scalar("PRAGMA max_page_count")
    database.rows(f"PRAGMA max_page_count = {database.scalar('PRAGMA page_count')}")
    try:
        yield
    finally:
        database.rows(f"PRAGMA max_page_count = {most}")


async def test_a_full_disk_is_said_and_loses_nothing(world: World) -> None:
    async with world.run() as (app, pilot):
        await built(app, pilot)
        session = app.opened.session
        with full_disk(app):
            await send(app, pilot, f"/revise 1 {'at length ' * 4000}")
            await until(pilot, lambda: complaint(app) and not app.turns.busy)
        assert "the disk is full" in complaint(app)
        await usable(app, pilot)
        assert app.opened.session == session
        app.desk.composer.field.clear()
        await send(app, pilot, "/revise 1 differently")
        await until(
            pilot, lambda: not app.turns.busy and "/revise 1: differently" in [x.text for x in app.opened.lines]
        )
        assert app.opened.project is not None
        assert app.opened.project.subtasks[1].wishes[-1:] == ("differently",)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("/plan frobnicate 3", "frobnicate"),
        ("/plan drop 9", "9"),
        ("/reviz 2 x", "/revise"),
        ("/revise 9 x", "no sub-task 9"),
        ("/ingest /nowhere/at/all", "/nowhere/at/all"),
        ("/compare nobody", "nobody"),
        ("/export /proc/nothing", "/proc"),
    ],
)
async def test_what_cannot_be_done_is_one_notice(world: World, typed: str, says: str) -> None:
    async with world.run() as (app, pilot):
        await built(app, pilot)
        await send(app, pilot, typed)
        await until(pilot, lambda: complaint(app))
        assert says in complaint(app)
        await usable(app, pilot)


async def test_a_paste_of_a_megabyte_is_refused_and_the_text_kept(world: World) -> None:
    async with world.run() as (app, pilot):
        app.desk.composer.fill("before ")
        app.desk.composer.field.post_message(Paste("x" * 1_000_000))
        await until(pilot, lambda: complaint(app))
        assert "1,000,000" in complaint(app)
        assert app.desk.composer.field.text == "before "
        await usable(app, pilot)


async def test_a_storm_of_sizes_leaves_the_screen_usable(world: World) -> None:
    async with world.run() as (app, pilot):
        await built(app, pilot)
        for step in range(30):
            await pilot.resize_terminal(20 + step * 7 % 180, 5 + step * 11 % 60)
        await pilot.resize_terminal(80, 24)
        await usable(app, pilot)


def asked(world: World, words: str) -> bool:
    return any(words in request.messages[-1].text for request in world.model.requests)


STAGES = {
    "decompose": "Decompose",
    "transform": "### Sub-task 1",
    "generate": "### Specification",
    "answer": "### Question",
}


@pytest.mark.parametrize("stage", STAGES)
async def test_esc_ends_every_stage(world: World, stage: str) -> None:
    async with world.run() as (app, pilot):
        answers(world, STAGES[stage], text="word " * 400, rate=2)
        await send(app, pilot, "/ask what is a residual" if stage == "answer" else PROBLEM)
        if stage in {"transform", "generate"}:
            await until(pilot, lambda: app.desk.plan.review.waits)
            app.turns.decide(True)
        await until(pilot, lambda: world.model.active and asked(world, STAGES[stage]))
        app.desk.action_front("conversation")
        # Untouched, it would go on for more than three minutes.
        await pilot.press("escape")
        await until(pilot, lambda: not app.turns.busy)
        assert world.model.active == 0
        assert "Cancelled" in app.opened.lines[-1].text
        await usable(app, pilot)


async def test_a_plan_edit_that_cannot_be_made_leaves_the_plan_waiting(world: World) -> None:
    async with world.run() as (app, pilot):
        await send(app, pilot, PROBLEM)
        await until(pilot, lambda: app.desk.plan.review.waits)
        with pytest.raises(Exception, match="9"):
            app.turns.edit_plan([Drop(9)])
        assert app.desk.plan.review.waits
        app.turns.decide(False)
        await until(pilot, lambda: not app.turns.busy)
        assert app.opened.unfinished == "waiting"


async def test_without_colour_every_state_has_its_word(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with world.run() as (app, pilot):
        await built(app, pilot)
        assert "✓" in drawn(app)
        assert "done" in drawn(app)
        await usable(app, pilot)


async def test_what_steers_terminals_is_shown_as_text(world: World, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / f"{STEERING.replace('/', '_')}.md").write_text(
        f"# Noise {STEERING}\n\nThe noise level {STEERING} follows.\n"
    )
    async with world.run() as (app, pilot):
        answers(world, "### Question", text=f"It follows {STEERING} [1].")
        app.ingests.start([papers])
        await until(pilot, lambda: app.opened.papers() and not app.ingests.busy)
        await send(app, pilot, "/ask What does the noise level follow?")
        await until(pilot, lambda: "It follows" in "".join(line.text for line in app.opened.lines))
        await until(pilot, lambda: "␛]52" in drawn(app))
        assert "\x1b" not in drawn(app)
        await send(app, pilot, "/papers")
        await until(pilot, lambda: len(app.screen_stack) > 1)
        assert "\x1b" not in drawn(app)
        await usable(app, pilot)


def test_nothing_that_steers_reaches_the_terminal(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    titles = ("Read the recordings", "Detect peaks")
    subtasks = [{"title": f"{title} {STEERING}", "description": f"{title} so.", "depends_on": []} for title in titles]
    plan = json.dumps({"subtasks": subtasks})
    script.write_text(json.dumps([{"match": "Decompose", "answers": [plan]}, *rules(2)]))
    environ = {
        **os.environ, "GPIOT_HOME": str(tmp_path / "home"), "GPIOT_BACKEND": "scripted", "GPIOT_SCRIPT": str(script),
        "TERM": "xterm-256color",
    }  # fmt: skip
    keys, screen = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", "chat"],
        stdin=screen, stdout=screen, stderr=screen, env=environ, cwd=tmp_path, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            until_drawn(keys, "scripted")
            os.write(keys, b"Detect heartbeats in ECG recordings and report them.\r")
            seen = until_drawn(keys, "aGFja2Vk")
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    assert b"\x1b]52" not in seen
    assert b"\x1b[5;5Hgone" not in seen


def until_drawn(terminal: int, word: str, seconds: float = 60) -> bytes:
    end, seen = time.monotonic() + seconds, b""
    while word.encode() not in seen:
        assert time.monotonic() < end, seen[-3000:]
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65536)
    return seen


async def test_a_crash_of_the_agent_ends_the_app_with_its_reason(tmp_path: Path) -> None:
    def broken() -> AbstractAsyncContextManager[Chat]:
        raise RuntimeError("broken")

    app = GpiotApp(broken)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.failure)
    assert str(app.failure) == "broken"
