from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from cli.main import COMMANDS, cli
from tests.cli.conftest import Turns

ROOT = Path(__file__).parents[2]
Gpiot = Callable[..., Result]


def test_help_names_every_command_and_its_summary(gpiot: Gpiot) -> None:
    for flag in ("--help", "-h"):
        result = gpiot(flag)
        assert result.exit_code == 0
        words = " ".join(result.output.split())
        assert all(f"{name} {summary}" in words for name, summary in COMMANDS.items())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summaries_are_those_of_the_commands(name: str) -> None:
    command = cli.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(200) == COMMANDS[name]


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["ask", "x", "--seed", "-1"], ["ask", "x", "--backend", "foo"], ["revise", "s", "0", "w"]],
)
def test_a_wrong_command_line_exits_2(gpiot: Gpiot, arguments: list[str]) -> None:
    result = gpiot(*arguments)
    assert result.exit_code == 2
    assert "Error:" in result.stderr


def test_a_misspelt_command_is_asked_back(gpiot: Gpiot) -> None:
    assert "There is no command 'methds'. Did you mean methods?" in gpiot("methds").stderr
    assert "All of them: gpiot --help" in gpiot("xyzzy").stderr


@pytest.mark.parametrize(
    ("arguments", "told", "page"),
    [
        (["place", "solve", "--json"], "Missing argument 'FILE'.", "gpiot place solve"),
        (["place", "x.ep", "--jsn", "--json"], "No such option '--jsn'", "gpiot place solve"),
        (["place", "x.ep", "--goal", "power", "--json"], "Invalid value for '--goal'", "gpiot place solve"),
        (["config", "--jsn", "--json"], "No such option '--jsn'", "gpiot config"),
    ],
)
def test_a_wrong_command_line_is_an_object_where_json_is_wanted(
    gpiot: Gpiot, arguments: list[str], told: str, page: str
) -> None:
    result = gpiot(*arguments)
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr, found["code"]) == (2, "", 2)
    assert found["error"].startswith(told)
    assert found["hint"] == f"See {page} --help."


def test_a_word_that_is_no_command_of_place_is_an_object_too(gpiot: Gpiot) -> None:
    assert "Did you mean gpiot place check?" in json.loads(gpiot("place", "chek", "--json").stdout)["hint"]


def test_a_wrong_command_line_is_an_event_where_events_are_wanted(gpiot: Gpiot) -> None:
    result = gpiot("ask", "x", "--seed", "-1", "--json")
    found = json.loads(result.stdout.splitlines()[-1])
    assert (result.exit_code, found["event"], found["code"]) == (2, "failed", 2)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(gpiot: Gpiot, shell: str) -> None:
    result = gpiot("completion", shell)
    assert result.exit_code == 0
    assert f"_GPIOT_COMPLETE={shell}_complete" in result.stdout


def test_names_of_sessions_complete(home: Path) -> None:
    from agent.store import Store

    environ = {**os.environ, "GPIOT_HOME": str(home), "_GPIOT_COMPLETE": "bash_complete", "COMP_CWORD": "3"}

    def complete() -> str:
        command = [sys.executable, "-m", "cli.main"]
        words = {"COMP_WORDS": "gpiot sessions show de"}
        return subprocess.run(command, cwd=ROOT, env=environ | words, capture_output=True, text=True, check=True).stdout

    assert complete().split() == []
    assert not home.exists()
    with Store(home / "state" / "sessions.db") as store:
        for name in ("detect-beats-1", "other-2"):
            store.create_session(name, "A title", store.put("problem"), {})
    assert complete().split() == ["plain,detect-beats-1"]


def test_ctrl_c_at_any_time_exits_130(gpiot: Gpiot, turns: Turns) -> None:
    turns.script = [KeyboardInterrupt()]
    result = gpiot("ask", "Blink.")
    assert result.exit_code == 130
    assert result.stderr.strip() == "gpiot: interrupted"


def test_ctrl_c_is_an_object_where_a_command_prints_one(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.place.read", interrupted)
    result = gpiot("place", "check", "x.ep", "--json")
    assert (result.exit_code, result.stderr) == (130, "")
    assert json.loads(result.stdout) == {"error": "interrupted", "hint": "", "code": 130}


def test_a_reader_that_leaves_is_no_fault(home: Path) -> None:
    command = f"{sys.executable} -m cli.main config | true"
    environ = {**os.environ, "GPIOT_HOME": str(home)}
    result = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert result.stderr == ""


SLOW = """
import asyncio, os, sys
import agent.turns, agent.wiring
from contextlib import asynccontextmanager
from core.events import StageStarted

@asynccontextmanager
async def open_agent(*_):
    yield None

async def ask(*_, **__):
    yield StageStarted(session="blink-1", seq=1, stage="decompose")
    await asyncio.sleep(60)

agent.wiring.open_agent, agent.turns.ask = open_agent, ask
from cli.main import main
main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("json", [True, False])
def test_an_interrupted_turn_names_its_session(home: Path, number: signal.Signals, json: bool) -> None:
    command = [sys.executable, "-u", "-c", SLOW, "ask", "Blink.", *(["--json"] if json else [])]
    environ = {**os.environ, "GPIOT_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline() or process.stdout.readline()
        while not first.strip():
            first = process.stdout.readline()
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    where = (out if json else err).strip().splitlines()[-1]
    assert "gpiot sessions resume blink-1` goes on where it stopped" in where
    if json:
        assert '"event": "failed"' in where
        assert err == ""
