"""Turns end to end: a scripted model, and the real store, checkpoints and project folder."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import sqlite3
import tempfile
from contextlib import aclosing, closing
from pathlib import Path
from typing import Any

import pytest

from agent import history, turns
from agent.checkpoints import sweep
from agent.database import Database
from agent.locks import session_lock
from agent.terms import Terms
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from core.errors import BudgetError, SessionInUse, SessionUnknown, StorageError, UsageError
from core.events import (
    Diff,
    Done,
    Event,
    Failed,
    PlanChecked,
    ProgramReady,
    StageStarted,
    Stale,
    SubTaskReady,
    Token,
    Written,
)
from core.project import Project
from tests.agent.playing import Desk, collected, failure, no, of, yes
from tests.fakes import BODY, NO_CODE, OTHER, PROBLEM, parameters_answer, rules, scripted

GONE = {"text": "", "error": "unreachable"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def roles(model: ScriptedModel) -> list[str]:
    return [request.role.name for request in model.requests]


def manifest(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((desk.out / "project.json").read_text("utf-8"))
    return found


async def test_an_ask_leaves_a_folder_in_which_every_module_compiles(desk: Desk) -> None:
    events = await desk.ask(scripted(rules(3)))
    assert isinstance(events[-1], Done)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert {event.session for event in events} == {desk.session()}
    assert {"main.py", "README.md", "requirements.txt", "project.json"} < set(desk.files())
    for path in desk.out.glob("*.py"):
        compile(path.read_text("utf-8"), path.name, "exec")
    assert desk.state() == "done"


async def test_project_json_has_the_names_that_stay(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    data = manifest(desk)
    assert {"version", "problem", "subtasks", "calls", "models", "seed", "files", "totals"} <= set(data)
    assert [task["id"] for task in data["subtasks"]] == [1, 2, 3]
    for task in data["subtasks"]:
        wanted = {"id", "title", "description", "depends_on", "state", "spec", "module", "function", "model"}
        assert wanted <= set(task)
        assert {"target", "inputs", "outputs"} <= set(task["spec"])
        assert task["state"] == "done"
        assert (desk.out / f"{task['module']}.py").is_file()
    assert data["session"] == desk.session()
    assert data["settings"]["backend"] == "scripted"


async def test_a_revision_asks_for_one_sub_task_and_leaves_the_other_files_alone(desk: Desk) -> None:
    await desk.ask(scripted(rules(6)))
    before = desk.files()
    model = scripted(rules(6, code_2=[OTHER]))
    events = await desk.revise(model, 2, "use a Kalman filter instead")
    assert isinstance(events[-1], Done)
    assert roles(model) == ["rtslm", "rtslm", "rtslm", "cgslm"]
    after = desk.files()
    modules = [name for name in before if name.startswith("step_")]
    assert [name for name in modules if before[name] != after[name]] == ["step_2_filter_baseline.py"]
    assert [event.subtasks for event in of(events, Stale)] == [(3, 4, 5, 6)]
    assert "step_2_filter_baseline.py" in {event.path for event in of(events, Diff)}
    assert [task["state"] for task in manifest(desk)["subtasks"]] == ["done", "done", *["stale"] * 4]
    assert "use a Kalman filter instead" in model.requests[-1].messages[0].text


async def test_cascade_rebuilds_the_stale_ones(desk: Desk) -> None:
    await desk.ask(scripted(rules(6)))
    await desk.revise(scripted(rules(6, code_2=[OTHER])), 2, "use a Kalman filter instead")
    model = scripted(rules(6))
    events = await desk.revise(model, 4, "be quick", cascade=True)
    assert len([role for role in roles(model) if role == "cgslm"]) == 4
    assert not of(events, Stale)
    assert {task["state"] for task in manifest(desk)["subtasks"]} == {"done"}


async def test_a_renamed_output_leads_main_where_it_is_now(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    assert "derive_energy(value_2=value_2_2)" in (desk.out / "main.py").read_text()
    renamed = parameters_answer("outputs", ("clean_value", "numpy.ndarray", "result"))
    await desk.revise(scripted(rules(3, outputs_2=[renamed])), 2, "name it better")
    assert "derive_energy(value_2=clean_value_2)" in (desk.out / "main.py").read_text()


async def test_earlier_wishes_are_kept(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    await desk.revise(scripted(rules(2)), 1, "use wfdb")
    model = scripted(rules(2))
    await desk.revise(model, 1, "skip record 102")
    for request in (model.requests[0], model.requests[-1]):
        assert "use wfdb" in request.messages[0].text
        assert "skip record 102" in request.messages[0].text
    assert manifest(desk)["subtasks"][0]["wishes"] == ["use wfdb", "skip record 102"]


async def test_undo_restores_every_byte_again_and_again(desk: Desk) -> None:
    kept = []
    await desk.ask(scripted(rules(3)))
    for number in (1, 2, 3):
        kept.append(desk.files())
        await desk.revise(scripted(rules(3, **{f"code_{number}": [OTHER]})), number, "differently")
    with desk.store() as store:
        for files in reversed(kept):
            undone = history.undo(store, desk.session())
            assert undone.folder == desk.out
            assert undone.diffs
            assert desk.files() == files
        with pytest.raises(StorageError, match="nothing to undo"):
            history.undo(store, desk.session())
    assert desk.files() == kept[0]


async def test_undo_leaves_a_folder_alone_that_the_person_edited(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    await desk.revise(scripted(rules(2, code_1=[OTHER])), 1, "differently")
    (desk.out / "main.py").write_text("print('mine')\n")
    before = desk.files()
    with desk.store() as store:
        undone = history.undo(store, desk.session())
    assert undone.edited == ("main.py",)
    assert desk.files() == before


async def test_an_undo_that_cannot_write_takes_nothing_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.ask(scripted(rules(2)))
    await desk.revise(scripted(rules(2, code_1=[OTHER])), 1, "differently")
    before = desk.files()
    with desk.store() as store:
        with monkeypatch.context() as full:
            full.setattr(os, "write", _full)
            with pytest.raises(StorageError, match="no space left"):
                history.undo(store, desk.session())
        assert desk.files() == before
        assert history.undo(store, desk.session()).revision == 1


async def test_a_revision_does_not_overwrite_what_the_person_edited(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    (desk.out / "main.py").write_text("print('mine')\n")
    model = scripted(rules(2, code_1=[OTHER]))
    with pytest.raises(StorageError, match=r"you edited main\.py") as raised:
        await desk.revise(model, 1, "differently")
    assert "--yes" in raised.value.hint
    assert model.requests == []
    assert isinstance((await desk.revise(model, 1, "differently", overwrite=True))[-1], Done)


async def test_a_revision_that_fails_changes_nothing(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    before = desk.files()
    failed = failure(await desk.revise(scripted(rules(3, code_2=[NO_CODE])), 2, "use a Kalman filter instead"))
    assert (failed.code, failed.stage, failed.resumable) == (1, "generate", True)
    assert "Nothing was changed: sub-task 2" in failed.reason
    assert desk.files() == before
    with desk.store() as store:
        assert [task.state for task in history.show(store, desk.session())] == ["done"] * 3
        assert store.session(desk.session()).revisions == 1
    model = scripted(rules(3, code_2=[OTHER]))
    assert isinstance((await desk.resume(model))[-1], Done)
    assert roles(model) == ["rtslm"] * 3 + ["cgslm"]
    assert manifest(desk)["subtasks"][1]["wishes"] == ["use a Kalman filter instead"]


async def test_a_cascade_that_fails_in_one_place_changes_nothing(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    before = desk.files()
    failed = failure(await desk.revise(scripted(rules(3, code_1=[OTHER], code_3=[NO_CODE])), 1, "anew", cascade=True))
    assert failed.code == 1
    assert desk.files() == before


async def test_a_revision_asks_only_for_what_there_is(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    model = scripted(rules(2))
    with pytest.raises(SessionUnknown, match="No session is named nobody"):
        await desk.revise(model, 1, "anew", session="nobody")
    with pytest.raises(UsageError, match="no sub-task 7"):
        await desk.revise(model, 7, "anew")
    with pytest.raises(UsageError, match="The wish is empty"):
        await desk.revise(model, 1, " \n")
    with pytest.raises(StorageError, match="nothing to resume"):
        await desk.resume(model)
    assert model.requests == []
    assert desk.state() == "done"


async def test_a_wish_over_the_budget_is_refused_and_changes_nothing(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    before = desk.files()
    failed = failure(await desk.revise(scripted(rules(2), context=3072), 1, "filter " * 5000))
    assert "context of 3072" in failed.reason
    assert desk.files() == before


async def test_a_refused_plan_waits_and_is_shown_again(desk: Desk) -> None:
    failed = failure(await desk.ask(scripted(rules(2)), accept=no))
    assert (failed.code, failed.resumable) == (1, True)
    assert "sessions resume" in failed.hint
    assert desk.state() == "waiting"
    assert not desk.out.exists()
    seen: list[tuple[Project, PlanChecked | None]] = []

    async def accept(project: Project, checked: PlanChecked | None) -> bool:
        seen.append((project, checked))
        return len(seen) > 1

    model = scripted(rules(2))
    assert failure(await desk.resume(model, accept=accept)).reason == "The plan was not accepted."
    assert model.requests == []
    events = await desk.resume(model, accept=accept)
    assert isinstance(events[-1], Done)
    assert roles(model) == ["cgslm"] * 2
    assert [len(project.order) for project, _ in seen] == [2, 2]
    assert seen[0][1] is not None
    assert seen[0][1].traces == of(await desk.ask(scripted(rules(2)), out=desk.out / "2"), PlanChecked)[0].traces


async def test_a_plan_that_was_interrupted_at_the_question_is_asked_for_again(desk: Desk) -> None:
    async def interrupted(_project: Project, _checked: PlanChecked | None) -> bool:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await desk.ask(scripted(rules(2)), accept=interrupted)
    assert desk.state() == "waiting"
    assert failure(await desk.resume(scripted(rules(2)), accept=no)).reason == "The plan was not accepted."


STAGES = {
    "decompose": ("plan", ["tdslm"] + ["rtslm"] * 9 + ["cgslm"] * 3),
    "transform": ("outputs_2", ["rtslm"] * 3 + ["cgslm"] * 3),
    "check": ("choose_2", ["rtslm"] + ["cgslm"] * 3),
    "generate": ("code_2", ["cgslm"]),
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("error", ["unreachable", "timeout", "garbage"])
async def test_a_model_server_that_dies_leaves_a_turn_that_goes_on(desk: Desk, stage: str, error: str) -> None:
    name, missing = STAGES[stage]
    strange = parameters_answer("inputs", ("threshold", "int", "an odd number"))
    extra: dict[str, Any] = {"inputs_2": [strange]} if stage == "check" else {}
    chosen = {"choose_2": ['{"threshold": "none"}']} if stage == "check" else {}
    # The others are done before the server dies: they are not asked for again.
    dying = {"text": "", "error": error, "delay": 0.3}
    failed = failure(await desk.ask(scripted(rules(3, **{**extra, name: [dying]}))))
    assert (failed.code, failed.stage, failed.resumable) == (3, stage, True)
    assert desk.state() == "interrupted"
    assert not desk.out.exists()
    model = scripted(rules(3, **extra, **chosen))
    assert isinstance((await desk.resume(model))[-1], Done)
    assert roles(model) == missing
    assert len(manifest(desk)["calls"]) == 13 + bool(extra)


async def test_where_one_sub_task_fails_its_siblings_are_written_and_a_resume_tries_it_again(desk: Desk) -> None:
    failed = failure(await desk.ask(scripted(rules(3, code_2=[NO_CODE]))))
    assert (failed.code, failed.stage, failed.resumable) == (1, "generate", True)
    assert "1 of 3 sub-tasks failed, the others are written: 2 (Filter baseline)" in failed.reason
    files = desk.files()
    assert {"step_1_load_recordings.py", "step_3_derive_energy.py"} <= set(files)
    assert "step_2_filter_baseline.py" not in files
    assert desk.state() == "failed"
    model = scripted(rules(3))
    events = await desk.resume(model)
    assert isinstance(events[-1], Done)
    assert roles(model) == ["rtslm"] * 3 + ["cgslm"]
    after = desk.files()
    assert after["step_1_load_recordings.py"] == files["step_1_load_recordings.py"]
    assert {task["state"] for task in manifest(desk)["subtasks"]} == {"done"}


async def test_a_sub_task_without_a_specification_meets_its_neighbours_once_it_has_one(desk: Desk) -> None:
    failed = failure(await desk.ask(scripted(rules(3, outputs_2=["no idea"], again=["no idea"]))))
    assert failed.stage == "transform"
    assert "This program is not complete" in (desk.out / "main.py").read_text()
    assert isinstance((await desk.resume(scripted(rules(3))))[-1], Done)
    main = (desk.out / "main.py").read_text()
    assert "derive_energy(value_2=value_2_2)" in main
    assert manifest(desk)["subtasks"][2]["notes"] == []


async def test_a_prompt_over_the_budget_fails_its_sub_task_alone(desk: Desk) -> None:
    long = parameters_answer("outputs", *((f"value_{n}", "numpy.ndarray", "word " * 90) for n in (1, 2, 3)))
    failed = failure(await desk.ask(scripted(rules(3, outputs_2=[long]), context=1400)))
    assert "1 of 3 sub-tasks failed" in failed.reason
    assert "context of 1400" in failed.reason


async def test_a_failed_plan_is_tried_anew(desk: Desk) -> None:
    failed = failure(await desk.ask(scripted(rules(3, plan=["no plan"], again=["no plan"]))))
    assert (failed.code, failed.stage) == (1, "decompose")
    assert desk.state() == "failed"
    model = scripted(rules(3))
    assert isinstance((await desk.resume(model))[-1], Done)
    with desk.store() as store:
        assert [(turn.kind, turn.state) for turn in store.turns(desk.session())] == [
            ("ask", "abandoned"),
            ("retry", "done"),
        ]


async def test_an_empty_problem_begins_no_session(desk: Desk) -> None:
    model = scripted(rules(2))
    with pytest.raises(UsageError, match="The problem is empty"):
        await desk.ask(model, " \n")
    with desk.store() as store:
        assert store.sessions() == []


async def test_a_problem_over_the_budget_is_refused_by_its_stage(desk: Desk) -> None:
    model = scripted(rules(2), context=3072)
    failed = failure(await desk.ask(model, "Detect it. " * 18_000))
    assert (failed.code, failed.stage) == (BudgetError.exit_code, "decompose")
    assert "tdslm has a context of 3072" in failed.reason
    assert model.requests == []


async def test_a_chinese_problem_works(desk: Desk) -> None:
    events = await desk.ask(scripted(rules(2)), "检测心电图中的R波。对每条记录报告准确率。")
    assert isinstance(events[-1], Done)
    assert manifest(desk)["problem"]["statement"].startswith("检测心电图")


async def test_a_session_grows_by_less_than_100_kb_a_turn(desk: Desk) -> None:
    await desk.ask(scripted(rules(6)))
    before = desk.bytes_kept()
    for turn in range(10):
        await desk.revise(scripted(rules(6, code_2=[BODY if turn % 2 else OTHER])), 2, f"wish number {turn}")
    assert (desk.bytes_kept() - before) / 10 < 100_000


async def test_the_checkpoints_of_a_finished_turn_are_gone(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    assert threads(desk) == []
    failure(await desk.ask(scripted(rules(2, plan=["no"], again=["no"])), out=desk.out / "2"))
    assert threads(desk) == []
    failure(await desk.ask(scripted(rules(2, code_1=[GONE])), out=desk.out / "3"))
    session = desk.session()
    assert threads(desk) == [f"{session}/1"]
    await desk.ask(scripted(rules(2)), out=desk.out / "4")
    assert threads(desk) == [f"{session}/1"]
    with desk.store() as store:
        history.prune(store, None, 20)
        assert threads(desk) == [f"{session}/1"]
        history.delete(store, session)
    assert threads(desk) == []


async def test_a_new_turn_abandons_the_one_that_was_left(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    failure(await desk.revise(scripted(rules(2, code_1=[GONE])), 1, "never seen again"))
    assert isinstance((await desk.revise(scripted(rules(2)), 1, "use wfdb"))[-1], Done)
    assert threads(desk) == []
    assert manifest(desk)["subtasks"][0]["wishes"] == ["use wfdb"]


async def test_closing_the_events_leaves_a_turn_that_goes_on(desk: Desk) -> None:
    async with open_agent(desk.settings, desk.folders) as agent:
        agent.model = scripted(rules(2))
        events = turns.ask(agent, PROBLEM, Terms(yes, folder=desk.out))
        async with aclosing(events) as running:
            async for event in running:
                if isinstance(event, ProgramReady):
                    break
    assert desk.state() == "interrupted"
    assert isinstance((await desk.resume(scripted(rules(2))))[-1], Done)


async def test_closing_the_events_after_the_last_one_changes_nothing(desk: Desk) -> None:
    async with open_agent(desk.settings, desk.folders) as agent:
        agent.model = scripted(rules(2))
        async with aclosing(turns.ask(agent, PROBLEM, Terms(yes, folder=desk.out))) as running:
            async for event in running:
                if isinstance(event, Done):
                    break
    assert desk.state() == "done"


@pytest.mark.parametrize("stage", STAGES)
async def test_a_cancelled_turn_ends_without_failed_and_goes_on(desk: Desk, stage: str) -> None:
    name, _ = STAGES[stage]
    strange = parameters_answer("inputs", ("threshold", "int", "an odd number"))
    extra: dict[str, Any] = {"inputs_2": [strange]} if stage == "check" else {}
    model = scripted(rules(3, **{**extra, name: [{"text": "", "delay": 30}]}))
    seen: list[Event] = []
    begun = asyncio.Event()

    async def run() -> None:
        async with open_agent(desk.settings, desk.folders) as agent:
            agent.model = model
            events = turns.ask(agent, PROBLEM, Terms(yes, folder=desk.out))
            async with aclosing(events) as running:
                async for event in running:
                    seen.append(event)
                    if isinstance(event, StageStarted) and event.stage == stage:
                        begun.set()

    task = asyncio.create_task(run())
    await begun.wait()
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not of(seen, Failed)
    assert model.active == 0
    assert desk.state() == "interrupted"
    whole = scripted(rules(3, choose_2=['{"threshold": "none"}']))
    assert isinstance((await desk.resume(whole))[-1], Done)


async def test_two_asks_at_once_both_succeed(desk: Desk) -> None:
    both = await asyncio.gather(
        desk.ask(scripted(rules(3)), out=desk.out / "1"), desk.ask(scripted(rules(3)), out=desk.out / "2")
    )
    assert [type(events[-1]) for events in both] == [Done, Done]


async def test_a_turn_that_ends_never_waits_for_the_checkpoints_of_another(desk: Desk) -> None:
    """Waiting in the event loop's thread would keep the other one from finishing its write."""
    await desk.ask(scripted(rules(2)))
    checkpoints = desk.folders.state / "checkpoints.db"
    writing = sqlite3.connect(checkpoints, isolation_level=None)
    with closing(writing):
        writing.execute(
            "INSERT INTO writes (thread_id, checkpoint_id, task_id, idx, channel) VALUES ('x', 'c', 't', 0, 'n')"
        )
        writing.execute("BEGIN IMMEDIATE")
        with desk.store() as store, pytest.raises(StorageError, match="busy"):
            sweep(store, wait=0)
        writing.execute("ROLLBACK")
    with desk.store() as store:
        assert sweep(store, wait=0) == 1


