"""The operators by a model: what it gives is checked, labelled, kept at once, and takes nothing from the rules."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import BackendUnreachable, BudgetError, StageError, UsageError
from core.knowledge import Plan
from core.problem import Problem
from knowledge.datasets import checking, writing
from knowledge.datasets.augment import augment
from knowledge.datasets.by_model import OPERATORS, Asked, Restated
from knowledge.datasets.by_rules import variants
from knowledge.datasets.checking import check
from knowledge.datasets.decompositions import Task, plan_pair, problem_of, tasks_of
from knowledge.datasets.families import write_families
from knowledge.datasets.guard import Guard
from knowledge.datasets.pairs import Pair, Source, read_lines
from knowledge.datasets.parts import wrong_with
from knowledge.datasets.progress import Progress
from knowledge.datasets.writing import Built, Distinct
from knowledge.plan_files import plans
from knowledge.reading import methods

PAPER = (
    "The packets of a WiFi card carry a random phase that hides the slow motion of a sleeping chest from its receiver."
)
PLANS = ("pulse_meter", "touch_buttons")


@pytest.fixture(autouse=True)
def _no_benchmark(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard(tmp_path_factory.mktemp("benchmark"))
    for module in (writing, checking):
        monkeypatch.setattr(module, "Guard", lambda: guard)


def ask(problem: Problem) -> str:
    return f"{problem.markdown()}\n\nDecompose this."


def said(about: str, count: int = 40) -> str:
    """Words that nothing else says."""
    return " ".join(hashlib.sha256(f"{about} {number}".encode()).hexdigest()[:7] for number in range(count))


@dataclass
class Speaker:
    """A model that answers at once, fails after so many questions, and counts them."""

    weak: bool = False
    name: str = "strong-7b"
    prompts: str = "first"
    fails_after: int = 10**6
    asked: int = 0
    ninth: asyncio.Event = field(default_factory=asyncio.Event)
    known: list[tuple[str, ...]] = field(default_factory=list)

    async def restate(self, problem: Problem, operator: str, known: Sequence[str]) -> Restated:
        await self._next()
        self.known.append(tuple(known))
        change = f"{operator} {len(known) + 1}"
        return Restated(change, said(f"{problem.title} {change}"))

    async def solve(self, problem: Problem) -> Sequence[Task]:
        await self._next()
        return [Task(said(f"title {n} {problem.title}", 3), said(f"{n} {problem.title}", 9)) for n in range(3)]

    async def _next(self) -> None:
        await asyncio.sleep(0)
        self.asked += 1
        if self.asked == 9:
            self.ninth.set()
        if self.asked > self.fails_after:
            raise BackendUnreachable("gone")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A set of two plans and one module of a paper."""
    pairs = [plan_pair(plans()[name], name, "", ask, "json") for name in PLANS]
    source = Source("a paper", "other-70b", "Phase removal", "wifi.pdf")
    paper = Pair(
        "decomposition", "paper: wifi.pdf", ask(Problem(PAPER)), said("an answer"), source, "by a model", "model", "paper:wifi.pdf"
    )  # fmt: skip
    kept = Distinct([pair for pair in (*pairs, paper) if isinstance(pair, Pair)])
    assert len(kept.pairs) == 3
    write_families(tmp_path / "raw", kept, {}, {}, 0)
    return tmp_path / "raw"


def built(raw: Path, speaker: Speaker | None, name: str = "out", variants: int = 2, at_once: int = 1) -> Built:
    asked = Asked(speaker, variants, at_once) if speaker else None
    return asyncio.run(augment(raw, raw.parent / name, asked, ask, "json", 0, lambda _: None))


def written(folder: Path) -> list[dict[str, Any]]:
    pairs = [one for side in ("train", "valid", "test") for one in read_lines(folder / f"{side}.jsonl")]
    return [one for one in pairs if one["source"]["package"] == "a model"]


