from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from cli.live import LinesScreen
from core.events import (
    Compared,
    Diff,
    Done,
    Event,
    ModelChosen,
    PlanChecked,
    ProgramReady,
    Repaired,
    Replayed,
    SpecReady,
    StageStarted,
    Stale,
    SubTaskFailed,
    SubTaskReady,
    Token,
    Trimmed,
    Written,
)
from core.project import Program, Spec, SubTask, Trace
from tests.cli.terminal import on_a_terminal

EVIL = "\x1b]0;owned\x07\x1b[2J[red]x[/red]\r\x9b31m\u202e"
SPEC = Spec(f"Target {EVIL}", (), ())
EVENTS: list[Event] = [
    ModelChosen(
        backend="embedded", models={"tdslm": "Tiny", "cgslm": "Tiny"}, why=f"chosen {EVIL}", weak=True, notice="Weak."
    ),
    StageStarted(stage="decompose", role="tdslm"),
    Token(stage="decompose", text=EVIL, tokens=3),
    Repaired(stage="decompose", reason=EVIL, of=3),
    SubTaskReady(subtask=1, item=SubTask(1, f"Load {EVIL}", f"Read files. {EVIL}")),
    SubTaskReady(subtask=2, item=SubTask(2, "Detect", "Find peaks.", (1,))),
    StageStarted(stage="transform", role="rtslm", subtask=1),
    StageStarted(stage="transform", role="rtslm", subtask=2),
    SpecReady(subtask=1, spec=SPEC, markdown=SPEC.markdown()),
    Trimmed(subtask=2, stage="transform", dropped=1, of=3, what="passages"),
    PlanChecked(
        gaps=(f"2. Detect: {EVIL}",), traces=(Trace(1, EVIL), Trace(2, "train", 1, "target")), uncovered=(EVIL,)
    ),
    ProgramReady(
        subtask=1, module="step_1_load", function="load", program=Program(f"x = '{EVIL}'\n", EVIL, (), "Tiny")
    ),
    SubTaskFailed(subtask=2, stage="generate", reason=EVIL),
    Stale(subtasks=(2,)),
    Diff(path="main.py", diff=f"--- a\n+++ b\n-{EVIL}\n+new\n"),
    Written(folder="/tmp/out", files=("main.py",)),
    Compared(stage="generate", purpose="code", subtask=1, same=False, first_difference=4),
    Replayed(calls=2, same=1, digests_same=False),
    Done(
        session="s-1",
        revision=2,
        seconds=4.0,
        answer_tokens=400,
        calls=9,
        folder="/tmp/out",
        states={"1": "done", "2": "failed"},
    ),
]


def shown(styled: bool, *, code: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=styled,
        width=100,
        highlight=False,
        markup=False,
        emoji=False,
        color_system="standard" if styled else None,
    )
    screen = LinesScreen(console, styled=styled, code=code)
    for event in EVENTS:
        screen.show(event)
        screen.tick()
    return out.getvalue()


def test_plain_lines_say_everything_and_carry_no_escapes() -> None:
    text = shown(styled=False)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)
    for line in (
        "Embedded Tiny answers: chosen",
        "Weak.",
        "Plan (TDSLM)",
        "2. Detect  after 1",
        "**Target**",
        "-> nothing covers this",
        "-> sub-task 1, target",
        "1 of 2 demands are covered by nothing in the plan.",
        "Nobody provides: 2. Detect",
        "step_1_load.py · 2 lines · written by Tiny",
        "Sub-task 2 failed in generate",
        "Stale, not rebuilt: 2",
        "1 file in /tmp/out",
        "differs generate · code · sub-task 1: differs from character 5 on",
        "1 of 2 answers are the same.",
        "2 sub-tasks: 1 done, 1 failed · 4.0 s · 400 tokens in 9 calls, 100 tokens/s",
        "gpiot sessions show s-1 N",
        "gpiot run s-1",
        "gpiot revise s-1 N",
    ):
        assert line in text
    assert text.count("Specifications (RTSLM)") == 1


