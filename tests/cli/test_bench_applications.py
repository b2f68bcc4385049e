"""``gpiot bench heartbeat|activity|multimodal|resources`` on made-up outcomes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from agent.applications import trials
from agent.applications.outcomes import Outcome, Score
from agent.applications.trials import Asked, Progress
from cli.bench_applications import COMMANDS
from cli.options import Output
from core.runs import Measured
from tests.cli.conftest import Turns

TOOK = Measured(1.5, 1.25, 43.2)
EVIL = "\x1b]0;owned\x07"
OUTCOMES = (
    Outcome(
        1, "", 7, "s-1", "4 of 4 from the library", written=True, ran=True, kept=True, took=TOOK,
        score=Score(0.9912, "r-peaks", {"F1": 0.9912}, {"100": 1.0, f"108{EVIL}": 0.9675}), inference_mb=32.4,
    ),
    Outcome(2, "", 8, "s-2", written=True, reason=f"KeyError: 'ecg' {EVIL}" + "long " * 40, took=TOOK),
    Outcome(3, "", 9, reason="decompose: no plan"),
)  # fmt: skip


@pytest.fixture
def bench(turns: Turns, home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Result, list[Asked]]]:
    asked: list[Asked] = []

    async def trial(_agent: Any, wanted: Asked, tell: Callable[[Progress], None]) -> tuple[Outcome, ...]:
        asked.append(wanted)
        tell(Progress(OUTCOMES[0], 1, 3, 2.5, 48.0))
        tell(Progress(OUTCOMES[1], 2, 3, 2.5, 24.0))
        return OUTCOMES

    monkeypatch.setattr(trials, "trial", trial)
    group = click.Group("bench", commands={command.name or "": command for command in COMMANDS})

    def run(*arguments: str) -> tuple[Result, list[Asked]]:
        return CliRunner().invoke(group, arguments, obj=Output(), catch_exceptions=False), asked

    return run


def test_there_is_a_command_for_each_application() -> None:
    assert [command.name for command in COMMANDS] == ["heartbeat", "activity", "multimodal", "resources"]


def test_a_table_with_one_line_a_program_and_a_summary(bench: Any, tmp_path: Path) -> None:
    result, asked = bench("heartbeat", "--data", str(tmp_path), "-n", "3", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0
    assert asked == [Asked("heartbeat", 3, tmp_path / "out", str(tmp_path))]
    lines = result.stdout.splitlines()
    assert lines[0].split("  ")[0] == "program"
    cells = [cell.strip() for cell in lines[1].split("  ") if cell.strip()]
    assert cells[:6] == ["1", "7", "4 of 4 from the library", "yes", "0.991", "0.968"]
    assert cells[6:] == ["r-peaks", "kept", "43", "-", "32", "1.2", "1.5"]
    assert " no " in lines[2]
    assert "KeyError" in lines[2]
    assert "not written" in lines[3]
    assert "decompose: no plan" in lines[3]
    summary = lines[6].split()
    assert summary[:8] == ["heartbeat", "3", "2", "1", "1", "0", "0.991", "0.991"]
    assert "108" in result.stdout
    assert "0.968" in lines[8]
    assert "\x1b" not in result.output
    assert "1/3  program 1: 0.991  2.5 a minute, 48 s left" in result.stderr


def test_json_is_one_object_and_nothing_else(bench: Any, tmp_path: Path) -> None:
    result, _ = bench("heartbeat", "--json", "--out", str(tmp_path))
    found = json.loads(result.stdout)
    assert (found["bench"], found["folder"]) == ("heartbeat", str(tmp_path))
    assert [program["ran"] for program in found["programs"]] == [True, False, False]
    assert found["summary"][""]["mean"] == pytest.approx(0.9912)
    assert found["programs"][0]["took"]["peak_mb"] == 43.2


def test_without_data_and_folder_there_are_defaults(
    bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _, asked = bench("resources")
    assert asked == [Asked("resources", 5, tmp_path / "bench-resources", "")]


def test_the_commands_import_nothing_heavy() -> None:
    code = (
        "import sys, cli.bench_applications; print([m for m in ('numpy', 'langgraph', 'pydantic') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