def test_every_raw_pair_is_stated_anew_by_every_operator_plans_and_papers_alike(raw: Path) -> None:
    told = built(raw, Speaker())
    for how in ("made", "valid", "distinct"):
        assert {label: told.counts[how][f"strong-7b: {label}"] for label in OPERATORS} == dict.fromkeys(OPERATORS, 6)
    found = written(raw.parent / "out")
    assert len(found) == 18
    assert {(one["family"], one["check"]) for one in found} == {(name, "model") for name in (*PLANS, "paper: wifi.pdf")}
    of_paper = [one for one in found if one["family"] == "paper: wifi.pdf"]
    assert {(one["source"]["version"], one["source"]["file"]) for one in of_paper} == {("strong-7b", "wifi.pdf")}
    assert {one["source"]["object"] for one in of_paper} == {
        f"Phase removal: {operator}, {operator} {number}" for operator in OPERATORS for number in (1, 2)
    }
    assert {one["licence"] for one in of_paper} == {"by a model"}
    assert {one["licence"] for one in found} == {"by a model", "written by a model after a plan under Apache-2.0"}
    assert not check(raw.parent / "out")


def test_a_variant_stays_on_the_side_of_its_family(raw: Path) -> None:
    built(raw, Speaker())
    sides: dict[str, set[str]] = {}
    for side in ("train", "valid", "test"):
        for one in read_lines(raw.parent / "out" / f"{side}.jsonl"):
            sides.setdefault(one["family"], set()).add(side)
    assert all(len(found) == 1 for found in sides.values())


def test_rules_reach_the_same_with_a_model_beside_them(raw: Path) -> None:
    alone, both = built(raw, None, "alone"), built(raw, Speaker(), "both")
    for how in ("made", "valid", "distinct"):
        ruled = {label: count for label, count in both.counts[how].items() if not label.startswith("strong-7b")}
        assert ruled == alone.counts[how]
    assert both.pairs == alone.pairs + 18


@dataclass
class Imitator(Speaker):
    """Says what a rule has made of a plan."""

    plan: Plan = field(default_factory=lambda: _by_a_rule("pulse_meter"))

    async def restate(self, problem: Problem, operator: str, known: Sequence[str]) -> Restated:
        return Restated(f"{operator} {len(known)}", self.plan.problem.markdown())

    async def solve(self, problem: Problem) -> Sequence[Task]:
        return tasks_of(self.plan)


def _by_a_rule(name: str) -> Plan:
    return next(one.plan for one in variants(name, methods()) if not wrong_with(one.plan, methods()))


def test_what_a_rule_has_made_too_is_the_rules(raw: Path) -> None:
    alone, both = built(raw, None, "alone"), built(raw, Imitator(), "both")
    assert both.counts["valid"]["strong-7b: modality"] == 6
    assert both.counts["distinct"] == alone.counts["distinct"]
    assert both.sha256 == alone.sha256


def test_each_question_names_what_is_there_already(raw: Path) -> None:
    speaker = Speaker()
    built(raw, speaker, variants=3)
    assert speaker.known[:3] == [(), ("modality 1",), ("modality 1", "modality 2")]


def test_a_weak_model_is_named_so_in_every_pair(raw: Path) -> None:
    told = built(raw, Speaker(weak=True))
    assert told.counts["distinct"]["strong-7b (weak): modality"] == 6
    assert {one["source"]["version"] for one in written(raw.parent / "out")} == {"strong-7b (weak)"}


@dataclass
class Careless(Speaker):
    """Decomposes badly, or not at all."""

    async def solve(self, problem: Problem) -> Sequence[Task]:
        if self.asked % 3 == 0:
            raise StageError("dataset", "no answer")
        return [Task("Only one", "It does everything at once.")]


