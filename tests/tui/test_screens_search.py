"""The search in the papers: ranked passages with their places, the span marked, and what an empty index says."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from core.errors import IndexInUse
from tests.tui.snapshots import SIZES, look, picture, words
from tests.tui.standin import Host, StandIn
from tui.screens.search import SearchScreen


@pytest.mark.parametrize("size", SIZES)
async def test_shows_ranked_passages_with_place_score_and_span(size: str) -> None:
    app = Host(SearchScreen(StandIn(), "filter"))
    async with app.run_test(size=SIZES[size]) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("down")
        await look(pilot, f"search_{size}")
        await pilot.press("down")
        await look(pilot, f"search_wide_text_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_index_says_how_to_ingest(size: str) -> None:
    app = Host(SearchScreen(StandIn(full=False), "kalman"))
    async with app.run_test(size=SIZES[size]) as pilot:
        await app.workers.wait_for_complete()
        await look(pilot, f"search_empty_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_an_index_in_use_is_one_complaint_and_the_field_stays(size: str) -> None:
    chat = StandIn()
    chat.failing = IndexInUse("Another process is writing to the index.", "Wait for it, or end it.")
    app = Host(SearchScreen(chat, "filter"))
    async with app.run_test(size=SIZES[size]) as pilot:
        await app.workers.wait_for_complete()
        await look(pilot, f"search_failed_{size}")
        chat.failing = None
        await pilot.press("end", "s")
        await app.workers.wait_for_complete()
        assert app.screen.query_one(OptionList).option_count == 3


async def test_words_that_nothing_holds_are_told_from_an_empty_index() -> None:
    app = Host(SearchScreen(StandIn(), "zebra"))
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        assert "No passage fits these words." in words(await picture(pilot))[3]


async def test_it_searches_once_after_the_last_letter() -> None:
    chat = StandIn()
    app = Host(SearchScreen(chat))
    async with app.run_test() as pilot:
        await pilot.press(*"filter")
        await app.workers.wait_for_complete()
    assert chat.done == [("search", "filter")]


@pytest.mark.parametrize("to_list", ["enter", "down"])
async def test_enter_answers_with_the_passage_under_the_cursor(to_list: str) -> None:
    chat = StandIn()
    app = Host(SearchScreen(chat, "filter"))
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.press(to_list, "down", "enter")
    assert app.answers == [chat.hits[1]]


async def test_the_span_is_marked_by_more_than_colour() -> None:
    app = Host(SearchScreen(StandIn(), "filter"))
    async with app.run_test(size=(160, 48)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        marked = [
            segment.text
            for y in range(12)
            for segment in app.screen.query_one("#passage").render_line(y)
            if segment.style and segment.style.bold and segment.style.underline
        ]
    assert " ".join(marked) == "A band-pass from 5 to 15 Hz keeps the energy of the QRS complex."


async def test_escape_answers_nothing() -> None:
    app = Host(SearchScreen(StandIn(), "filter"))
    async with app.run_test() as pilot:
        await pilot.press("escape")
    assert app.answers == [None]
