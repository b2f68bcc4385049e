"""The detail: five tabs, line numbers, sources with their quotes, and keys that copy, save and open."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

from core.papers import Citation
from core.project import SubTask
from tests.fakes import done, parameter, spec, subtask
from tests.tui.snapshots import SIZES, look, picture
from tests.tui.world import desk, until
from tui.viewer import open_page

CITATION = Citation("p1", "a" * 32, "Vital-Radio: smart homes 日本語", 4, "the wavelet removes the wander")
DIFF = "--- a/step_1.py\n+++ b/step_1.py\n@@ -1,2 +1,2 @@\n def load(path):\n-    return None\n+    return path\n"


def cited() -> SubTask:
    made = replace(spec([parameter("signal")], [parameter("peaks")]), citations=(CITATION,))
    task = replace(done(subtask(1)), spec=made, wishes=("use the wavelet method",))
    assert task.program
    code = 'def load(path: str) -> None:\n    """Load [bold]it[/]."""\n    print("\x1b]52;c;eA==\x07")\n'
    return replace(task, program=replace(task.program, code=code, documentation="# Load\n\nIt loads."))


async def test_code_has_line_numbers_and_steers_nothing() -> None:
    async with desk() as (app, pilot):
        await app.desk.detail.show(cited(), DIFF)
        await pilot.press("f4", "right")
        parts = [app.desk.query_one(name, Static) for name in ("#code-lines", "#code-text")]
        numbers, code = (str(part.visual).split("\n") for part in parts)
        assert numbers == ["1 ", "2 ", "3 "]
        assert code[1:] == ['    """Load [bold]it[/]."""', '    print("␛]52;c;eA==␇")']
        assert [part.region.y for part in parts] == [parts[0].region.y] * 2
        assert "\x1b]52" not in await picture(pilot)


async def test_keys_copy_the_code_and_save_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk() as (app, pilot):
        task = cited()
        assert task.program
        await app.desk.detail.show(task)
        await pilot.press("f4", "y", "s")
        assert app.clipboard == task.program.code
        await until(pilot, (tmp_path / task.file_name).exists)
        assert (tmp_path / task.file_name).read_text() == task.program.code


async def test_another_text_is_only_replaced_after_a_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk() as (app, pilot):
        task = cited()
        (tmp_path / task.file_name).write_text("mine")
        await app.desk.detail.show(task)
        await pilot.press("f4", "s")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert (tmp_path / task.file_name).read_text() == "mine"


async def test_without_code_and_sources_their_keys_are_not_offered() -> None:
    async with desk() as (app, pilot):
        await app.desk.detail.show(subtask(1))
        await pilot.press("f4")
        offered = {binding.binding.action for binding in app.active_bindings.values() if binding.enabled}
        assert "source" not in offered
        await app.desk.detail.show(cited())
        await pilot.pause()
        offered = {binding.binding.action for binding in app.active_bindings.values() if binding.enabled}
        assert {"source", "code('clipboard')", "code('file')"} <= offered


def test_the_viewer_is_told_the_page_where_it_can_be(tmp_path: Path) -> None:
    told = tmp_path / "told"
    viewer = tmp_path / "evince"
    viewer.write_text(f'#!/bin/sh\necho "$@" > {told}.new && mv {told}.new {told}\n')
    viewer.chmod(0o755)
    assert open_page(tmp_path / "p.pdf", 4, {"PATH": f"{tmp_path}:/bin:/usr/bin", "DISPLAY": ":0"}) == "evince"
    deadline = time.monotonic() + 30
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert told.read_text().split() == ["--page-index=4", str(tmp_path / "p.pdf")]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("tab", "steps"), [("spec", 0), ("code", 1), ("docs", 2), ("sources", 3), ("diff", 4)])
async def test_tabs_look(tab: str, steps: int, size: str) -> None:
    async with desk(SIZES[size]) as (app, pilot):
        await app.desk.detail.show(cited(), DIFF)
        await pilot.press("f4", *["right"] * steps)
        await look(pilot, f"chat_detail_{tab}_{size}")
