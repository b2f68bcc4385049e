"""A whole day at the chat: problem, plan edit, run, revisions, undo, literature, bad files, cancel, a killed process, export."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from agent.store import Store
from backends.scripted import Rule
from core.edits import Drop
from tests.fakes import BODY, OTHER, PROBLEM, rules
from tests.tui.world import World, until
from tui.app import GpiotApp

NOTE = "# Residuals\n\n## Kalman\n\nThe residual of a Kalman filter is white noise where its model fits the signal.\n"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return World(tmp_path, rules(4, code_2=[BODY, OTHER]))


async def send(app: GpiotApp, pilot: Pilot[None], text: str) -> None:
    app.desk.composer.fill(text)
    await pilot.press("enter")


async def turn(app: GpiotApp, pilot: Pilot[None], text: str) -> None:
    """Send a text and wait until what it began is over."""
    before = len(app.opened.lines)
    await send(app, pilot, text)
    await until(pilot, lambda: len(app.opened.lines) > before and not app.turns.busy)


def answers(world: World, rule: dict[str, Any]) -> None:
    """The model answers so from now on, before everything else."""
    world.model._rules.insert(0, Rule.of(rule))


def modules(folder: Path) -> list[str]:
    return sorted(path.name[:6] for path in folder.glob("step_*"))


def said(app: GpiotApp) -> str:
    """The conversation so far."""
    return "\n".join(line.text for line in app.opened.lines)


async def plan_is_edited_and_accepted(app: GpiotApp, pilot: Pilot[None]) -> None:
    await send(app, pilot, PROBLEM)
    await until(pilot, lambda: app.desk.plan.review.waits)
    app.turns.edit_plan([Drop(4)])
    await until(pilot, lambda: app.desk.plan.review.waits)
    app.desk.plan.review.focus()
    await pilot.press("enter")
    await until(pilot, lambda: not app.turns.busy)


async def test_a_day_at_the_chat(world: World, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "note.md").write_text(NOTE)
    (papers / "broken.pdf").write_bytes(b"%PDF-1.4 not a paper")
    async with world.run() as (app, pilot):
        await plan_is_edited_and_accepted(app, pilot)
        session = app.opened.session
        assert modules(Path(session)) == ["step_1", "step_2", "step_3"]

        await turn(app, pilot, "step 2: return one instead")
        assert "return 1" in app.opened.diff(2)
        assert "Stale now: 3" in said(app)
        await turn(app, pilot, "/revise 1 skip record 102")
        await send(app, pilot, "/undo")
        await until(pilot, lambda: "Undone: revise 1" in said(app))
        assert app.opened.project is not None
        assert [subtask.wishes for subtask in app.opened.project] == [(), ("step 2: return one instead",), ()]

        await send(app, pilot, f"/ingest {papers}")
        await until(pilot, lambda: app.opened.papers() and not app.ingests.busy)
        status = await app.opened.status()
        assert (status.papers, status.failed) == (1, 1)
        answers(world, {"match": "### Question", "answers": ["It is white noise [1]."]})
        await turn(app, pilot, "What is the residual of a Kalman filter?")
        assert "Residuals, page 1" in said(app)

        answers(world, {"match": "### Sub-task 3", "answers": [{"text": "x", "delay": 60}]})
        await send(app, pilot, "/revise 3 use fewer packages")
        await until(pilot, lambda: app.turns.busy)
        await pilot.press("escape")
        await until(pilot, lambda: not app.turns.busy)
        assert app.opened.unfinished == "interrupted"
        world.model._rules.pop(0)
        await turn(app, pilot, "/resume")
        await send(app, pilot, f"/export {tmp_path / 'out'}")
        await until(pilot, lambda: (tmp_path / "out" / "main.py").is_file())
    async with world.run(session=session[:8]) as (app, pilot):
        assert app.opened.session == session
        assert "Undone: revise 1" in said(app)
        assert app.desk.plan.query("#subtasks")


def test_a_killed_chat_goes_on_where_it_stopped(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    slow = [{"match": "### Specification", "role": "cgslm", "answers": [{"text": "x", "delay": 120}]}]
    script.write_text(json.dumps([*slow, *rules(2)]))
    environ = {
        **os.environ, "GPIOT_HOME": str(tmp_path / "home"), "GPIOT_BACKEND": "scripted", "GPIOT_SCRIPT": str(script),
        "GPIOT_PLAN_REVIEW": "false", "TERM": "xterm-256color",
    }  # fmt: skip
    keys, screen = pty.openpty()
    command = [sys.executable, "-m", "cli.main", "chat"]
    with subprocess.Popen(
        command, stdin=screen, stdout=screen, stderr=screen, env=environ, cwd=tmp_path, start_new_session=True
    ) as process:
        try:
            _drawn(keys, b"scripted")
            os.write(keys, b"Detect heartbeats in ECG recordings and report them.\r")
            _drawn(keys, b"CGSLM", b"generate")
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    os.close(keys)
    os.close(screen)
    with Store(tmp_path / "home" / "state" / "sessions.db") as store:
        [session] = store.sessions()
        assert session.state == "interrupted"
    script.write_text(json.dumps(rules(2)))
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "sessions", "resume", session.id, "--json"],
        env=environ, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / session.id / "main.py").is_file()


def _drawn(terminal: int, *words: bytes, seconds: float = 60) -> None:
    """Wait until one of these words is drawn."""
    end, seen = time.monotonic() + seconds, b""
    while not any(word in seen for word in words):
        assert time.monotonic() < end, seen[-3000:]
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65536)