async def test_a_session_that_is_being_worked_on_is_left_alone(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    failure(await desk.revise(scripted(rules(2, code_1=[GONE])), 1, "use wfdb"))
    model = scripted(rules(2))
    with session_lock(desk.folders.state, desk.session()):
        with pytest.raises(SessionInUse):
            await desk.resume(model)
        with pytest.raises(SessionInUse):
            await desk.revise(model, 1, "anew")
        with desk.store() as store, pytest.raises(SessionInUse):
            history.undo(store, desk.session())
    assert model.requests == []
    assert isinstance((await desk.resume(model))[-1], Done)


def _denied(*_: Any, **__: Any) -> str:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _full(*_: Any) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


async def test_a_full_disk_under_the_folder_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        full.setattr(os, "write", _full)
        failed = failure(await desk.ask(scripted(rules(3))))
    assert (failed.code, failed.resumable) == (5, True)
    assert "no space left" in failed.reason
    assert not desk.out.exists()
    model = scripted(rules(3))
    assert isinstance((await desk.resume(model))[-1], Done)
    assert model.requests == []
    assert len(desk.files()) == 7


async def test_a_full_disk_under_a_revision_leaves_the_folder_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.ask(scripted(rules(3)))
    before = desk.files()
    with monkeypatch.context() as full:
        full.setattr(os, "write", _full)
        assert failure(await desk.revise(scripted(rules(3, code_2=[OTHER])), 2, "differently")).code == 5
    assert desk.files() == before
    with desk.store() as store:
        assert history.undo(store, desk.session()).revision == 1
    assert desk.files() == before
    assert isinstance((await desk.resume(scripted(rules(3))))[-1], Done)
    with desk.store() as store:
        assert store.session(desk.session()).head == 2
    assert desk.files() != before


async def test_a_full_disk_under_the_sessions_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Database.run

    def run(self: Database, sql: str, *values: Any) -> int:
        if sql.startswith("INSERT INTO texts") and self.scalar("SELECT count(*) FROM texts") > 12:
            self.rows(f"PRAGMA max_page_count = {self.scalar('PRAGMA page_count')}")
            values = (*values[:1], os.urandom(20_000))
        return usual(self, sql, *values)

    with monkeypatch.context() as full:
        full.setattr(Database, "run", run)
        failed = failure(await desk.ask(scripted(rules(3))))
    assert (failed.code, failed.resumable) == (5, True)
    assert "sessions.db: the disk is full" in failed.reason
    assert desk.state() == "interrupted"
    assert isinstance((await desk.resume(scripted(rules(3))))[-1], Done)


async def test_a_full_disk_under_the_checkpoints_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from agent import checkpoints

    usual = checkpoints._connected

    def connected(path: Path, *wait: float) -> sqlite3.Connection:
        connection = usual(path, *wait)
        connection.execute("PRAGMA max_page_count = 12")
        return connection

    with monkeypatch.context() as full:
        full.setattr(checkpoints, "_connected", connected)
        failed = failure(await desk.ask(scripted(rules(3))))
    assert (failed.code, failed.resumable) == (5, True)
    assert "checkpoints.db: the disk is full" in failed.reason
    assert isinstance((await desk.resume(scripted(rules(3))))[-1], Done)


async def test_a_damaged_checkpoint_file_is_named(desk: Desk) -> None:
    desk.folders.state.mkdir(parents=True)
    (desk.folders.state / "checkpoints.db").write_bytes(b"no database at all " * 100)
    failed = failure(await desk.ask(scripted(rules(2))))
    assert failed.code == 5
    assert "checkpoints.db: it is not" in failed.reason
    assert "begin anew" in failed.hint


async def test_a_folder_that_cannot_take_the_project_is_refused_before_any_request(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = scripted(rules(2))
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StorageError, match="file"):
        await desk.ask(model, out=tmp_path / "file")
    with pytest.raises(StorageError, match="a file stands where a folder is needed"):
        await desk.ask(model, out=tmp_path / "file" / "below")
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "main.py").write_text("print('mine')\n")
    with pytest.raises(StorageError, match=r"main\.py would be overwritten"):
        await desk.ask(model, out=foreign, overwrite=True)
    with monkeypatch.context() as closed:
        closed.setattr(tempfile, "mkdtemp", _denied)
        with pytest.raises(StorageError, match="permission denied"):
            await desk.ask(model)
    assert model.requests == []
    assert (foreign / "main.py").read_text() == "print('mine')\n"
    with desk.store() as store:
        assert store.sessions() == []