def test_a_program_is_named_and_printed_in_full_where_that_is_asked_for() -> None:
    assert "x = '" not in shown(styled=False)
    whole = shown(styled=False, code=True)
    assert whole.index("step_1_load.py · ") < whole.index("x = '")


def test_a_method_of_the_library_says_so() -> None:
    out = io.StringIO()
    taken = Program("def load():\n    return 1\n", "", (), "", "readers.csv_recordings")
    screen = LinesScreen(Console(file=out, width=200), styled=False)
    screen.show(ProgramReady(subtask=1, module="step_1_load", function="load", program=taken))
    assert out.getvalue() == ("step_1_load.py · 2 lines · from the library, tested: readers.csv_recordings\n")


def test_markup_of_a_model_is_text_on_a_terminal_too() -> None:
    text = shown(styled=True)
    assert "[red]x[/red]" in text
    assert "\x1b]" not in text
    assert "\x1b[2J" not in text
    assert "\x9b" not in text
    assert "\u202e" not in text


def test_the_live_region_counts_and_is_gone_at_the_end() -> None:
    now = [0.0]
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=100, color_system=None, legacy_windows=False)
    screen = LinesScreen(console, styled=True, clock=lambda: now[0])
    screen.resume()
    for event in EVENTS[:8]:
        screen.show(event)
    now[0] = 65.0
    screen.show(Token(subtask=2, stage="transform", text="## Target\nthe last line", tokens=30))
    now[0] = 66.0
    screen.tick()
    drawn = out.getvalue()
    assert "transform · 0 of 2 · 30 tokens/s · 1:06" in drawn
    assert re.search(r"2 Detect +running 30 +the last line", drawn)
    screen.show(EVENTS[-1])
    out.truncate(0)
    screen.tick()
    assert out.getvalue().strip("\x00") == ""


ASKING = """
import sys
import agent.turns, agent.wiring
from contextlib import asynccontextmanager
from core.events import Done, Failed, PlanChecked, SubTaskReady
from core.problem import Problem
from core.project import Project, SubTask

@asynccontextmanager
async def open_agent(*_):
    yield None

async def ask(_agent, _text, terms):
    item = SubTask(1, "Blink", "Toggle the pin.")
    yield SubTaskReady(session="blink-1", subtask=1, item=item)
    checked = PlanChecked(session="blink-1", gaps=(), traces=(), uncovered=())
    if await terms.accept(Project(Problem("Blink."), {1: item}, (1,)), checked):
        yield Done(session="blink-1", revision=1, seconds=1.0, answer_tokens=1, calls=1)
    else:
        yield Failed(session="blink-1", stage="check", reason="Not accepted.", hint="", code=1, resumable=True)

agent.wiring.open_agent, agent.turns.ask = open_agent, ask
from cli.main import main
main()
"""


@pytest.mark.parametrize(("typed", "code"), [(b"\n", 0), (b"yes\n", 0), (b"n\n", 1), (b"\x04", 130)])
def test_a_plan_is_asked_about_on_a_terminal(tmp_path: Path, typed: bytes, code: int) -> None:
    status, seen = on_a_terminal(typed, "-c", ASKING, "ask", "Blink.", home=tmp_path)
    assert status == code, seen
    assert seen.index("1. Blink") < seen.index("[Y/n]")
    assert ("blink-1, revision 1" in seen) == (code == 0)


@pytest.mark.parametrize("flag", ["--yes", "--json"])
def test_it_is_not_asked_about_when_nobody_wants_to_be_asked(tmp_path: Path, flag: str) -> None:
    status, seen = on_a_terminal(b"", "-c", ASKING, "ask", "Blink.", flag, home=tmp_path)
    assert status == 0
    assert "[Y/n]" not in seen
