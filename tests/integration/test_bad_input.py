"""Bad input on the command line: one clear line, its exit code, and nothing lost."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bench.processes import Process, environment, run
from tests.fakes import rules

ASK = ("ask", "Detect falls.", "--backend", "scripted", "--yes")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"rules": rules(2), "abilities": {"context": 3072}}), "utf-8")
    return environment(tmp_path / "home", GPIOT_SCRIPT=str(script))


def refused(environ: dict[str, str], *arguments: str, code: int, says: str) -> None:
    """Both forms: an event or object with ``--json``, else one line and a hint on stderr."""
    json_form = Process(environ, *arguments)
    command = [sys.executable, "-m", "cli.main", *arguments]
    plain = subprocess.run(command, env=environ, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    as_json = json_form.outcome()
    assert as_json.code == plain.returncode == code, as_json
    assert says in as_json.reason
    assert as_json.stderr == ""
    lines = plain.stderr.splitlines()
    assert lines[0].startswith("gpiot: ")
    assert says in lines[0]
    assert len(lines) <= 2


def test_an_empty_problem(environ: dict[str, str], tmp_path: Path) -> None:
    refused(environ, "ask", " ", "--backend", "scripted", code=2, says="The problem is empty")
    (tmp_path / "empty.md").write_text("")
    refused(environ, "ask", f"@{tmp_path / 'empty.md'}", "--backend", "scripted", code=2, says="The problem is empty")


def test_a_problem_of_200_kb(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text("Detect falls from the wrist. " * 7000)
    out = str(tmp_path / "out")
    arguments = ("ask", f"@{tmp_path / 'long.md'}", "--backend", "scripted", "--out", out, "--yes")
    refused(environ, *arguments, code=2, says="but tdslm has a context of 3072")
    assert not (tmp_path / "out").exists()


def test_a_problem_in_chinese(environ: dict[str, str], tmp_path: Path) -> None:
    text = "用手腕加速度计检测跌倒，并报告每条记录的准确率。"
    outcome = run(environ, "ask", text, "--backend", "scripted", "--yes", "--out", str(tmp_path / "out"))
    assert (outcome.code, outcome.last["event"]) == (0, "done"), outcome
    assert json.loads((tmp_path / "out" / "project.json").read_text("utf-8"))["problem"]["statement"] == text


@pytest.mark.parametrize(
    "arguments", [("sessions", "resume", "nobody"), ("revise", "nobody", "1", "anew"), ("undo", "nobody")]
)
def test_an_unknown_session(environ: dict[str, str], arguments: tuple[str, ...]) -> None:
    refused(environ, *arguments, code=5, says="No session is named nobody")


def test_a_folder_that_cannot_be_written(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    refused(environ, *ASK, "--out", str(tmp_path / "file" / "below"), code=5, says="file")
    refused(environ, *ASK, "--out", "/proc/nowhere", code=5, says="/proc")
    assert run(environ, "sessions", "list").last["sessions"] == []


def test_somebody_elses_folder(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("mine")
    refused(environ, *ASK, "--out", str(tmp_path), code=5, says="main.py would be overwritten")
    assert (tmp_path / "main.py").read_text() == "mine"


def test_a_state_file_of_a_newer_version(environ: dict[str, str], tmp_path: Path) -> None:
    state = tmp_path / "home" / "state"
    state.mkdir(parents=True)
    connection = sqlite3.connect(state / "sessions.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (state / "sessions.db").read_bytes()
    refused(environ, *ASK, "--out", str(tmp_path / "out"), code=5, says="written by a newer gpiot")
    refused(environ, "sessions", "list", code=5, says="written by a newer gpiot")
    assert (state / "sessions.db").read_bytes() == before


def test_a_backend_without_its_model(environ: dict[str, str], tmp_path: Path) -> None:
    nowhere = {**environ, "GPIOT_SCRIPT": str(tmp_path / "none.json")}
    refused(nowhere, *ASK, code=3, says="none.json cannot be read")
    del nowhere["GPIOT_SCRIPT"]
    refused(nowhere, *ASK, code=3, says="has no script")
    (tmp_path / "bad.json").write_text('{"rules": [{}]}')
    refused({**environ, "GPIOT_SCRIPT": str(tmp_path / "bad.json")}, *ASK, code=3, says="is no script")
    assert run(environ, "sessions", "list").last["sessions"] == []


def test_weights_that_are_missing_or_cut_off(environ: dict[str, str], tmp_path: Path) -> None:
    missing, cut = tmp_path / "missing.gguf", tmp_path / "bad.gguf"
    cut.write_bytes(b"GGUF\x03\x00\x00\x00\x01\x00")
    ask = ("ask", "Detect falls.", "--yes", "--model")
    refused(environ, *ask, str(missing), code=3, says="are not there")
    refused(environ, *ask, str(cut), code=3, says=str(cut))


def test_a_server_that_answers_garbage(environ: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "garbage.json"
    script.write_text(json.dumps([{"answers": [{"text": "", "error": "garbage"}]}]))
    garbage = {**environ, "GPIOT_SCRIPT": str(script)}
    refused(garbage, *ASK, "--out", str(tmp_path / "out"), code=3, says="answered garbage")


def test_a_file_that_is_no_project(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "project.json").write_text('{"version": 99}')
    refused(environ, "replay", str(tmp_path / "project.json"), code=2, says="written by a newer gpiot")
    refused(environ, "replay", str(tmp_path / "none.json"), code=2, says="no such file")


def test_a_replay_ends_with_replayed(environ: dict[str, str], tmp_path: Path) -> None:
    assert run(environ, *ASK, "--out", str(tmp_path / "out")).code == 0
    outcome = run(environ, "replay", str(tmp_path / "out" / "project.json"))
    assert (outcome.code, outcome.last["event"]) == (0, "replayed")
    assert outcome.last["same"] == outcome.last["calls"] == 9
