"""The question before something that cannot be taken back."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll

from tests.tui.snapshots import SIZES, look
from tests.tui.standin import ESCAPES, Host
from tui.screens.confirm import ConfirmScreen

TITLE = f"Count {ESCAPES}steps [bold]indoors[/bold] 用WiFi信道状态信息识别日常活动并报告每一类的准确率"


@pytest.mark.parametrize("size", SIZES)
async def test_asks(size: str) -> None:
    app = Host(ConfirmScreen("Delete this session?", f"{TITLE}\n\nIts project folder stays."))
    async with app.run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"confirm_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_asks_without_detail(size: str) -> None:
    async with Host(ConfirmScreen("Leave?")).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"confirm_empty_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_detail_scrolls_and_the_buttons_stay(size: str) -> None:
    names = "\n".join(f"step_{n}_filter_the_signal.py" for n in range(60))
    async with Host(ConfirmScreen("Overwrite 60 files?", names)).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"confirm_long_{size}")
        await pilot.press("down", "down")
        assert pilot.app.screen.query_one(VerticalScroll).scroll_y == 2


@pytest.mark.parametrize(
    ("keys", "answer"),
    [("y", True), ("n", False), ("escape", False), ("enter", False), ("left enter", True), ("left right enter", False)],
)
async def test_only_a_yes_is_a_yes(keys: str, answer: bool) -> None:
    app = Host(ConfirmScreen("Delete?"))
    async with app.run_test() as pilot:
        await pilot.press(*keys.split())
    assert app.answers == [answer]


@pytest.mark.parametrize(("button", "answer"), [("#yes", True), ("#no", False)])
async def test_the_mouse_answers_too(button: str, answer: bool) -> None:
    app = Host(ConfirmScreen("Delete?"))
    async with app.run_test() as pilot:
        await pilot.click(button)
    assert app.answers == [answer]
