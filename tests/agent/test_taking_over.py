"""Methods of the library taken over in a turn: offered before programs are written, taken, changed again, taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from agent import changes, history, turns
from agent.terms import Accept, Terms
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from core.edits import Drop, Edit, Edited, Reword, Take, apply
from core.errors import UsageError
from core.events import Done, Event, Failed, PlanChecked, ProgramReady
from core.knowledge import Method
from core.library_events import Nearest
from core.project import Project, SubTask, SubTaskState
from core.runs import Fault
from core.settings import Settings
from graph.state import PLANNED, SPECIFIED
from tests.agent.playing import Desk, collected, failure, of, yes
from tests.fakes import OTHER, PROBLEM, scripted
from tests.graph.library import Library, methods
from tests.graph.test_taking import NEAR, beats_rules

PAUSES = pytest.mark.parametrize("pause", [PLANNED, SPECIFIED])
OFFER = "take 2: toy.peaks (Peaks above a height). 1 of 1 examples gave here what they should"


class Answers:
    """A person who gives these answers one after the other, and the plans that they were asked about."""

    def __init__(self, *answers: bool | Edit) -> None:
        self.left = [*answers]
        self.asked: list[tuple[Project, PlanChecked | None]] = []

    async def __call__(self, project: Project, checked: PlanChecked | None) -> bool | Edited:
        self.asked.append((project, checked))
        answer = self.left.pop(0)
        return answer if isinstance(answer, bool) else apply(project, [answer])

    @property
    def offers(self) -> list[tuple[str, ...]]:
        return [checked.offers if checked else () for _, checked in self.asked]


class Shop(Desk):
    """A desk with a small library."""

    def __init__(self, root: Path, library: Library) -> None:
        super().__init__(root)
        self.library = library
        self.settings = Settings(examples=False, take_over="ask")

    async def asked(self, model: ScriptedModel, accept: Accept, pause: str = PLANNED) -> list[Event]:
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = model
            return await collected(turns.ask(agent, PROBLEM, Terms(accept, folder=self.out, pause=pause)))

    async def resumed(self, model: ScriptedModel, accept: Accept, pause: str = PLANNED) -> list[Event]:
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = model
            return await collected(turns.resume(agent, self.session(), Terms(accept, pause=pause)))

    async def edited(self, model: ScriptedModel, *edits: Edit) -> list[Event]:
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = model
            return await collected(changes.edit(agent, self.session(), edits, Terms(yes)))

    async def mended(self, model: ScriptedModel, number: int) -> list[Event]:
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = model
            fault = Fault("error", "TypeError: no", number)
            return await collected(changes.mend(agent, self.session(), number, fault, Terms(yes)))

    async def killed(self, model: ScriptedModel, accept: Accept, when: Callable[[Event], bool]) -> None:
        """The process is gone as soon as this event is there."""
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = model
            turn = turns.ask(agent, PROBLEM, Terms(accept, folder=self.out, pause=PLANNED))
            async with aclosing(turn) as events:
                async for event in events:
                    if when(event):
                        break

    def project(self) -> Project:
        with self.store() as store:
            return history.standing(store, self.session())

    def second(self) -> SubTask:
        return self.project().subtasks[2]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    (tmp_path / "methods").mkdir()
    known = {"toy.peaks": methods(tmp_path / "methods")["toy.peaks"]}
    shop = Shop(tmp_path, Library(known, method_scores={"toy.peaks": NEAR}))
    monkeypatch.setattr("agent.wiring.Knowledge", lambda *_: shop.library)
    return shop


def written(model: ScriptedModel) -> int:
    """How many programs the model was asked for."""
    return sum(request.role.name == "cgslm" for request in model.requests)


def origins(project: Project) -> list[str]:
    return [task.program.origin if task.program else "" for task in project]


BY_MODEL = "written by script-cgslm"
FROM_LIBRARY = "from the library, tested: toy.peaks"


async def test_in_the_chat_the_plan_is_asked_about_first_and_then_the_offers(desk: Shop) -> None:
    person, model = Answers(True, Take(2), True), scripted(beats_rules())
    await desk.asked(model, person)
    assert person.offers == [(), (OFFER,), ()]
    assert person.asked[0][1] is None
    assert all(task.spec for task in person.asked[1][0])
    assert written(model) == 2
    assert origins(desk.project()) == [BY_MODEL, FROM_LIBRARY, BY_MODEL]
    assert {task.state for task in desk.project()} == {SubTaskState.DONE}
    assert "toy.peaks" in (desk.out / "README.md").read_text("utf-8")


async def test_on_the_command_line_there_is_one_question_with_the_offers(desk: Shop) -> None:
    person, model = Answers(Take(2), True), scripted(beats_rules())
    await desk.asked(model, person, SPECIFIED)
    assert person.offers == [(OFFER,), ()]
    assert written(model) == 2
    assert origins(desk.project()) == [BY_MODEL, FROM_LIBRARY, BY_MODEL]


@PAUSES
async def test_an_offer_that_is_not_taken_is_written_by_the_model_and_stays_one(desk: Shop, pause: str) -> None:
    person, model = Answers(*[True] * (2 if pause == PLANNED else 1)), scripted(beats_rules())
    await desk.asked(model, person, pause)
    assert person.left == []
    assert written(model) == 3
    assert (desk.second().taken, desk.second().offered) == ("", "toy.peaks")


async def test_without_offers_a_plan_that_was_accepted_is_not_asked_about_again(desk: Shop) -> None:
    desk.library = replace(desk.library, method_scores={})
    person = Answers(True)
    await desk.asked(scripted(beats_rules()), person)
    assert person.left == []
    assert len(person.asked) == 1


@pytest.mark.parametrize(
    ("take_over", "weak", "use"),
    [
        ("ask", False, "offered"),
        ("ask", True, "offered"),
        ("auto", False, "offered"),
        ("auto", True, "taken"),
        ("always", False, "taken"),
        ("never", False, ""),
        ("never", True, ""),
    ],
)
async def test_the_setting_says_whether_it_is_taken_offered_or_left(
    desk: Shop, take_over: str, weak: bool, use: str
) -> None:
    desk.settings = Settings.model_validate({"examples": False, "take_over": take_over})
    person = Answers(True, True)
    events = await desk.asked(scripted(beats_rules(), weak=weak), person)
    assert [event.use for event in of(events, Nearest) if event.kind == "method"] == [use] * bool(use)
    assert len(person.asked) == (2 if use == "offered" else 1)
    assert origins(desk.project())[1] == (FROM_LIBRARY if use == "taken" else BY_MODEL)


@PAUSES
async def test_killed_while_the_offers_wait_it_asks_again_and_shows_them(desk: Shop, pause: str) -> None:
    waits = asyncio.Event()

    async def never(_project: Project, checked: PlanChecked | None) -> bool:
        if checked is None:
            return True
        waits.set()
        return await asyncio.Future[bool]()

    turn = asyncio.create_task(desk.asked(scripted(beats_rules()), never, pause))
    await asyncio.wait_for(waits.wait(), 20)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    assert desk.state() == "waiting"
    person, model = Answers(Take(2), True), scripted(beats_rules())
    await desk.resumed(model, person, pause)
    assert person.offers == [("take 2: toy.peaks",), ()]
    assert [request.role.name for request in model.requests] == ["cgslm", "cgslm"]
    assert origins(desk.project()) == [BY_MODEL, FROM_LIBRARY, BY_MODEL]


@PAUSES
async def test_killed_after_an_offer_was_taken_it_asks_before_it_goes_on(desk: Shop, pause: str) -> None:
    first = Answers(*[True] * (pause == PLANNED), Take(2), False)
    assert failure(await desk.asked(scripted(beats_rules()), first, pause)).resumable
    assert desk.state() == "waiting"
    person, model = Answers(True), scripted(beats_rules())
    await desk.resumed(model, person, pause)
    assert person.left == []
    assert person.asked[0][0].subtasks[2].taken == "toy.peaks"
    assert written(model) == 2
    assert origins(desk.project())[1] == FROM_LIBRARY


def of_transform(event: Event) -> bool:
    return getattr(event, "stage", "") == "transform"


async def test_killed_after_the_plan_was_accepted_the_offers_are_still_asked_about(desk: Shop) -> None:
    await desk.killed(scripted(beats_rules()), yes, of_transform)
    assert desk.state() == "interrupted"
    person = Answers(Take(2), True)
    await desk.resumed(scripted(beats_rules()), person)
    assert person.left == []
    assert origins(desk.project())[1] == FROM_LIBRARY


async def test_killed_while_the_examples_of_an_offer_run_it_is_offered_again(desk: Shop) -> None:
    library, runs = desk.library, asyncio.Event()

    class Slow(Library):
        async def proof(self, methods: Sequence[Method]) -> str:
            runs.set()
            return await asyncio.Future[str]()

    desk.library = Slow(library.known, method_scores=library.method_scores)
    turn = asyncio.create_task(desk.asked(scripted(beats_rules()), yes))
    await asyncio.wait_for(runs.wait(), 20)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    desk.library = library
    person = Answers(Take(2), True)
    await desk.resumed(scripted(beats_rules()), person)
    assert person.left == []
    assert origins(desk.project())[1] == FROM_LIBRARY


async def test_killed_between_a_node_and_the_next_it_begins_again_at_worst(desk: Shop) -> None:
    await desk.killed(scripted(beats_rules()), yes, lambda event: getattr(event, "stage", "") == "check")
    first = await desk.resumed(scripted(beats_rules()), yes)
    if isinstance(first[-1], Failed):
        assert first[-1].reason == "The turn cannot go on where it was stopped."
        first = await desk.resumed(scripted(beats_rules()), yes)
    assert isinstance(first[-1], Done)
    assert desk.state() == "done"


async def test_refused_at_the_offers_it_waits(desk: Shop) -> None:
    assert isinstance((await desk.asked(scripted(beats_rules()), Answers(True, False)))[-1], Failed)
    assert desk.state() == "waiting"
    assert not desk.out.exists()


async def test_the_plan_can_be_changed_otherwise_where_the_offers_are_asked_about(desk: Shop) -> None:
    person, model = Answers(True, Drop(3), Take(2), True), scripted(beats_rules())
    await desk.asked(model, person)
    assert [task.state for task in desk.project()] == [SubTaskState.DONE] * 2
    assert origins(desk.project()) == [BY_MODEL, FROM_LIBRARY]
    # Nothing was specified twice: three sub-tasks with three questions each.
    assert sum(request.role.name == "rtslm" for request in model.requests) == 9


async def test_a_sub_task_that_is_reworded_there_is_specified_anew_and_the_others_are_written(desk: Shop) -> None:
    model = scripted(beats_rules())
    await desk.asked(model, Answers(True, Reword(3, description="Report the mean."), True))
    assert {task.state for task in desk.project()} == {SubTaskState.DONE}
    assert written(model) == 3


async def test_what_is_not_offered_cannot_be_taken(desk: Shop) -> None:
    await desk.asked(scripted(beats_rules()), Answers(True, True))
    with pytest.raises(UsageError, match="Cannot take 3: no method of the library is offered for sub-task 3"):
        await desk.edited(scripted([]), Take(3))
    await desk.edited(scripted([]), Take(2))
    with pytest.raises(UsageError, match="no method of the library is offered"):
        await desk.edited(scripted([]), Take(2))


async def test_an_offer_of_a_finished_project_is_taken_without_the_model_and_can_be_undone(desk: Shop) -> None:
    await desk.asked(scripted(beats_rules()), Answers(True, True))
    before, files = desk.project(), desk.files()
    model = scripted([])
    events = await desk.edited(model, Take(2))
    assert model.requests == []
    assert [event.program.method for event in of(events, ProgramReady)] == ["toy.peaks"]
    told = of(events, Nearest)
    assert [(event.use, event.item) for event in told] == [("taken", "toy.peaks")]
    assert "1 of 1 examples gave here what they should" in told[0].words
    assert (desk.second().taken, desk.second().offered) == ("toy.peaks", "")
    assert desk.second().notes == ("From the library, tested: toy.peaks.",)
    with desk.store() as store:
        history.undo(store, desk.session())
    assert desk.project() == before
    assert {name: desk.files()[name] for name in files if name != "project.json"} == {
        name: text for name, text in files.items() if name != "project.json"
    }


@pytest.mark.parametrize("examples", [True, False])
async def test_what_the_person_takes_holds_where_nothing_is_taken_by_itself(desk: Shop, examples: bool) -> None:
    """Without the library at hand the model's program is not passed off as the method."""
    await desk.asked(scripted(beats_rules()), Answers(True, True))
    desk.settings = Settings(examples=examples, take_over="never")
    model = scripted(beats_rules())
    await desk.edited(model, Take(2))
    if examples:
        assert (desk.second().taken, origins(desk.project())[1], written(model)) == ("toy.peaks", FROM_LIBRARY, 0)
    else:
        assert (desk.second().taken, origins(desk.project())[1], written(model)) == ("", BY_MODEL, 1)
        assert "the model writes this" in desk.second().notes[-1]


