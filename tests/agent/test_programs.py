"""What can be run, and with which arguments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.programs import Runnable, argv, find, of_folder
from core.errors import SessionUnknown, StorageError, UsageError
from core.problem import Problem
from core.project import Parameter, Project, Source, Spec
from tests.agent.playing import Desk
from tests.fakes import rules, scripted, subtask


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_a_session_runs_as_it_stands_and_names_files_that_were_edited(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    with desk.store() as store:
        program = find(store, desk.session())
        assert (program.session, program.folder, program.notes) == (desk.session(), None, ())
        assert program.files["main.py"] == (desk.out / "main.py").read_text()
        assert [(step.subtask, step.function) for step in program.steps()] == [
            (1, "load_recordings"),
            (2, "filter_baseline"),
        ]
        assert [one.name for one in program.steps()[1].inputs] == ["value_1"]
        (desk.out / "main.py").write_text("print('mine')\n")
        [note] = find(store, desk.session()).notes
        assert f"gpiot run {desk.out}" in note


async def test_a_folder_runs_where_it_lies_with_or_without_its_manifest(desk: Desk) -> None:
    await desk.ask(scripted(rules(2)))
    with desk.store() as store:
        program = find(store, str(desk.out))
    assert (program.session, program.folder) == ("", desk.out)
    assert [step.subtask for step in program.steps()] == [1, 2]
    (desk.out / "project.json").unlink()
    bare = of_folder(desk.out)
    assert bare.steps() == ()
    assert argv(bare, "/data", {}) == ("/data",)


def test_what_cannot_be_run_is_named(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    desk.folders.state.mkdir(parents=True)
    with desk.store() as store:
        with pytest.raises(SessionUnknown):
            find(store, "nothing-of-the-kind")
        with pytest.raises(StorageError, match=r"holds no main\.py"):
            find(store, str(tmp_path / "empty"))
    (tmp_path / "empty" / "main.py").touch()
    for text in ("{", json.dumps({"problem": {}}), "[]"):
        (tmp_path / "empty" / "project.json").write_text(text)
        with pytest.raises(StorageError, match="cannot be read"):
            of_folder(tmp_path / "empty")


def asking(*items: str, missing: str = "") -> Runnable:
    task = subtask(1)
    if missing:
        spec = Spec("Do it.", (Parameter(missing, "float", "how long"),), ())
        task = subtask(1, spec=spec, sources={missing: Source("missing", missing)})
    return Runnable("x", Project(Problem("Do it.", tuple(items)), {1: task}, (1,)), {}, None)


def test_the_data_goes_to_the_argument_that_is_a_place() -> None:
    program = asking("rate (float): samples a second", "data_path (str): path of the folder", missing="window")
    assert argv(program, "/d", {"rate": "360", "window": "5"}) == ("--window", "5", "--", "360", "/d")
    assert argv(asking("data_path (str): path of the folder"), "/d", {"data_path": "/e"}) == ("--", "/e")


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ("data_path (str): path of the folder", "data_path (path of the folder)"),
        ("`data_path`: path: of the folder", "data_path (path: of the folder)"),
        ("path of the local data folder", "data_path (path of the local data folder)"),
        ("path of the folder: one file each", "path (path of the folder: one file each)"),
    ],
)
def test_a_missing_argument_is_named_once(item: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        argv(asking(item), "", {})
    assert caught.value.message == f"The program needs {says}."


@pytest.mark.parametrize(
    ("program", "data", "given", "says", "hint"),
    [
        (asking("data_path (str): path of the folder"), "", {}, "data_path", "--data PATH"),
        (asking("rate (float): samples a second"), "/d", {}, "samples a second", "--set rate=VALUE"),
        (asking(missing="window"), "/d", {}, "how long", "--set window=VALUE"),
        (asking("rate (float): samples a second"), "", {"rat": "1"}, "no argument rat", "It takes: rate"),
    ],
)
def test_missing_and_unknown_arguments_are_named(
    program: Runnable, data: str, given: dict[str, str], says: str, hint: str
) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        argv(program, data, given)
    assert hint in caught.value.hint
