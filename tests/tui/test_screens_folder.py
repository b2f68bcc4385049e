"""The choice of a folder: moving, typing, previews that do not hold up the keys, folders that are not there."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.tui.snapshots import SIZES, look
from tests.tui.standin import Host, StandIn
from tui.screens.folder import FolderScreen, FolderTree
from tui.screens.page import LOOKING
from tui.widgets.complaint import Complaint


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some folders in a home of their own: pictures show no path of this machine."""
    tmp_path = tmp_path.resolve()
    for name in ("papers/csi/2021", "papers/ecg", "papers/毫米波雷达", "papers/.hidden", "papers/\x1b[2Jodd [b]name"):
        (tmp_path / name).mkdir(parents=True)
    os.mkdir(os.fsencode(tmp_path) + b"/papers/bad\xff")  # noqa: PTH102 - a name that no encoding knows
    (tmp_path / "papers" / "a.pdf").write_text("")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "papers"


async def rest(app: Host) -> None:
    await asyncio.sleep(0.3)
    await asyncio.wait_for(asyncio.gather(*(w.wait() for w in app.workers if w.group in {LOOKING, "choose"})), 10)


@pytest.mark.parametrize("size", SIZES)
async def test_shows_folders_and_what_the_one_under_the_cursor_holds(home: Path, size: str) -> None:
    app = Host(FolderScreen(StandIn(), home))
    async with app.run_test(size=SIZES[size]) as pilot:
        await pilot.pause(0.2)
        await pilot.press("down", "down", "down", "right")
        await rest(app)
        await look(pilot, f"folder_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_says_that_a_folder_holds_no_papers(home: Path, size: str) -> None:
    app = Host(FolderScreen(StandIn(), home / "ecg"))
    async with app.run_test(size=SIZES[size]) as pilot:
        await rest(app)
        await look(pilot, f"folder_empty_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_typed_folder_that_is_not_there_says_so_and_does_not_answer(home: Path, size: str) -> None:
    app = Host(FolderScreen(StandIn(), home))
    async with app.run_test(size=SIZES[size]) as pilot:
        await pilot.press("slash", "end", *"/nope")
        await rest(app)
        await pilot.press("enter")
        await rest(app)
        await look(pilot, f"folder_failed_{size}")
    assert app.answers == []


async def test_enter_answers_with_the_folder_under_the_cursor(home: Path) -> None:
    app = Host(FolderScreen(StandIn(), home))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        await pilot.press("down", "down", "down", "right")
        await pilot.pause(0.2)
        await pilot.press("down", "enter")
        await pilot.pause(0.2)
    assert app.answers == [home / "csi" / "2021"]


async def test_a_typed_path_answers(home: Path) -> None:
    app = Host(FolderScreen(StandIn(), home))
    async with app.run_test() as pilot:
        await pilot.press("slash", "end", *"/ecg", "enter")
        await pilot.pause(0.2)
    assert app.answers == [home / "ecg"]


async def test_a_folder_that_vanished_is_not_answered(home: Path) -> None:
    app = Host(FolderScreen(StandIn(), home))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        await pilot.press("down", "down", "down", "down")
        (home / "ecg").rmdir()
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "no such file" in str(app.screen.query_one(Complaint).content)
    assert app.answers == []


async def test_a_file_and_a_folder_that_cannot_be_read_are_refused(home: Path) -> None:
    (home / "loop").symlink_to("loop")
    app = Host(FolderScreen(StandIn(), home))
    async with app.run_test() as pilot:
        for name, reason in (("a.pdf", "not a directory"), ("loop", "symbolic links")):
            app.screen.query_one("#typed", Input).value = str(home / name)
            await pilot.pause()
            app.screen.query_one("#typed").focus()
            await pilot.press("enter")
            await pilot.pause(0.2)
            assert reason in str(app.screen.query_one(Complaint).content)
    assert app.answers == []


async def test_previews_are_made_in_a_thread_and_only_where_the_cursor_rests(home: Path) -> None:
    chat = StandIn()
    app = Host(FolderScreen(chat, home))
    async with app.run_test() as pilot:
        await rest(app)
        await pilot.press("down", "down", "down", "down", "up")
        await rest(app)
    assert (chat.done[0], chat.done[-1]) == (("preview", "papers", False), ("preview", "csi", False))
    # Where the keys come slowly the cursor may rest on the way; it passes over five folders.
    assert len(chat.done) < 5


async def test_a_long_walk_holds_up_neither_keys_nor_other_previews(home: Path) -> None:
    chat = StandIn()
    chat.wait.clear()
    app = Host(FolderScreen(chat, home))
    async with app.run_test() as pilot:
        await asyncio.sleep(0.4)
        assert "Looking" in str(app.screen.query_one("#preview").render())
        await pilot.press("down", "down", "down")
        chat.wait.set()
        await rest(app)
        assert "csi" in str(app.screen.query_one("#preview").render())
        assert "24 papers, 61.2 MB" in str(app.screen.query_one("#preview").render())


async def test_backspace_begins_one_folder_higher(home: Path) -> None:
    app = Host(FolderScreen(StandIn(), home / "csi"))
    async with app.run_test() as pilot:
        await pilot.press("backspace")
        await rest(app)
        tree = app.screen.query_one(FolderTree)
        assert tree.path == home
        assert [str(node.label) for node in tree.root.children] == [
            "␛[2Jodd [b]name",
            "bad�",
            "csi",
            "ecg",
            "毫米波雷达",
        ]