@pytest.mark.parametrize(("take_over", "said"), [("auto", "no plan toi"), ("never", "switched off")])
async def test_a_problem_whose_plan_cannot_be_taken_begins_no_session(desk: Shop, take_over: str, said: str) -> None:
    settings = Settings.model_validate({"examples": False, "take_over": take_over})
    async with open_agent(settings, desk.folders) as agent:
        agent.model = scripted([])
        with pytest.raises(UsageError, match=said):
            await collected(turns.ask(agent, f"{PROBLEM}\n\nLibrary plan: toi", Terms(yes, folder=desk.out)))
    with desk.store() as store:
        assert not store.sessions()


async def test_a_method_that_left_the_library_meanwhile_is_written_by_the_model(desk: Shop) -> None:
    await desk.asked(scripted(beats_rules()), Answers(True, True))
    desk.library = Library({})
    model = scripted(beats_rules())
    await desk.edited(model, Take(2))
    assert (desk.second().taken, written(model)) == ("", 1)
    assert "toy.peaks of the library does not fit here any more: the model writes this." in desk.second().notes


async def test_a_wish_for_what_was_taken_over_is_written_by_the_model(desk: Shop) -> None:
    await desk.asked(scripted(beats_rules()), Answers(True, Take(2), True))
    model = scripted(beats_rules())
    events = await desk.revise(model, 2, "use a wavelet instead")
    assert not of(events, Nearest)
    assert written(model) == 1
    assert (desk.second().taken, origins(desk.project())[1]) == ("", BY_MODEL)
    assert not [note for note in desk.second().notes if "library" in note]
    assert "From the library" not in (desk.out / desk.second().file_name).read_text("utf-8")


async def test_a_fault_of_what_was_taken_over_is_mended_by_the_model(desk: Shop) -> None:
    await desk.asked(scripted(beats_rules()), Answers(True, Take(2), True))
    model = scripted(beats_rules())
    model = scripted([{"match": "sub-task 2", "role": "cgslm", "answers": [OTHER]}])
    await desk.mended(model, 2)
    assert written(model) == 1
    assert (desk.second().taken, origins(desk.project())[1]) == ("", BY_MODEL)
    for name, text in desk.files().items():
        assert name == "project.json" or b"From the library" not in text


async def test_an_offer_is_noted_once_with_its_proof_however_often_the_plan_is_checked(desk: Shop) -> None:
    known = dict(desk.library.known)
    known["toy.other"] = replace(known["toy.peaks"], name="toy.other")
    desk.library = Library(known, method_scores={"toy.peaks": NEAR})
    await desk.asked(scripted(beats_rules()), Answers(True, Drop(3), True))
    (note,) = desk.second().notes
    assert note == (
        "The library has a tested method that fits, toy.peaks (Peaks above a height; 1 of 1 examples gave here what "
        "they should); take it over with: take 2"
    )
