from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from click.testing import Result

from agent.locks import session_lock
from agent.store import Store
from core.events import Done
from core.problem import Problem
from core.project import Parameter, Program, Project, Spec, SubTask, SubTaskState
from graph.state import state_of
from tests.cli.conftest import Turns

Gpiot = Callable[..., Result]
SPEC = Spec(
    "Find beats",
    (Parameter("signal", "numpy.ndarray", "raw \x1b[31mECG"),),
    (Parameter("peaks", "list[int]", "where"),),
)
DONE = Done(session="beats-1", revision=1, seconds=1.0, answer_tokens=1, calls=1)


def project(code: str) -> Project:
    first = SubTask(1, "Find beats", "Filter, [bold]then[/bold] search.", (), SubTaskState.DONE, SPEC).named()
    first = replace(first, program=Program(code, "Docs.", (), "Tiny"), wishes=("use wavelets",), notes=("flagged",))
    second = SubTask(2, "Report", "Print.", (1,), SubTaskState.FAILED, error="generate: no code").named()
    return Project(Problem("Find every heartbeat."), {1: first, 2: second}, (1, 2))


def keep(store: Store, name: str, code: str, what: str) -> None:
    state = state_of(project(code), store)
    files = {"main.py": store.put("print()\n"), "step_1_find_beats.py": store.put(code)}
    body = {"state": state, "files": files, "calls": [], "models": {}, "about": {"settings": {}}}
    turn = store.begin_turn(name, "ask", {})
    store.add_revision(name, turn.number, what, body)
    store.set_turn_state(name, turn.number, "done")


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store(home / "state" / "sessions.db") as opened:
        opened.create_session("beats-1", "Find every heartbeat.", opened.put("Find every heartbeat."), {})
        keep(opened, "beats-1", "x = 1\n", "ask")
        opened.create_session("falls-2", "Detect falls.", opened.put("Detect falls."), {})
        yield opened


