from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from core.errors import BackendUnreachable, BudgetError, StageError, StorageError, UsageError
from core.events import Done, Failed, ModelChosen, ProgramReady, StageStarted, Token
from core.problem import Problem
from core.project import Program
from core.settings import Folders, Settings
from tests.cli.conftest import Turns

Gpiot = Callable[..., Result]
CHOSEN = ModelChosen(
    session="s-1", seq=1, backend="embedded", models={"tdslm": "Tiny"}, why="asked for", weak=True, notice="It is weak."
)
DONE = Done(
    session="s-1",
    seq=2,
    revision=1,
    seconds=2.0,
    answer_tokens=100,
    calls=4,
    folder="/tmp/x",
    states={"1": "done", "2": "done"},
)
FAILED = Failed(
    session="s-1", seq=3, stage="decompose", reason="No valid plan.", hint="Say more.", code=1, resumable=True
)


def test_text_file_and_standard_input_are_problems(gpiot: Gpiot, turns: Turns, tmp_path: Path) -> None:
    file = tmp_path / "problem.md"
    file.write_bytes("\ufeffZähle Schritte. 检测跌倒".encode())
    turns.script = [DONE]
    for text, stdin in (("Zähle Schritte. 检测跌倒", None), (f"@{file}", None), ("-", "Zähle Schritte. 检测跌倒")):
        assert gpiot("ask", text, stdin=stdin).exit_code == 0
    assert [arguments[:-1] for _, arguments, _ in turns.calls] == [("Zähle Schritte. 检测跌倒",)] * 3


def test_a_named_plan_is_a_line_of_the_problem(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [DONE]
    assert gpiot("ask", "Who is there?", "--plan", "csi_presence").exit_code == 0
    assert Problem.from_text(turns.calls[0][1][0]) == Problem("Who is there?", plan="csi_presence")


@pytest.mark.parametrize(
    "command", [("ask", "Blink."), ("revise", "s-1", "1", "faster"), ("sessions", "resume", "s-1")]
)
def test_programs_are_listed_and_printed_on_demand(gpiot: Gpiot, turns: Turns, command: tuple[str, ...]) -> None:
    program = Program("def blink():\n    return 42\n", "", (), "Tiny")
    turns.script = [
        ProgramReady(session="s-1", subtask=1, module="step_1_blink", function="blink", program=program),
        DONE,
    ]
    listed, whole = gpiot(*command).stdout, gpiot(*command, "--code").stdout
    assert "step_1_blink.py · 2 lines · written by Tiny" in listed
    assert "return 42" not in listed
    assert "return 42" in whole


def test_options_arrive(gpiot: Gpiot, turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    import agent.wiring

    seen: list[Settings] = []
    opened = agent.wiring.open_agent

    def watched(settings: Settings, folders: Folders, *more: Any) -> Any:
        seen.append(settings)
        return opened(settings, folders, *more)

    monkeypatch.setattr(agent.wiring, "open_agent", watched)
    turns.script = [DONE]
    gpiot("ask", "Blink.", "--out", "there", "--backend", "scripted", "--model", "m", "--seed", "7", "--yes")
    [(_, (_, terms), _)] = turns.calls
    assert (terms.folder, terms.overwrite) == (Path("there"), True)
    assert (seen[0].backend, seen[0].model, seen[0].seed) == ("scripted", "m", 7)
    gpiot("ask", "Blink.")
    terms = turns.calls[1][1][-1]
    assert (terms.folder, terms.overwrite) == (None, False)
    assert seen[1].backend == "auto"


def test_json_is_one_event_a_line_and_nothing_else(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [CHOSEN, Token(session="s-1", seq=2, stage="decompose", text="\x1b[2Jhé", tokens=1), DONE]
    result = gpiot("ask", "Blink.", "--json")
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert [event["event"] for event in events] == ["model_chosen", "token", "done"]
    assert events[1]["text"] == "\x1b[2Jhé"
    assert list(events[0])[:2] == ["event", "session"]
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("The problem is empty.", "Say more."), 2),
        (BudgetError("Too long.", "Shorten it."), 2),
        (StageError("decompose", "No plan.", "Try again."), 1),
        (BackendUnreachable("Nobody answers.", "Start it."), 3),
        (StorageError("/x: the disk is full.", "Free some."), 5),
    ],
)
def test_a_turn_that_cannot_begin_is_one_line_and_a_hint(
    gpiot: Gpiot, turns: Turns, error: UsageError, code: int
) -> None:
    turns.script = [error]
    plain = gpiot("ask", "Blink.")
    assert plain.exit_code == code
    assert plain.stderr == f"gpiot: {error.message}\n  {error.hint}\n"
    assert plain.stdout == ""
    events = gpiot("ask", "Blink.", "--json")
    assert events.exit_code == code
    [line] = events.stdout.splitlines()
    last = json.loads(line)
    assert (last["event"], last["reason"], last["hint"], last["code"]) == ("failed", error.message, error.hint, code)
    assert events.stderr == ""


def test_a_failed_turn_exits_with_its_code(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [CHOSEN, FAILED]
    plain = gpiot("ask", "Blink.")
    assert plain.exit_code == 1
    assert plain.stderr.splitlines() == [
        "gpiot: No valid plan.",
        "  Say more. `gpiot sessions resume s-1` goes on where it stopped.",
    ]
    events = gpiot("ask", "Blink.", "--json")
    assert events.exit_code == 1
    assert [json.loads(line)["event"] for line in events.stdout.splitlines()] == ["model_chosen", "failed"]


def test_an_interruption_is_the_last_event(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [CHOSEN, StageStarted(session="s-1", seq=2, stage="decompose"), KeyboardInterrupt()]
    result = gpiot("ask", "Blink.", "--json")
    last = json.loads(result.stdout.splitlines()[-1])
    assert result.exit_code == 130
    assert (last["event"], last["session"], last["seq"], last["stage"], last["code"]) == (
        "failed",
        "s-1",
        3,
        "decompose",
        130,
    )
    assert last["resumable"] is True


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_is_no_problem_is_refused(
    gpiot: Gpiot, turns: Turns, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "problem.md"
    if content is not None:
        file.write_bytes(content)
    result = gpiot("ask", f"@{file}")
    assert result.exit_code == 2
    assert str(file) in result.stderr
    assert turns.calls == []


def test_no_problem_and_no_terminal_is_a_usage_error(gpiot: Gpiot, turns: Turns) -> None:
    result = gpiot("ask")
    assert result.exit_code == 2
    assert result.stderr.startswith("gpiot: No problem is given.")
    assert turns.calls == []


def test_a_damaged_config_file_is_named(gpiot: Gpiot, turns: Turns, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("seed = 'many'\n")
    result = gpiot("ask", "Blink.")
    assert result.exit_code == 2
    assert "config.toml: seed:" in result.stderr
    assert turns.calls == []
