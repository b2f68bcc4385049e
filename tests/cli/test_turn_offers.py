"""Methods of the library that fit, asked about on a terminal: a scripted model, a small library, the real turn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.terminal import on_a_terminal
from tests.graph.test_taking import beats_rules

ASKING = """
import sys
from pathlib import Path

import agent.wiring
from cli.main import cli
from tests.graph.library import Library, methods

folder = Path("methods")
folder.mkdir(exist_ok=True)
library = Library({"toy.peaks": methods(folder)["toy.peaks"]}, method_scores={"toy.peaks": 0.99})
agent.wiring.Knowledge = lambda *_: library
cli(prog_name="gpiot")
"""
OFFER = "From the library, tested: take 2: toy.peaks (Peaks above a height). 1 of 1 examples gave here what they should"


def asked(typed: bytes, home: Path, *arguments: str, take_over: str = "ask") -> tuple[int, str]:
    """A problem asked on a terminal, or what these arguments say."""
    (home / "script.json").write_text(json.dumps({"rules": beats_rules()}), "utf-8")
    environ = {"GPIOT_TAKE_OVER": take_over, "GPIOT_BACKEND": "scripted", "GPIOT_SCRIPT": str(home / "script.json")}
    command = arguments or ("ask", "Count the peaks.", "--out", str(home / "out"))
    return on_a_terminal(typed, "-c", ASKING, *command, home=home, asks=b"[Y/n/take N]", environ=environ)


def origins(home: Path) -> list[str]:
    found = json.loads((home / "out" / "project.json").read_text("utf-8"))
    return [task["taken"] for task in found["subtasks"]]


@pytest.mark.parametrize("take", ["Take 2, 2", "take all"])
def test_an_offer_is_shown_with_its_proof_and_taken(tmp_path: Path, take: str) -> None:
    code, seen = asked(f"{take}\n\n".encode(), tmp_path)
    assert code == 0, seen
    assert OFFER in seen
    assert "From the library, tested: 2 toy.peaks." in seen
    # Nothing else is offered: the second question is the usual one.
    assert seen.count("[Y/n/take N]") == 1
    assert seen.count("[Y/n]") == 1
    assert origins(tmp_path) == ["", "toy.peaks", ""]


def test_enter_writes_all_of_it_with_the_model(tmp_path: Path) -> None:
    code, seen = asked(b"\n", tmp_path)
    assert code == 0, seen
    assert origins(tmp_path) == ["", "", ""]


def test_what_is_not_offered_is_refused_with_the_reason_and_asked_again(tmp_path: Path) -> None:
    code, seen = asked(b"take 3\ntake 9\ntake it\ntake 2\n\n", tmp_path)
    assert code == 0, seen
    assert "Cannot take 3: no method of the library is offered for sub-task 3." in seen
    assert "Cannot take 9: there is no sub-task 9." in seen
    assert "'take it' names no sub-task. For example: take 2, or take all" in seen
    assert seen.count("[Y/n/take N]") == 4
    assert origins(tmp_path) == ["", "toy.peaks", ""]


def test_a_no_lets_it_wait_and_it_is_offered_again(tmp_path: Path) -> None:
    code, seen = asked(b"n\n", tmp_path)
    assert (code, (tmp_path / "out").exists()) == (1, False), seen
    session = seen.partition("gpiot sessions resume ")[2].split()[0]
    code, seen = asked(b"take 2\n\n", tmp_path, "sessions", "resume", session)
    assert code == 0, seen
    assert "take 2: toy.peaks" in seen
    assert origins(tmp_path) == ["", "toy.peaks", ""]


@pytest.mark.parametrize(("take_over", "taken"), [("always", "toy.peaks"), ("never", "")])
def test_where_nothing_is_offered_nothing_is_asked_about_it(tmp_path: Path, take_over: str, taken: str) -> None:
    code, seen = asked(
        b"", tmp_path, "ask", "Count the peaks.", "--out", str(tmp_path / "out"), "--yes", take_over=take_over
    )
    assert code == 0, seen
    assert "take 2" not in seen
    assert origins(tmp_path) == ["", taken, ""]