@dataclass
class Narrow(Speaker):
    """Has a context that holds no long problem, or none that it has stated itself."""

    longest: int = 0
    solves: bool = True

    async def restate(self, problem: Problem, operator: str, known: Sequence[str]) -> Restated:
        if len(problem.markdown()) > self.longest:
            raise BudgetError("too long")
        return await Speaker.restate(self, problem, operator, known)

    async def solve(self, problem: Problem) -> Sequence[Task]:
        if not self.solves:
            raise BudgetError("too long")
        return await Speaker.solve(self, problem)


@dataclass
class Parrot(Speaker):
    """Gives the problem back, or falls silent."""

    async def restate(self, problem: Problem, operator: str, known: Sequence[str]) -> Restated:
        if operator == "modality":
            raise StageError("dataset", "no answer")
        return Restated(f"{operator} {len(known)}", "Too short." if operator == "resources" else problem.markdown())


def test_what_does_not_hold_is_left_out_and_counted_apart_from_the_rules(raw: Path) -> None:
    told = built(raw, Careless())
    assert told.dropped["variant by strong-7b: no valid sub-tasks"] == 6
    assert told.dropped["variant by strong-7b: not 2 to 12 sub-tasks"] == 12
    assert told.counts["made"]["strong-7b: resources"] == 6
    assert "strong-7b: resources" not in told.counts["valid"]


def test_a_model_that_repeats_itself_reaches_one_pair_and_one_that_is_silent_none(raw: Path) -> None:
    told = built(raw, Parrot())
    assert told.counts["valid"]["strong-7b: representation"] == 6
    assert told.counts["distinct"]["strong-7b: representation"] <= 3
    assert told.dropped["variant by strong-7b: no further problem"] == 3
    assert told.dropped["variant by strong-7b: a problem that says nothing"] == 6


def test_ended_at_any_question_it_goes_on_with_the_next_and_gives_the_same(raw: Path) -> None:
    whole = built(raw, Speaker(), "whole")
    for fails_after in (0, 1, 2, 17):
        with pytest.raises(BackendUnreachable):
            built(raw, Speaker(fails_after=fails_after), f"out{fails_after}")
        speaker = Speaker()
        told = built(raw, speaker, f"out{fails_after}")
        assert speaker.asked == 36 - fails_after
        assert told.sha256 == whole.sha256


def test_interrupted_it_keeps_every_answer(raw: Path) -> None:
    async def interrupted(speaker: Speaker) -> None:
        work = asyncio.ensure_future(
            augment(raw, raw.parent / "out", Asked(speaker, 2, 3), ask, "json", 0, lambda _: None)
        )
        await speaker.ninth.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    first, second = Speaker(), Speaker()
    asyncio.run(interrupted(first))
    assert not (raw.parent / "out" / "train.jsonl").exists()
    told = built(raw, second)
    # Up to three questions were under way.
    assert 36 <= first.asked + second.asked <= 39
    assert told.sha256 == built(raw, Speaker(), "whole").sha256


def test_what_was_answered_is_not_asked_again_and_more_variants_ask_for_the_rest(raw: Path) -> None:
    def rates(speaker: Speaker, variants: int) -> set[bool]:
        told = list[Progress]()
        asyncio.run(augment(raw, raw.parent / "out", Asked(speaker, variants, 1), ask, "json", 0, told.append))
        return {one.per_s > 0 for one in told if one.phase == "asking strong-7b"}

    again, further = Speaker(), Speaker()
    assert rates(Speaker(), 2) == {True}
    assert rates(again, 2) == {False}
    assert not again.asked
    assert rates(further, 3) == {True}
    assert further.asked == 18


@dataclass
class Echo(Speaker):
    """Says the same to every operator, and answers the first one last."""

    active: int = 0
    most: int = 0

    async def restate(self, problem: Problem, operator: str, known: Sequence[str]) -> Restated:
        self.active += 1
        self.most = max(self.most, self.active)
        for _ in range(30 * (3 - OPERATORS.index(operator))):
            await asyncio.sleep(0)
        self.active -= 1
        return Restated(f"{operator} {len(known)}", said(problem.title))


