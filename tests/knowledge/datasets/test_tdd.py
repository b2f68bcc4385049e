"""TDD: pairs of plans and papers, what is left out of them, and the files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.errors import StageError
from core.problem import Problem
from core.roles import TDSLM
from knowledge.datasets import checking, tdd, writing
from knowledge.datasets.checking import check
from knowledge.datasets.decompositions import Task, answer, unfit
from knowledge.datasets.guard import Guard
from knowledge.datasets.pairs import problems, read_lines
from knowledge.datasets.tdd import Module, build, pairs_of_paper, pairs_of_plans
from knowledge.plan_files import plans

PAPER = "wifi-breathing.pdf"
NEEDED = "Remove the random phase of the packets by dividing two antennas, and find the breathing rate in what is left of the channel."
GOOD = (
    Task("Read the packets", "Read the complex channel of every packet with its time."),
    Task("Divide two antennas", "Cancel the common random phase by a ratio of antennas.", (1,)),
    Task("Find the line", "Look for the strongest line between 0.1 and 0.6 Hz.", (2,)),
)


def ask(problem: Problem) -> str:
    return f"{problem.markdown()}\n\nDecompose this into steps: how it is processed."


@dataclass
class Writer:
    """A model that answers at once, and counts what it is asked."""

    tasks_: Sequence[Task] = GOOD
    weak: bool = False
    name: str = "strong-7b"
    asked: list[str] = field(default_factory=list)

    async def modules(self, paper: str) -> Sequence[Module]:
        self.asked.append(paper)
        if paper == "mute.pdf":
            raise StageError("papers", "no answer", "")
        return [Module("Phase removal", NEEDED)]

    async def tasks(self, paper: str, module: Module) -> Sequence[Task]:
        self.asked.append(module.name)
        return self.tasks_


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four plans and no benchmark."""
    guard = Guard(tmp_path_factory.mktemp("benchmark"))
    for module in (writing, checking):
        monkeypatch.setattr(module, "Guard", lambda: guard)
    few = {name: plans()[name] for name in ("heartbeats", "sound_level", "pulse_meter", "touch_buttons")}
    monkeypatch.setattr(tdd, "plans", lambda: few)


def made(author: Writer, paper: str = PAPER) -> tdd.Raw:
    return asyncio.run(pairs_of_paper(paper, author, ask, "json"))


def test_every_plan_gives_pairs_in_chat_form_that_break_no_schema() -> None:
    raw = pairs_of_plans(ask, "json")
    assert not raw.dropped
    assert {pair.family for pair in raw.pairs} == set(plans())
    assert len(raw.pairs) == sum(1 + len(plan.also) for plan in plans().values())
    for pair in raw.pairs:
        assert not problems(pair.json())
        assert pair.json()["messages"][0]["content"] == TDSLM.system
        assert len(json.loads(pair.assistant)["subtasks"]) == len(plans()[pair.family].steps)


def test_both_forms_of_an_answer_hold_every_step() -> None:
    told = json.loads(answer(GOOD, "json"))["subtasks"]
    assert [(one["title"], tuple(one["depends_on"])) for one in told] == [(one.title, one.needs) for one in GOOD]
    assert answer(GOOD, "text").split("\n\n")[2] == f"3. Find the line: {GOOD[2].description}"


@pytest.mark.parametrize(
    ("tasks", "reason"),
    [
        (GOOD, ""),
        (GOOD[:1], "not 2 to 12"),
        (GOOD * 5, "not 2 to 12"),
        ((*GOOD, Task("Divide two antennas", "Say what was said before in wholly different words.")), "repeat"),
        ((*GOOD, Task("Divide-two antennas", "Say what was said before in wholly different words.")), "repeat"),
        ((*GOOD, Task("Report", "")), "says nothing"),
        ((*GOOD, Task("Report the rate", "Print the breaths a minute of every night.", (9,))), "dependencies"),
        ((*GOOD, Task("Report the rate", "Print the breaths a minute of every night.", (4,))), "dependencies"),
        ((*GOOD, Task("How it is processed", "Print the breaths a minute of every night.")), "question"),
        ((*GOOD, Task("Print it", "Decompose this into steps.")), "question"),
    ],
)
def test_what_is_no_decomposition_is_named(tasks: Sequence[Task], reason: str) -> None:
    found = unfit(tasks, ask(Problem(NEEDED)))
    assert reason in found
    assert bool(reason) == bool(found)


def test_a_papers_pair_names_its_model_and_says_where_it_is_weak() -> None:
    strong, weak = made(Writer()).pairs[0], made(Writer(weak=True, name="tiny")).pairs[0]
    assert (strong.source.version, strong.check) == ("strong-7b", "model")
    assert weak.source.version == "tiny (weak)"
    assert strong.source.file == PAPER
    assert NEEDED in strong.user


def test_what_does_not_hold_is_left_out_with_its_reason() -> None:
    assert made(Writer(GOOD[:1])).dropped == {"module: not 2 to 12 sub-tasks": 1}
    assert made(Writer(), "mute.pdf").dropped == {"paper: no valid modules": 1}


@pytest.mark.usefixtures("small")
def test_a_weak_model_is_asked_only_where_that_is_wanted(tmp_path: Path) -> None:
    author = Writer(weak=True)
    told = asyncio.run(build([PAPER], author, tmp_path, ask, "json", 0, lambda _: None))
    assert not author.asked
    assert told.dropped["paper: the model is weak, and --weak was not given"] == 1
    kept = asyncio.run(build([PAPER], author, tmp_path / "weak", ask, "json", 0, lambda _: None, weak=True))
    assert kept.pairs == told.pairs + 1


@pytest.mark.usefixtures("small")
def test_built_twice_it_is_the_same_and_papers_are_asked_about_once(tmp_path: Path) -> None:
    author = Writer()
    one, again, other = (
        asyncio.run(build([PAPER, "mute.pdf"], author, tmp_path / name, ask, "json", 0, lambda _: None))
        for name in ("one", "one", "other")
    )
    assert author.asked.count(PAPER) == 2
    assert one.sha256 == again.sha256 == other.sha256
    assert one.dropped["paper: no valid modules"] == again.dropped["paper: no valid modules"] == 1
    assert not check(tmp_path / "one")
    pairs = [pair for side in one.sides for pair in read_lines(tmp_path / "one" / f"{side}.jsonl")]
    assert len(pairs) == one.pairs
