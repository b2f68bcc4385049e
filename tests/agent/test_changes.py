from __future__ import annotations

from pathlib import Path

import pytest

from agent import changes, history
from agent.terms import Terms
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from core.edits import Add, Drop, Edited, Merge, Reword, apply
from core.errors import StorageError, UsageError
from core.events import Contradicted, Done, Event, PlanChecked, ProgramReady, SpecReady, Stale, SubTaskReady
from core.project import Project, SubTaskState
from graph.state import PLANNED
from tests.agent.playing import Desk, collected, failure, of, yes
from tests.fakes import NO_CODE, OTHER, PROBLEM, rules, scripted


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def edit(desk: Desk, model: ScriptedModel, *edits: object) -> list[Event]:
    async with open_agent(desk.settings, desk.folders) as agent:
        agent.model = model
        return await collected(changes.edit(agent, desk.session(), edits, Terms(yes)))  # type: ignore[arg-type]


def modules(desk: Desk) -> list[str]:
    return sorted(path.name for path in desk.out.glob("step_*.py"))


async def test_a_dropped_sub_task_leaves_the_project_and_makes_the_next_ones_stale(desk: Desk) -> None:
    await desk.ask(scripted(rules(4)))
    before = desk.files()
    model = scripted(rules(4))
    events = await edit(desk, model, Drop(2))
    assert isinstance(events[-1], Done)
    assert of(events, Stale)[0].subtasks == (3, 4)
    assert model.requests == []
    assert [name for name in modules(desk) if "_2_" in name] == []
    assert all(desk.files()[name] == before[name] for name in modules(desk))
    assert "import step_2" not in (desk.out / "main.py").read_text()
    with desk.store() as store:
        undone = history.undo(store, desk.session())
    assert undone.what == "plan: drop 2"
    assert desk.files() == before


async def test_what_is_added_and_reworded_is_built_and_nothing_else(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    before = desk.files()
    model = scripted(rules(4, code_1=[OTHER]))
    events = await edit(
        desk, model, Add("Report the beats", "A table by record."), Reword(1, description="Read with wfdb.")
    )
    assert {event.subtask for event in of(events, ProgramReady)} == {1, 4}
    assert [name for name in modules(desk) if desk.files()[name] == before.get(name)] == modules(desk)[1:3]
    assert of(events, Stale)[0].subtasks == (2, 3)


async def test_an_edit_that_cannot_be_made_changes_nothing(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    before = desk.files()
    with pytest.raises(UsageError, match="9"):
        await edit(desk, scripted(rules(2)), Drop(9))
    failed = failure(await edit(desk, scripted(rules(3, code_3=[NO_CODE])), Add("Report the beats")))
    assert "Nothing was changed" in failed.reason
    assert desk.files() == before
    assert "sessions resume" in failed.hint


async def test_stale_ones_are_built_by_a_cascade_without_a_wish(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    await desk.revise(scripted(rules(3, code_1=[OTHER])), 1, "differently")
    async with open_agent(desk.settings, desk.folders) as agent:
        agent.model = scripted(rules(3))
        events = await collected(changes.cascade(agent, desk.session(), Terms(yes)))
        assert {event.subtask for event in of(events, SpecReady)} == {2, 3}
        project = history.show(agent.store, desk.session())
        assert {subtask.state for subtask in project} == {SubTaskState.DONE}
        with pytest.raises(UsageError, match="No sub-task is stale"):
            await collected(changes.cascade(agent, desk.session(), Terms(yes)))


async def test_several_sub_tasks_take_one_wish(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    async with open_agent(desk.settings, desk.folders) as agent:
        agent.model = scripted(rules(3))
        await collected(changes.revise(agent, desk.session(), [1, 3], "log the residual", Terms(yes)))
        project = history.show(agent.store, desk.session())
    assert [subtask.wishes for subtask in project] == [("log the residual",), (), ("log the residual",)]


async def test_earlier_wishes_hold_and_a_contradiction_is_named(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    for wish in ("use a Kalman filter", "log the residual"):
        events = await desk.revise(scripted(rules(2)), 2, wish)
        assert of(events, Contradicted) == []
    model = scripted(rules(2))
    [told] = of(await desk.revise(model, 2, "use a median filter"), Contradicted)
    assert (told.subtask, told.earlier, told.later) == (2, "use a Kalman filter", "use a median filter")
    code = model.requests[-1].messages[-1].text
    assert code.index("use a Kalman filter") < code.index("log the residual") < code.index("use a median filter")
    assert "the later one does" in code


class Review:
    """Answers for a plan, in turn; remembers what it was asked about."""

    def __init__(self, *answers: object) -> None:
        self.answers = [*answers]
        self.asked: list[tuple[Project, PlanChecked | None]] = []

    async def __call__(self, project: Project, checked: PlanChecked | None) -> bool | Edited:
        self.asked.append((project, checked))
        answer = self.answers.pop(0)
        return answer(project) if callable(answer) else answer  # type: ignore[return-value]


async def reviewed(desk: Desk, model: ScriptedModel, review: Review, resume: bool = False) -> list[Event]:
    from agent import turns

    async with open_agent(desk.settings, desk.folders) as agent:
        agent.model = model
        terms = Terms(review, folder=desk.out, pause=PLANNED)
        if resume:
            return await collected(turns.resume(agent, desk.session(), terms))
        return await collected(turns.ask(agent, PROBLEM, terms))


async def test_a_plan_waits_before_anything_else_has_run(desk: Desk) -> None:
    model = scripted(rules(3))
    events = await reviewed(desk, model, Review(False))
    assert failure(events).resumable
    assert isinstance(events[-2], SubTaskReady)
    assert {request.role.name for request in model.requests} == {"tdslm"}
    assert desk.state() == "waiting"
    review = Review(True)
    later = scripted(rules(3))
    assert isinstance((await reviewed(desk, later, review, resume=True))[-1], Done)
    [(project, checked)] = review.asked
    assert ([*project.order], checked) == ([1, 2, 3], None)
    assert "tdslm" not in {request.role.name for request in later.requests}


async def test_an_edited_plan_is_asked_about_again_and_survives_the_process(desk: Desk) -> None:
    review = Review(lambda project: apply(project, [Merge((1, 2), "Read and filter")]), False)
    await reviewed(desk, scripted(rules(3)), review)
    assert [[*project.order] for project, _ in review.asked] == [[1, 2, 3], [4, 3]]
    again = Review(lambda project: apply(project, [Drop(3)]), True)
    nobody = {"choose_4": ['{"value_3": "none"}']}
    events = await reviewed(desk, scripted(rules(4, **nobody)), again, resume=True)
    assert [[*project.order] for project, _ in again.asked] == [[4, 3], [4]]
    assert isinstance(events[-1], Done)
    assert [name.split("_")[1] for name in modules(desk)] == ["4"]
    with desk.store() as store:
        assert history.show(store, desk.session()).subtasks[4].title == "Read and filter"


async def test_a_plan_left_in_the_chat_can_be_accepted_by_the_command(desk: Desk) -> None:
    await reviewed(desk, scripted(rules(2)), Review(False))
    assert isinstance((await desk.resume(scripted(rules(2))))[-1], Done)


async def test_a_session_without_a_project_cannot_be_changed(desk: Desk) -> None:
    await reviewed(desk, scripted(rules(2)), Review(False))
    with pytest.raises(StorageError, match="no project yet"):
        await edit(desk, scripted(rules(2)), Drop(1))