async def test_another_project_is_overwritten_only_when_it_is_meant(desk: Desk) -> None:
    await desk.ask(scripted(rules(3)))
    model = scripted(rules(2))
    with pytest.raises(StorageError, match="files are there already") as raised:
        await desk.ask(model)
    assert "--yes" in raised.value.hint
    assert model.requests == []
    assert isinstance((await desk.ask(model, overwrite=True))[-1], Done)
    assert "step_3_derive_energy.py" not in desk.files()


async def test_a_project_can_move_to_another_folder(desk: Desk, tmp_path: Path) -> None:
    await desk.ask(scripted(rules(2)))
    before = desk.files()
    events = await desk.revise(scripted(rules(2, code_1=[OTHER])), 1, "differently", out=tmp_path / "new")
    assert [event.folder for event in of(events, Written)] == [str(tmp_path / "new")]
    assert desk.files() == before


async def test_a_turn_without_its_checkpoints_begins_anew(desk: Desk) -> None:
    failure(await desk.ask(scripted(rules(2, code_1=[GONE]))))
    for path in desk.folders.state.glob("checkpoints.db*"):
        path.unlink()
    events = await desk.resume(scripted(rules(2)))
    assert isinstance(events[-1], Done)
    assert len(of(events, SubTaskReady)) == 2