def test_list_without_sessions_says_how_to_begin(gpiot: Gpiot) -> None:
    result = gpiot("sessions", "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "gpiot ask" in result.stderr
    assert json.loads(gpiot("sessions", "list", "--json").stdout) == {"sessions": []}


@pytest.mark.usefixtures("store")
def test_list_names_every_session(gpiot: Gpiot) -> None:
    rows = [line.split("\t") for line in gpiot("sessions", "list").stdout.splitlines()]
    assert {(row[0], row[1], row[2]) for row in rows} == {
        ("beats-1", "done", "Find every heartbeat."),
        ("falls-2", "new", "Detect falls."),
    }
    found = json.loads(gpiot("sessions", "list", "--json").stdout)["sessions"]
    assert {row["id"]: row["revisions"] for row in found} == {"beats-1": 1, "falls-2": 0}


@pytest.mark.usefixtures("store")
def test_show_is_the_plan_with_states_and_nothing_is_markup(gpiot: Gpiot) -> None:
    result = gpiot("sessions", "show", "bea")
    assert result.exit_code == 0
    for text in (
        "1. Find beats",
        "2. Report  after 1",
        "[bold]then[/bold]",
        "asked for: use wavelets",
        "generate: no code",
    ):
        assert text in result.stdout
    assert "2 sub-tasks: 1 done, 1 failed" in result.stdout


@pytest.mark.usefixtures("store")
def test_show_of_one_sub_task_has_its_program_without_escapes(gpiot: Gpiot) -> None:
    result = gpiot("sessions", "show", "beats-1", "1")
    assert "x = 1" in result.stdout
    assert "raw [31mECG" in result.stdout
    assert "\x1b" not in result.stdout
    missing = gpiot("sessions", "show", "beats-1", "7")
    assert missing.exit_code == 2
    assert missing.stderr == "gpiot: Session beats-1 has no sub-task 7.\n  Its sub-tasks: 1, 2.\n"


@pytest.mark.usefixtures("store")
def test_show_json_is_project_json(gpiot: Gpiot) -> None:
    found = json.loads(gpiot("sessions", "show", "beats-1", "--json").stdout)
    assert found["version"] == 1
    assert [item["id"] for item in found["subtasks"]] == [1, 2]
    assert found["subtasks"][0]["spec"] == json.loads(json.dumps(asdict(SPEC)))


@pytest.mark.parametrize("command", ["show", "resume", "delete", "export"])
@pytest.mark.usefixtures("store")
def test_an_unknown_session_exits_5(gpiot: Gpiot, command: str, tmp_path: Path) -> None:
    extra = ["--out", str(tmp_path / "x")] if command == "export" else []
    plain = gpiot("sessions", command, "nix", *extra)
    assert plain.exit_code == 5
    assert plain.stderr.startswith("gpiot: No session is named nix")
    assert len(plain.stderr.splitlines()) == 2
    as_json = gpiot("sessions", command, "nix", *extra, "--json")
    found = json.loads(as_json.stdout)
    assert as_json.exit_code == found["code"] == 5
    assert "No session is named nix" in found.get("error", found.get("reason"))


@pytest.mark.usefixtures("store")
def test_export_writes_the_folder_and_overwrites_what_was_edited_only_with_yes(gpiot: Gpiot, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert gpiot("sessions", "export", "beats-1", "--out", str(folder)).exit_code == 0
    assert (folder / "step_1_find_beats.py").read_text() == "x = 1\n"
    assert gpiot("sessions", "export", "beats-1", "--out", str(folder)).exit_code == 0
    (folder / "step_1_find_beats.py").write_text("x = 2\n")
    again = gpiot("sessions", "export", "beats-1", "--out", str(folder))
    assert again.exit_code == 5
    assert (folder / "step_1_find_beats.py").read_text() == "x = 2\n"
    assert "--yes" in again.stderr
    written = json.loads(gpiot("sessions", "export", "beats-1", "--out", str(folder), "--yes", "--json").stdout)
    assert written["folder"] == str(folder)
    assert "project.json" in written["files"]


def test_delete_needs_a_yes_where_nobody_can_be_asked(gpiot: Gpiot, store: Store) -> None:
    refused = gpiot("sessions", "delete", "falls-2")
    assert refused.exit_code == 2
    assert "--yes" in refused.stderr
    assert json.loads(gpiot("sessions", "delete", "falls", "--yes", "--json").stdout) == {"deleted": "falls-2"}
    assert [session.id for session in store.sessions()] == ["beats-1"]


def test_delete_leaves_a_session_in_use_alone(gpiot: Gpiot, store: Store, home: Path) -> None:
    with session_lock(home / "state", "falls-2"):
        result = gpiot("sessions", "delete", "falls-2", "--yes")
    assert result.exit_code == 5
    assert "in use" in result.stderr
    assert len(store.sessions()) == 2


def test_prune_keeps_the_latest_revisions(gpiot: Gpiot, store: Store) -> None:
    for number in range(3):
        keep(store, "beats-1", f"x = {number}\n", "revise")
    pruned = json.loads(gpiot("sessions", "prune", "--keep", "2", "--yes", "--json").stdout)
    assert pruned["revisions"] == 2
    assert len(store.revisions("beats-1")) == 2


def test_undo_restores_shows_the_difference_and_ends(gpiot: Gpiot, store: Store) -> None:
    keep(store, "beats-1", "x = 2\n", "revise 1: be better")
    result = gpiot("undo", "beats-1")
    assert result.exit_code == 0
    assert "-x = 2" in result.stdout
    assert "+x = 1" in result.stdout
    assert "Undone: revise 1: be better. beats-1 is at revision 1 again." in result.stdout
    ended = gpiot("undo", "beats-1", "--json")
    assert ended.exit_code == 5
    assert "nothing to undo" in json.loads(ended.stdout)["error"]


def test_resume_revise_and_replay_hand_over_what_was_asked(gpiot: Gpiot, turns: Turns, tmp_path: Path) -> None:
    turns.script = [DONE]
    for arguments in (
        ("sessions", "resume", "beats-1", "--yes"),
        ("revise", "beats-1", "2", "use a Kalman filter", "--cascade", "--out", "there"),
        ("replay", str(tmp_path / "project.json")),
    ):
        assert gpiot(*arguments, "--json").exit_code == 0
    (resumed, revised, replayed) = turns.calls
    (name, (session, terms), _) = resumed
    assert (name, session, terms.overwrite) == ("resume", "beats-1", True)
    (name, (*asked, terms), options) = revised
    assert (name, asked, options) == ("revise", ["beats-1", [2], "use a Kalman filter"], {"cascade": True})
    assert (terms.folder, terms.overwrite) == (Path("there"), False)
    assert replayed == ("replay", (tmp_path / "project.json",), {})


def test_a_file_of_a_newer_version_is_left_alone(gpiot: Gpiot, home: Path) -> None:
    import sqlite3

    (home / "state").mkdir(parents=True)
    with sqlite3.connect(home / "state" / "sessions.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    result = gpiot("sessions", "list")
    assert result.exit_code == 5
    assert "newer gpiot" in result.stderr
