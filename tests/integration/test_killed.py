"""``gpiot`` as a process that is killed or interrupted, and taken up again by the next one."""

from __future__ import annotations

import json
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from bench.processes import Process, compiling, environment, killed, run
from tests.fakes import PROBLEM, parameters_answer, rules

TURN = ("ask", PROBLEM, "--backend", "scripted", "--yes")
STRANGE = parameters_answer("inputs", ("threshold", "int", "an odd number"))


class Person:
    """Somebody with a home of their own and a script that answers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.script = root / "script.json"
        self.environ = environment(root / "home", GPIOT_SCRIPT=str(self.script))
        self.out = root / "out"

    def write(self, found: list[dict[str, Any]], delay: float = 0.0, **abilities: Any) -> None:
        slow = [{**rule, "answers": [_delayed(answer, delay) for answer in rule["answers"]]} for rule in found]
        self.script.write_text(json.dumps({"rules": slow, "abilities": abilities}), "utf-8")

    def ask(self, *more: str) -> tuple[str, ...]:
        return (*TURN, "--out", str(self.out), *more)


def _delayed(answer: Any, delay: float) -> Any:
    return answer if isinstance(answer, dict) else {"text": answer, "delay": delay}


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


@pytest.mark.parametrize("part", range(3))
def test_a_killed_run_is_resumed_and_finishes(person: Person, part: int) -> None:
    seed = random.SystemRandom().randrange(10**6)
    # Five answers follow each other, 0.3 s each: before 1.4 s no run is over, however fast the machine.
    moment = random.Random(seed).uniform(part * 0.45, part * 0.45 + 0.45)
    print(f"seed {seed}: killed {moment:.3f} s after the first event")
    person.write(rules(3), delay=0.3)
    before = killed(person.environ, *person.ask(), after=moment)
    after = run(person.environ, "sessions", "resume", before.session)
    assert (after.code, after.last["event"]) == (0, "done"), after
    assert compiling(person.out) == 4
    # What was answered and kept is not asked for again: nothing but the stage it was in.
    assert len(after.named("called")) <= 13
    listed = run(person.environ, "sessions", "list").last["sessions"]
    assert [session["state"] for session in listed] == ["done"]


def test_a_killed_revision_leaves_the_project_and_is_resumed(person: Person) -> None:
    person.write(rules(3))
    session = run(person.environ, *person.ask()).session
    files = {path.name: path.read_bytes() for path in person.out.iterdir()}
    person.write(rules(3, code_2=["estimate\n    return 1\n```\nIt."]), delay=0.4)
    killed(person.environ, "revise", session, "2", "use a Kalman filter instead", after=0.6)
    assert {path.name: path.read_bytes() for path in person.out.iterdir()} == files
    after = run(person.environ, "sessions", "resume", session)
    assert after.code == 0, after
    assert {p.name for p in person.out.iterdir() if p.read_bytes() != files[p.name]} >= {"step_2_filter_baseline.py"}
    assert run(person.environ, "undo", session).code == 0
    assert (person.out / "step_2_filter_baseline.py").read_bytes() == files["step_2_filter_baseline.py"]


STAGES = {"decompose": "plan", "transform": "outputs_2", "check": "choose_2", "generate": "code_2"}


@pytest.mark.parametrize("stage", STAGES)
def test_ctrl_c_ends_with_130_and_leaves_a_session_that_goes_on(person: Person, stage: str) -> None:
    usual: dict[str, Any] = {"inputs_2": [STRANGE], "choose_2": ['{"threshold": "none"}']}
    person.write(rules(3, **{**usual, STAGES[stage]: [{"text": "", "delay": 60}]}))
    process = Process(person.environ, *person.ask())
    assert process.wait_for(lambda event: event["event"] == "stage_started" and event["stage"] == stage, 60)
    process.send(signal.SIGINT)
    outcome = process.outcome(30)
    assert outcome.code == 130, outcome
    assert (outcome.last["event"], outcome.last["reason"]) == ("failed", "interrupted")
    assert f"sessions resume {outcome.session}" in outcome.last["hint"]
    assert outcome.stderr == ""
    person.write(rules(3, **usual))
    after = run(person.environ, "sessions", "resume", outcome.session)
    assert (after.code, after.last["event"], after.stderr) == (0, "done", "")
    assert compiling(person.out) == 4


@pytest.mark.parametrize("gap", [0.0, 0.005, 0.02])
def test_impatient_further_ctrl_cs_change_nothing(person: Person, gap: float) -> None:
    person.write(rules(2), delay=60)
    process = Process(person.environ, *person.ask())
    assert process.wait_for(lambda event: event["event"] == "stage_started", 60)
    for _ in range(40):
        process.send(signal.SIGINT)
        time.sleep(gap)
    outcome = process.outcome(30)
    assert (outcome.code, outcome.stderr) == (130, ""), outcome
    assert run(person.environ, "sessions", "list").last["sessions"][0]["state"] == "interrupted"


def test_ending_it_politely_is_like_ctrl_c(person: Person) -> None:
    person.write(rules(2), delay=5)
    process = Process(person.environ, *person.ask())
    assert process.wait_for(lambda event: event["event"] == "stage_started", 60)
    process.send(signal.SIGTERM)
    outcome = process.outcome(30)
    assert (outcome.code, outcome.last["reason"], outcome.stderr) == (130, "interrupted", "")


def test_two_asks_at_once_both_succeed_in_a_new_home(person: Person) -> None:
    person.write(rules(3), delay=0.1)
    both = [Process(person.environ, *TURN, "--out", str(person.root / name)) for name in ("one", "two")]
    for process, name in zip(both, ("one", "two"), strict=True):
        outcome = process.outcome()
        assert (outcome.code, outcome.last["event"]) == (0, "done"), outcome
        assert compiling(person.root / name) == 4


def test_two_processes_do_not_work_on_one_session(person: Person) -> None:
    person.write(rules(2), delay=5)
    first = Process(person.environ, *person.ask())
    assert first.wait_for(lambda event: event["event"] == "stage_started", 60)
    session = run(person.environ, "sessions", "list").last["sessions"][0]["id"]
    for arguments in (("sessions", "resume", session), ("sessions", "delete", session, "--yes")):
        second = run(person.environ, *arguments)
        assert second.code == 5
        assert "is in use by process" in second.reason
    first.send(signal.SIGKILL)
    assert first.outcome().code == -signal.SIGKILL
    person.write(rules(2))
    assert run(person.environ, "sessions", "resume", session).code == 0
    assert not list((person.root / "home" / "state" / "locks").iterdir())