async def test_a_turn_that_was_killed_before_its_end_was_noted_ends_again_alike(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    before = desk.files()
    with desk.store() as store:
        store.set_turn_state(desk.session(), 1, "running")
    assert desk.state() == "interrupted"
    assert isinstance((await desk.resume(scripted(rules(2))))[-1], Done)
    assert {name: data for name, data in desk.files().items() if name != "project.json"} == {
        name: data for name, data in before.items() if name != "project.json"
    }


async def test_tokens_come_with_their_stage_and_sub_task(desk: Desk) -> None:
    events = await desk.ask(scripted(rules(2)))
    assert {event.stage for event in of(events, Token)} == {"decompose", "transform", "generate"}
    stages = list(dict.fromkeys(event.stage for event in of(events, StageStarted)))
    assert stages == ["decompose", "transform", "check", "generate", "assemble"]


async def test_an_accepted_turn_is_not_asked_about_again(desk: Desk) -> None:
    failure(await desk.ask(scripted(rules(2, code_2=[GONE]))))

    async def never(_project: Project, _checked: PlanChecked | None) -> bool:
        raise AssertionError

    assert isinstance((await desk.resume(scripted(rules(2)), accept=never))[-1], Done)


def threads(desk: Desk) -> list[str]:
    connection = sqlite3.connect(desk.folders.state / "checkpoints.db")
    try:
        found = connection.execute("SELECT thread_id FROM checkpoints UNION SELECT thread_id FROM writes").fetchall()
    finally:
        connection.close()
    return sorted(name for (name,) in found)


async def test_collected_turns_close_behind_themselves(desk: Desk) -> None:
    async with open_agent(desk.settings, desk.folders) as agent:
        agent.model = scripted(rules(2))
        await collected(turns.ask(agent, PROBLEM, Terms(yes, folder=desk.out)))
    assert not list(desk.folders.state.glob("*-wal"))
    assert not list((desk.folders.state / "locks").iterdir())