def test_several_questions_at_once_give_the_same_set(raw: Path) -> None:
    one, many = Echo(), Echo()
    assert built(raw, one, "one").sha256 == built(raw, many, "many", at_once=5).sha256
    assert (one.most, many.most) == (1, 5)


@pytest.mark.parametrize("other", [Speaker(name="other-7b"), Speaker(prompts="second")])
def test_answers_of_another_model_or_to_other_prompts_are_not_mixed_in(raw: Path, other: Speaker) -> None:
    built(raw, Speaker())
    with pytest.raises(UsageError, match="other options"):
        built(raw, other)


@pytest.mark.parametrize("narrow", [Narrow(longest=0), Narrow(longest=10**4, solves=False)])
def test_what_did_not_fit_a_context_is_asked_again_with_more_of_it(raw: Path, narrow: Narrow) -> None:
    told = built(raw, narrow)
    assert told.dropped["variant by strong-7b: too long for the model"] == 18
    assert "variant by strong-7b: no further problem" not in told.dropped
    assert built(raw, Narrow(longest=10**4)).sha256 == built(raw, Speaker(), "whole").sha256


@pytest.fixture
def worded(tmp_path: Path) -> Path:
    """A plan asked for in three ways, and two modules of one paper."""
    plan, source = plans()["pulse_meter"], Source("a paper", "other-70b", "Phase removal", "wifi.pdf")
    statements = (
        plan.problem.statement,
        "Read the old meter by its light for me.",
        "How many kWh were used, from blinks?",
    )
    asked = [replace(plan, problem=replace(plan.problem, statement=text)) for text in statements]
    named = zip(asked, ("", "asked in another way, 1", "asked in another way, 2"), strict=True)
    pairs = [plan_pair(one, "pulse_meter", made, ask, "json") for one, made in named]
    papers = [
        Pair("decomposition", "paper: wifi.pdf", ask(Problem(f"{name}: {PAPER}")), said(name), replace(source, object=name),
             "by a model", "model", "paper:wifi.pdf")
        for name in ("Phase removal", "Sleep stages")
    ]  # fmt: skip
    write_families(tmp_path / "raw", Distinct([one for one in (*pairs, *papers) if isinstance(one, Pair)]), {}, {}, 0)
    return tmp_path / "raw"


def test_the_wordings_of_one_problem_are_asked_about_in_turn_and_never_twice_for_the_same_change(worded: Path) -> None:
    speaker = Speaker()
    told = built(worded, speaker, variants=4)
    assert told.counts["made"]["raw"] == 5
    assert speaker.asked == 3 * len(OPERATORS) * 4 * 2
    assert speaker.known.count(()) == 3 * len(OPERATORS)
    origins = [one["source"]["object"].rpartition(": ")[::2] for one in written(worded.parent / "out")]
    way = "pulse_meter: asked in another way,"
    wanted = ["pulse_meter", f"{way} 1", f"{way} 2", "pulse_meter"]
    for number, origin in enumerate(wanted, 1):
        assert (origin, f"modality, modality {number}") in origins
    assert len(origins) == 3 * len(OPERATORS) * 4


def test_a_wording_that_is_too_long_leaves_the_others(worded: Path) -> None:
    told = built(worded, Narrow(longest=len(plans()["pulse_meter"].problem.markdown()) - 1), variants=3)
    assert told.dropped["variant by strong-7b: too long for the model"] == len(OPERATORS)
    ways = [one["source"]["object"] for one in written(worded.parent / "out") if one["family"] == "pulse_meter"]
    assert len(ways) == 2 * len(OPERATORS)
    assert all("asked in another way" in way for way in ways)


def test_a_set_of_another_format_is_refused() -> None:
    assert problem_of(ask(Problem(PAPER)), ask) == Problem(PAPER)
    with pytest.raises(UsageError, match="plan_format"):
        problem_of(f"{PAPER}\n\nWrite numbered steps.", ask)
    for plan in plans().values():
        assert problem_of(ask(plan.problem), ask) == plan.problem
