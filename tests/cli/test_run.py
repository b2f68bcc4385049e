"""``gpiot run``: nothing runs unasked, and what came of a run is told."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from core.errors import SandboxError
from core.run_events import Printed, RepairStarted, RunEnded, RunStarted, StepRan
from core.runs import UNSAFE, Budget, Evaluation, Fault, Measured, Metric, Ran, Table
from tests.cli.conftest import Turns
from tests.cli.terminal import on_a_terminal

Gpiot = Callable[..., Result]
bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
EVIL = "\x1b]0;owned\x07\x1b[2J"
MEASURED = Measured(1.5, 1.25, 43.2, {1: 0.5, 2: 0.75}, items=2)
GOOD = Ran(
    "done",
    "bubblewrap",
    MEASURED,
    evaluations=(
        Evaluation(
            "r-peaks",
            (Metric("F1", 0.9871), Metric("F1", 0.98, "100"), Metric("F1", 0.99, f"103{EVIL}")),
            "against .atr",
            Table(("rest", "walk"), ("rest", "walk"), ((5, 1), (0, 7))),
        ),
    ),
    budgets=(Budget("memory", 200, "MB", "not more than 200 MB", measured=43.2),),
)
FAULT = Fault("error", f"KeyError: 'ecg' {EVIL}(step_2_filter.py, line 7)", 2, trace="Traceback", values={"x": "(5,)"})
BAD = Ran("failed", "limits only", MEASURED, fault=FAULT, budgets=(Budget("time", 1, "s", "within 1 s", measured=2.0),))


def ended(ran: Ran) -> RunEnded:
    return RunEnded(session="s-1", ran=ran, rounds=1, folder="/runs/1", code=0 if ran.ok else 1)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder that holds a program, of which more is not known."""
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "main.py").write_text("print(1)\n")
    return tmp_path / "project"


@bubblewrap
def test_nothing_runs_without_a_yes(gpiot: Gpiot, turns: Turns, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPIOT_RUNTIME_PYTHON", sys.executable)
    for more in ((), ("--json",)):
        result = gpiot("run", str(project), *more)
        assert result.exit_code == 2
        assert "not run unasked" in result.output
    assert turns.calls == []


@bubblewrap
@pytest.mark.parametrize(("typed", "code"), [(b"n\n", 1), (b"y\n", 0)])
def test_a_person_is_asked_on_a_terminal(tmp_path: Path, project: Path, typed: bytes, code: int) -> None:
    environ = {"GPIOT_RUNTIME_PYTHON": sys.executable}
    status, seen = on_a_terminal(typed, "-m", "cli.main", "run", str(project), home=tmp_path, environ=environ)
    assert f"Run the program of {project} in the sandbox? [Y/n]" in seen
    assert status == code, seen


@pytest.mark.parametrize(
    ("arguments", "says", "code"),
    [
        (("nothing-there",), "No session is named nothing-there", 5),
        (("project", "--data", "nowhere"), "nowhere does not exist", 2),
        (("project", "--set", "x=1"), "no argument x", 2),
        (("project", "--set", "x"), "is not NAME=VALUE", 2),
        (("project", "--metric", "bogus"), "No evaluator gives 'bogus'", 2),
        (("project", "--unsafe-no-sandbox"), "gpiot runtime install", 6),
    ],
)
def test_nobody_is_asked_about_what_cannot_begin(
    tmp_path: Path, project: Path, arguments: tuple[str, ...], says: str, code: int
) -> None:
    given = [str(project) if one == "project" else one for one in arguments]
    status, seen = on_a_terminal(
        b"", "-m", "cli.main", "run", *given, home=tmp_path, environ={"GPIOT_RUNTIME_PYTHON": ""}
    )
    assert "Run the program" not in seen
    assert says in seen
    assert status == code, seen


def test_what_is_wanted_reaches_the_agent(gpiot: Gpiot, turns: Turns, tmp_path: Path) -> None:
    turns.script = [ended(GOOD)]
    options = ("--data", str(tmp_path), "--metric", "r-peaks", "--from", "2", "--set", "window=5", "--repair", "3")
    assert gpiot("run", "s-1", "--yes", *options).exit_code == 0
    [(_, (target, wanted, terms), _)] = turns.calls
    assert (target, wanted.data, wanted.metric, wanted.first) == ("s-1", str(tmp_path), "r-peaks", 2)
    assert (dict(wanted.given), wanted.repairs, wanted.unsafe) == ({"window": "5"}, 3, False)
    # --yes is for running; files that the person has edited are theirs.
    assert terms.overwrite is False


def test_repair_alone_takes_the_number_of_the_settings(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [ended(GOOD)]
    gpiot("run", "s-1", "--yes", "--repair")
    gpiot("run", "s-1", "--yes")
    assert [arguments[1].repairs for _, arguments, _ in turns.calls] == [2, 0]


@pytest.mark.parametrize(
    ("options", "says"),
    [(("--from", "1", "--only", "2"), "exclude each other"), (("--set", "window"), "is not NAME=VALUE")],
)
def test_options_that_cannot_be(gpiot: Gpiot, turns: Turns, options: tuple[str, ...], says: str) -> None:
    result = gpiot("run", "s-1", "--yes", *options)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_good_run_is_told(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [
        RunStarted(isolation="bubblewrap", arguments=("/data",)),
        Printed(text=f"Case 100 {EVIL}"),
        StepRan(subtask=1),
        StepRan(subtask=1, seconds=0.5),
        ended(GOOD),
    ]
    result = gpiot("run", "s-1", "--yes")
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    for part in ("Run, bubblewrap", "Case 100", "sub-task 1: 0.50 s", "0.9871", "pass", "not more than 200 MB", "walk"):
        assert part in result.stdout
    assert "done · 1.50 s · 1.25 s CPU · 43 MB · 0.75 s an item · 1 repair" in result.stdout
    assert UNSAFE not in result.stdout


def test_a_bad_run_is_told_and_exits_with_1(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [
        RunStarted(isolation="limits only", arguments=()),
        RepairStarted(subtask=2, round=1, of=2, reason="KeyError", why="the failure's place"),
        ended(BAD),
    ]
    result = gpiot("run", "s-1", "--yes", "--unsafe-no-sandbox")
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout
    for part in (UNSAFE, "Repair 1 of 2: sub-task 2", "Sub-task 2 is at fault (error): KeyError", "Traceback", "fail"):
        assert part in result.stdout


def test_json_ends_with_one_flat_object(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [RunStarted(isolation="bubblewrap", arguments=()), ended(BAD)]
    result = gpiot("run", "s-1", "--yes", "--json")
    assert result.exit_code == 1
    last = json.loads(result.stdout.splitlines()[-1])
    assert (last["event"], last["ok"], last["state"], last["subtask"]) == ("run_ended", False, "failed", 2)
    assert (last["wall_s"], last["cpu_s"], last["peak_mb"], last["rounds"]) == (1.5, 1.25, 43.2, 1)
    assert last["budgets"][0]["state"] == "fail"
    assert last["metrics"] == {}


def test_a_missing_sandbox_is_one_line(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [SandboxError("bubblewrap is not installed.", "Install it.")]
    result = gpiot("run", "s-1", "--yes")
    assert result.exit_code == 6
    assert result.stderr.splitlines()[0].startswith("gpiot: bubblewrap is not installed.")
