"""The library of methods and plans: listed by family, searched, read and tried; and what the chat shows of what is taken over."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from agent.chat import Chat
from agent.method_trials import Tried
from agent.wiring import open_agent
from core.errors import GpiotError, KnowledgeError, SandboxError
from core.knowledge import Method, Near, Plan
from core.project import Project
from core.settings import Settings
from tests.fakes import PROBLEM, done, subtask
from tests.graph.library import PLAN, Library, methods
from tests.graph.test_taking import NEAR, beats_rules
from tests.tui.snapshots import SIZES, look, picture, words
from tests.tui.standin import ESCAPES, Host
from tests.tui.test_plan import project, rows
from tests.tui.world import World, desk, typed, until
from tui.app import GpiotApp
from tui.screens.library import LibraryScreen


class Books(Library):
    """A library with its plan; ``failing`` is raised by whatever is asked next. Where it was read is kept."""

    failing: GpiotError | None = None
    read_in_loop: bool | None = None

    def methods(self) -> Mapping[str, Method]:
        self._look()
        return self.known

    def plans(self) -> Mapping[str, Plan]:
        self._look()
        return {PLAN.name: PLAN} if self.known else {}

    async def near_methods(self, query: str, limit: int) -> Sequence[Near[Method]]:
        self._look()
        return await super().near_methods(query, limit)

    def _look(self) -> None:
        self.read_in_loop = threading.current_thread() is threading.main_thread()
        if self.failing:
            raise self.failing


@pytest.fixture
def books(tmp_path: Path) -> Books:
    known = methods(tmp_path)
    evil = replace(known["toy.peaks"], name="toy.evil", title=f"极大值 {ESCAPES}[red]peaks[/]", plain=True)
    found = {**known, "toy.evil": evil}
    return Books(found, plan_score=NEAR, method_scores={"toy.peaks": 0.91, "toy.evil": 0.5, "readers.load": 0.0})


class Trials:
    """Stands for the sandbox."""

    def __init__(self, answer: Tried | GpiotError) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, method: Method) -> Tried:
        self.asked.append(method.name)
        await self.go.wait()
        if isinstance(self.answer, GpiotError):
            raise self.answer
        return self.answer


RIGHT = Tried("toy.peaks", 3, 0)
WRONG = Tried("toy.peaks", 3, 1, "Failed example:\n    peaks(x)\nExpected:\n    1\nGot:\n    [bold]2")


def screen(books: Books, words: str = "", answer: Tried | GpiotError = RIGHT) -> tuple[Host, Trials]:
    trials = Trials(answer)
    return Host(LibraryScreen(books, trials, words)), trials


@pytest.mark.parametrize("size", SIZES)
async def test_lists_methods_by_family_and_shows_the_whole_of_one(size: str, books: Books) -> None:
    app, _ = screen(books)
    async with app.run_test(size=SIZES[size]) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("down", "down")
        await look(pilot, f"library_{size}")
        await pilot.press("enter", "end")
        await look(pilot, f"library_reading_{size}")
        await pilot.press("escape", "p")
        await app.workers.wait_for_complete()
        await look(pilot, f"library_plans_{size}")


async def test_the_library_is_read_beside_the_event_loop(books: Books) -> None:
    app, _ = screen(books)
    async with app.run_test():
        await app.workers.wait_for_complete()
        assert books.read_in_loop is False


@pytest.mark.parametrize("size", SIZES)
async def test_words_are_searched_once_they_rest_and_ranked(size: str, books: Books) -> None:
    app, _ = screen(books)
    async with app.run_test(size=SIZES[size]) as pilot:
        await app.workers.wait_for_complete()
        field = app.screen.query_one(Input)
        field.value = "be"
        field.value = "beats"
        await until(pilot, lambda: books.asked)
        await app.workers.wait_for_complete()
        assert books.asked == ["beats"]
        listed = app.screen.query_one(OptionList)
        # What has nothing in common with the words is not near.
        assert [option.id for option in listed.options] == ["toy.peaks", "toy.evil"]
        await look(pilot, f"library_near_{size}")
        await pilot.press("down", "p")
        await app.workers.wait_for_complete()
        assert [option.id for option in listed.options] == ["toy"]
        await pilot.press("m", "slash", "ctrl+u")
        await app.workers.wait_for_complete()
        assert listed.option_count == 5


async def test_words_of_the_command_are_searched_at_once(books: Books) -> None:
    app, _ = screen(books, "r peaks")
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        assert books.asked == ["r peaks"]
        assert app.screen.query_one(Input).value == "r peaks"
        assert "the 2 nearest" in words(await picture(pilot))[0]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (RIGHT, "✓ 3 of 3 examples give what they should here."),
        (WRONG, "✗ 2 of 3 examples give what they should here."),
        (SandboxError("There is no sandbox.", "See: gpiot doctor"), "✗ There is no sandbox. See: gpiot doctor"),
    ],
)
async def test_a_key_runs_the_examples_of_a_method(books: Books, answer: Tried | GpiotError, said: str) -> None:
    app, trials = screen(books, "peaks", answer)
    async with app.run_test(size=(120, 30)) as pilot:
        await app.workers.wait_for_complete()
        trials.go.clear()
        await pilot.press("down", "x")
        await until(pilot, lambda: trials.asked == ["toy.peaks"])
        assert "● Its examples run in the sandbox" in "\n".join(words(await picture(pilot)))
        trials.go.set()
        await app.workers.wait_for_complete()
        seen = "\n".join(words(await picture(pilot)))
        assert said in seen
        assert ("[bold]2" in seen) is (answer is WRONG)
        # It is said of this method alone, and kept.
        await pilot.press("down")
        assert said not in "\n".join(words(await picture(pilot)))
        await pilot.press("up")
        assert said in "\n".join(words(await picture(pilot)))


async def test_a_plan_has_no_examples_to_run(books: Books) -> None:
    app, trials = screen(books)
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("down", "p")
        await app.workers.wait_for_complete()
        await pilot.press("x")
        await app.workers.wait_for_complete()
    assert trials.asked == []


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_library_and_words_that_nothing_is_near_to_say_so(size: str) -> None:
    app, _ = screen(Books({}))
    async with app.run_test(size=SIZES[size]) as pilot:
        await app.workers.wait_for_complete()
        await look(pilot, f"library_empty_{size}")
        await pilot.press(*"zebra")
        await app.workers.wait_for_complete()
        assert "Nothing of the library is near to these words." in "\n".join(words(await picture(pilot)))


async def test_a_library_that_cannot_be_read_is_one_complaint(books: Books) -> None:
    books.failing = KnowledgeError("plans/toy.toml: a step has no method.", "Mend the file.")
    app, _ = screen(books)
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        assert "✗ plans/toy.toml: a step has no method. Mend the file." in "\n".join(words(await picture(pilot)))
        books.failing = None
        await pilot.press("p")
        await app.workers.wait_for_complete()
        await pilot.press(*"eaks")
        await app.workers.wait_for_complete()
        assert "✗" not in "\n".join(words(await picture(pilot)))
        books.failing = KnowledgeError("The vectors are gone.", "Make them: gpiot methods index")
        await pilot.press("s")
        await app.workers.wait_for_complete()
        # What was found before can still be read.
        assert "✗ The vectors are gone." in "\n".join(words(await picture(pilot)))
        assert app.screen.query_one(OptionList).option_count == 2


async def test_nothing_of_a_method_steers_the_terminal(books: Books) -> None:
    app, _ = screen(books, "peaks")
    async with app.run_test(size=(160, 48)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("down", "down")
        seen = await picture(pilot)
    assert "\x1b]52" not in seen
    assert "[red]peaks[/]" in "\n".join(words(seen))


async def test_escape_leads_from_the_text_to_the_list_and_out(books: Books) -> None:
    app, _ = screen(books)
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("down", "enter")
        assert app.focused is app.screen.query_one("#reading")
        await pilot.press("escape")
        assert app.focused is app.screen.query_one(OptionList)
        await pilot.press("escape")
    assert app.answers == [None]


# -- what the chat shows -----------------------------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "methods").mkdir()
    known = {"toy.peaks": methods(tmp_path / "methods")["toy.peaks"]}
    library = Books(known, method_scores={"toy.peaks": NEAR})
    monkeypatch.setattr("agent.wiring.Knowledge", lambda *_: library)
    return Offering(tmp_path, beats_rules())


class Offering(World):
    """A world in which what fits is offered."""

    @asynccontextmanager
    async def chat(self) -> AsyncIterator[Chat]:
        async with open_agent(Settings(examples=False, take_over="ask"), self.folders) as agent:
            agent.model = self.model
            yield Chat(agent, clock=lambda: 0.0)


@pytest.mark.parametrize("opened", ["f7", "/methods", "/methods beats"])
async def test_a_key_and_a_command_open_the_library(world: World, opened: str) -> None:
    async with world.run() as (app, pilot):
        await (pilot.press(opened) if opened == "f7" else typed(pilot, opened))
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count)
        assert app.screen.query_one(Input).value == opened.partition(" ")[2]


def said(app: GpiotApp, selector: str) -> str:
    return str(app.desk.query_one(selector).visual)  # type: ignore[attr-defined]


async def offered(app: GpiotApp, pilot: Pilot[None]) -> None:
    """A problem was asked, its plan accepted; programs wait for what the person says to the offer."""
    app.desk.composer.fill(PROBLEM)
    await pilot.press("enter")
    review = app.desk.plan.review
    await until(pilot, lambda: review.waits)
    assert said(app, "#review-checked") == "Is this plan right?"
    await pilot.press("enter")
    await until(pilot, lambda: review.waits and "take 2" in said(app, "#review-checked"))


async def test_the_offers_are_asked_about_after_the_plan_and_taken_in_words(world: World) -> None:
    async with world.run() as (app, pilot):
        await offered(app, pilot)
        assert "◆ 2: From the library, tested: the method toy.peaks" in said(app, "#live-stage")
        assert rows(app)[1].endswith(" · ◇ offer")
        await pilot.press("e")
        await typed(pilot, "take 3")
        assert "no method of the library is offered for sub-task 3" in said(app, "#review-refused")
        await pilot.press("backspace", "2", "enter")
        await until(pilot, lambda: app.desk.plan.review.waits and "take 2" not in said(app, "#review-checked"))
        assert rows(app)[1].endswith(" · ◆ library")
        app.desk.plan.review.focus()
        await pilot.press("enter")
        await until(pilot, lambda: not app.turns.busy)
        assert [row.endswith(" done · ◆ library") for row in rows(app)] == [False, True, False]
        assert app.opened.project
        assert [task.taken for task in app.opened.project] == ["", "toy.peaks", ""]


@pytest.mark.parametrize("size", SIZES)
async def test_the_offers_look(size: str, world: World) -> None:
    async with world.run(SIZES[size]) as (app, pilot):
        await offered(app, pilot)
        await look(pilot, f"chat_offers_{size}")
        await pilot.press("escape")
        await until(pilot, lambda: not app.turns.busy)


async def test_an_offer_that_was_left_is_taken_later_and_taken_back(world: World) -> None:
    async with world.run() as (app, pilot):
        await offered(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: not app.turns.busy)
        assert rows(app)[1].endswith("done · ◇ offer")
        await typed(pilot, "/take 3")
        await until(pilot, lambda: "no method of the library is offered for sub-task 3" in complaint(app))
        await typed(pilot, "/take two")
        await until(pilot, lambda: "/take needs more" in complaint(app))
        await typed(pilot, "/take 2 please")
        await until(pilot, lambda: "/take takes numbers only" in complaint(app))
        await typed(pilot, "/take 2")
        await until(pilot, lambda: rows(app)[1].endswith("done · ◆ library"))
        await until(pilot, lambda: not app.turns.busy)
        assert "is taken over as it is. 1 of 1 examples gave here what they should" in app.opened.lines[-1].text
        await typed(pilot, "/undo")
        await until(pilot, lambda: rows(app)[1].endswith("done · ◇ offer"))


def complaint(app: GpiotApp) -> str:
    return str(app.desk.complaint.visual) if app.desk.complaint.has_class("-said") else ""


def origins() -> Project:
    """What the model wrote, what was taken over, what a plan of the library brought, what is offered, what is taken next."""
    taken = done(subtask(2, 1, taken="toy.peaks"))
    assert taken.program
    taken = replace(taken, program=replace(taken.program, model="", method="toy.peaks"))
    return project(
        done(subtask(1)),
        taken,
        replace(taken, id=3, plan="toy"),
        replace(done(subtask(4, 3)), offered="toy.peaks"),
        subtask(5, 4, taken="toy.peaks"),
    )


async def test_the_plan_marks_what_the_library_has_to_do_with_a_sub_task() -> None:
    async with desk() as (app, _):
        app.desk.plan.show(origins())
        assert [row.partition("\n  ")[2] for row in rows(app)] == [
            "done",
            "done · ◆ library",
            "done · ◆ library",
            "done · ◇ offer",
            "waiting · ◆ library",
        ]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, ["Program: written by script."]),
        (2, ["Program: from the library, tested: toy.peaks."]),
        (3, ["Program: from the library, tested: toy.peaks.", "Sub-task: of the library's plan toy."]),
        (4, ["Program: written by script.", "Offer: toy.peaks of the library fits here."]),
        (5, ["Program: from the library, tested: toy.peaks."]),
    ],
)
async def test_the_detail_says_where_a_program_comes_from(number: int, told: list[str]) -> None:
    async with desk() as (app, pilot):
        await app.desk.detail.show(origins().subtasks[number])
        await pilot.press("f4")
        seen = "\n".join(words(await picture(pilot)))
    assert [line for line in told if line not in seen] == []


@pytest.mark.parametrize("size", SIZES)
async def test_the_origin_looks(size: str) -> None:
    async with desk(SIZES[size]) as (app, pilot):
        app.desk.plan.show(origins())
        await app.desk.detail.show(origins().subtasks[4])
        await look(pilot, f"chat_origin_plan_{size}")
        await pilot.press("f4")
        await look(pilot, f"chat_origin_{size}")
