"""The three operators: every plan that they make holds, budgets are kept by the steps, and families stay on one side."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.problem import Problem
from knowledge.datasets import checking, writing
from knowledge.datasets.augment import augment
from knowledge.datasets.by_rules import Variant, variants
from knowledge.datasets.card import card, statistics
from knowledge.datasets.checking import check
from knowledge.datasets.decompositions import plan_pair, tasks_of, unfit
from knowledge.datasets.families import family_sides, write_families
from knowledge.datasets.guard import Guard
from knowledge.datasets.modality import by_sensor
from knowledge.datasets.pairs import Pair, Source, read_lines
from knowledge.datasets.parts import live, parts_of, steps_of, wrong_with
from knowledge.datasets.progress import OnProgress, Progress
from knowledge.datasets.resources import devices, runs_on_device
from knowledge.datasets.rules import applied, rules
from knowledge.datasets.writing import Distinct, distinct
from knowledge.plan_files import plans
from knowledge.reading import methods

SOME = ("prune_smell_network", "greenhouse_stress", "sound_level", "irrigation_advice", "slip_detection")
FEW = ("pulse_meter", "ecg_quality", "touch_buttons")


@pytest.fixture
def no_benchmark(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Guard:
    """A guard that knows no benchmark: reading the real one takes seconds."""
    guard = Guard(tmp_path_factory.mktemp("benchmark"))
    for module in (writing, checking):
        monkeypatch.setattr(module, "Guard", lambda: guard)
    return guard


def ask(problem: Problem) -> str:
    return f"{problem.markdown()}\n\nDecompose this."


@functools.cache
def holding(name: str) -> list[Variant]:
    """The variants of a plan that hold."""
    return [one for one in variants(name, methods()) if not wrong_with(one.plan, methods())]


drawn = st.sampled_from(SOME).flatmap(lambda name: st.sampled_from(holding(name)))


@given(drawn)
def test_every_step_of_a_variant_is_a_method_that_is_fed(variant: Variant) -> None:
    library = methods()
    for number, step in enumerate(variant.plan.steps, 1):
        wanted = {p.name for p in library[step.method].spec.inputs}
        fed = set(step.feed) | set(step.settings)
        assert wanted - fed <= set(library[step.method].settings)
        sources = [source.split(".")[0] for source in step.feed.values() if "." in source]
        assert all(int(source) < number for source in sources)
    assert not unfit(tasks_of(variant.plan), "")
    assert 3 <= len(variant.plan.steps) <= 8


@given(drawn)
def test_no_step_of_a_variant_is_done_for_nothing(variant: Variant) -> None:
    assert len(live(parts_of(variant.plan))) == len(variant.plan.steps)


@given(drawn)
def test_the_budget_that_is_told_is_kept_by_the_steps(variant: Variant) -> None:
    told = " ".join(variant.plan.problem.remarks)
    used = {step.method for step in variant.plan.steps}
    if "NumPy alone" in told:
        assert all(methods()[step.method].plain for step in variant.plan.steps if runs_on_device(step))
    assert ("quantised to int8" in told) == ("shrinking.int8_mlp" in used)
    assert ("is pruned after" in told) == ("shrinking.prune_mlp" in used)
    if "resources" in variant.operators:
        device = devices()[variant.made.split("; ")[-1].split(", ")[0]]
        assert variant.plan.problem.statement.endswith(device.statement)
        assert any(step.description.endswith(device.advice) for step in variant.plan.steps if runs_on_device(step))
        assert variant.plan.resource == device.tags


@given(drawn)
def test_an_operator_changes_steps_and_not_only_words(variant: Variant) -> None:
    family = variant.plan.name
    others = [plan for _, plan in by_sensor(family)] if "modality" in variant.operators else [plans()[family]]
    plain = [step.method for step in variant.plan.steps]
    if variant.operators != ("modality",):
        assert all(plain != [step.method for step in other.steps] for other in others) or _set(variant, others)


def _set(variant: Variant, others: list) -> bool:  # type: ignore[type-arg]
    """Whether at least the settings, such as the size of a model, differ."""
    return all([s.settings for s in variant.plan.steps] != [s.settings for s in other.steps] for other in others)


@pytest.mark.parametrize("name", sorted(plans()))
def test_the_task_of_every_plan_holds_with_every_other_sensor(name: str) -> None:
    for sensor, plan in by_sensor(name):
        assert not wrong_with(plan, methods()), sensor
        assert "{" not in plan.problem.statement
        assert plan.problem.statement not in plans()[name].problem.statement
        read = {step.method for step in plan.steps if step.method.startswith("readers.") and "csi" in step.method}
        assert bool(read) == ("CSI" in sensor)


def test_steps_survive_being_taken_apart_and_put_together() -> None:
    for plan in plans().values():
        assert steps_of(parts_of(plan)) == plan.steps
        assert not wrong_with(plan, methods())


def test_a_plan_that_is_fed_another_type_is_refused() -> None:
    plan = plans()["hrv_report"]
    steps = list(plan.steps)
    steps[1] = replace(steps[1], feed={"signal": "1.rates", "rate": "1.rates"})
    assert "has to be" in wrong_with(replace(plan, steps=tuple(steps)), methods())
    steps[1] = replace(plan.steps[1], each=False)
    assert wrong_with(replace(plan, steps=tuple(steps)), methods())


def test_a_rule_that_speaks_of_another_sensor_says_nothing() -> None:
    hum = next(rule for rule in rules("representation") if rule.name == "mains hum out")
    assert applied(hum, plans()["hrv_report"]) is not None
    assert applied(hum, plans()["pulse_rate"]) is None
    assert applied(hum, plans()["radar_vitals"]) is None


def test_a_plan_with_a_device_of_its_own_gets_no_other() -> None:
    said = [one for one in variants("machine_states_tiny", methods()) if one.operators[-1] == "resources"]
    assert all("modality" in one.operators for one in said)


def text_pair(family: str, text: str) -> Pair:
    return Pair(
        "decomposition", family, text, text, Source("gpiot", "", family, ""), "MIT", "no code", f"plan:{family}"
    )


def words(seed: int, count: int = 60) -> str:
    return " ".join(f"w{(seed * 7919 + number * 104729) % 1000003}" for number in range(count))


def test_a_family_is_on_one_side_and_every_side_has_some() -> None:
    names = [f"family{number % 40}" for number in range(400)]
    chosen = family_sides(names, 3)
    assert len({(name, side) for name, side in zip(names, chosen, strict=True)}) == 40
    assert set(chosen) == {"train", "valid", "test"}
    assert chosen == family_sides(names, 3)
    assert chosen != family_sides(names, 4)


def test_families_that_resemble_each_other_share_a_side(no_benchmark: Guard) -> None:
    pairs = [text_pair(f"family{number // 3}", words(number)) for number in range(120)]
    sides = family_sides([pair.group for pair in pairs], 0)
    test, train = sides.index("test"), sides.index("train")
    pairs[test] = text_pair(pairs[test].family, f"{words(train)} {words(test, 20)}")
    kept = distinct(pairs, lambda _: None, no_benchmark)
    roots = [kept.groups.find(pair.group) for pair in kept.pairs]
    assert len(kept.pairs) == len(pairs)
    assert roots[test] == roots[train]
    assert len(set(roots)) == 39


def test_what_is_near_to_the_benchmark_is_kept_out(tmp_path: Path) -> None:
    (tmp_path / "task.md").write_text(words(1))
    kept = distinct([text_pair("a", words(1)), text_pair("b", words(2))], lambda _: None, Guard(tmp_path))
    assert [pair.family for pair in kept.pairs] == ["b"]
    assert kept.dropped == {"near to IoTBench": 1}


@pytest.mark.usefixtures("no_benchmark")
def test_a_raw_set_is_augmented_the_same_way_twice_and_passes_the_check(tmp_path: Path) -> None:
    raw = [plan_pair(plans()[name], name, "", ask, "json") for name in FEW]
    kept = Distinct([pair for pair in raw if isinstance(pair, Pair)])
    write_families(tmp_path / "raw", kept, {}, {}, 0)
    progress: list[Progress] = []
    tells: list[OnProgress] = [lambda _: None, lambda _: None, progress.append]
    *built, again = (
        asyncio.run(augment(tmp_path / "raw", tmp_path / name, None, ask, "json", 1, tell))
        for name, tell in zip("aba", tells, strict=True)
    )
    assert built[0].sha256 == built[1].sha256 == again.sha256
    assert built[0].counts == again.counts
    assert progress[0].per_s == 0
    assert built[0].pairs > len(FEW)
    assert not check(tmp_path / "a")
    by_side = {side: {one["family"] for one in read_lines(tmp_path / "a" / f"{side}.jsonl")} for side in built[0].sides}
    assert sum(len(families) for families in by_side.values()) == len(set().union(*by_side.values()))
    made, valid, left = (built[0].counts[name] for name in ("made", "valid", "distinct"))
    assert all(made[name] >= valid.get(name, 0) >= left.get(name, 0) for name in made)


def test_what_is_no_decomposition_is_not_augmented(tmp_path: Path) -> None:
    for side in ("train", "valid", "test"):
        (tmp_path / f"{side}.jsonl").write_text("")
    with pytest.raises(UsageError, match="no TDD"):
        asyncio.run(augment(tmp_path, tmp_path / "out", None, ask, "json", 0, lambda _: None))


@pytest.fixture
def small(tmp_path: Path, no_benchmark: Guard) -> Path:
    """A raw set of one plan."""
    pair = plan_pair(plans()["pulse_meter"], "pulse_meter", "", ask, "json")
    assert isinstance(pair, Pair)
    write_families(tmp_path / "raw", Distinct([pair]), {}, {}, 0)
    return tmp_path / "raw"


def test_a_set_is_not_augmented_into_its_own_folder(small: Path) -> None:
    before = {path.name: path.read_bytes() for path in small.iterdir()}
    with pytest.raises(UsageError, match="overwritten"):
        asyncio.run(augment(small, small.parent / "x" / ".." / "raw", None, ask, "json", 0, lambda _: None))
    assert {path.name: path.read_bytes() for path in small.iterdir()} == before


def test_a_set_in_another_format_is_refused_before_any_work(small: Path) -> None:
    def numbered(problem: Problem) -> str:
        return f"{problem.markdown()}\n\nWrite numbered steps."

    with pytest.raises(UsageError, match="plan_format"):
        asyncio.run(augment(small, small.parent / "out", None, numbered, "text", 0, lambda _: None))
    assert not (small.parent / "out").exists()


def test_the_card_tells_who_made_the_pairs(small: Path) -> None:
    built = asyncio.run(augment(small, small.parent / "out", None, ask, "json", 0, lambda _: None))
    text = card(statistics(small.parent / "out"))
    assert "## Who made them" in text
    assert f"| rules: resources | {built.counts['distinct']['rules: resources']} |" in text
    assert "Who made them" not in card(statistics(small))
