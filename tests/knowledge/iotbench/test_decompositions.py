"""The reference decompositions of IoTBench: whole, in order, and apart from each other and from the plans that models see."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import knowledge.plan_files

FOLDER = knowledge.plan_files.PLANS.parent / "iotbench" / "decompositions"
TASKS: dict[str, dict[str, Any]] = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))
}
NEAR = 0.15


def _plans() -> dict[str, dict[str, Any]]:
    return {
        path.stem: tomllib.loads(Path(path).read_text("utf-8")) for path in knowledge.plan_files.PLANS.glob("*.toml")
    }


def _trigrams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[start : start + 3]) for start in range(len(words) - 2)}


def _alike(one: str, other: str) -> float:
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / max(1, len(first | second))


def _told(task: dict[str, Any]) -> str:
    return " ".join(f"{step['title']}. {step['description']}" for step in task["steps"])


@pytest.fixture(params=sorted(TASKS))
def task(request: pytest.FixtureRequest) -> dict[str, Any]:
    return TASKS[request.param]


def test_there_are_50() -> None:
    assert len(TASKS) == 50


def test_a_task_has_every_part_and_no_other(task: dict[str, Any]) -> None:
    needed = {"title", "statement", "code_input", "output_format", "modality", "representation", "resource", "steps"}
    assert needed <= set(task) <= needed | {"remarks"}
    assert all(set(step) == {"title", "description", "needs"} for step in task["steps"])
    for name in ("code_input", "modality", "representation", "resource"):
        assert task[name], name
        assert all(isinstance(entry, str) and entry.strip() for entry in task[name])


def test_a_statement_is_two_to_six_sentences(task: dict[str, Any]) -> None:
    sentences = re.findall(r"[.?!](?=\s|$)", task["statement"].strip())
    assert 2 <= len(sentences) <= 6
    assert 30 <= len(task["statement"].split()) <= 110


def test_inputs_are_declared_as_problems_declare_them(task: dict[str, Any]) -> None:
    assert all(re.match(r"[a-z_][a-z0-9_]* \([a-z]+\): \S", entry) for entry in task["code_input"])
    first, *lines = task["output_format"].strip().splitlines()
    assert "{name}" in first
    assert lines
    assert all(re.match(r"[A-Z][^:]*: \S", line) for line in lines)


def test_steps_stand_in_order_and_each_leads_on(task: dict[str, Any]) -> None:
    steps = task["steps"]
    assert 3 <= len(steps) <= 8
    assert len({step["title"] for step in steps}) == len(steps)
    for number, step in enumerate(steps, 1):
        assert all(1 <= need < number for need in step["needs"]), step["title"]
        assert step["needs"] == sorted(set(step["needs"])), step["title"]
        assert len(step["description"].split()) >= 8, step["title"]
    used = {need for step in steps for need in step["needs"]}
    assert len(steps) - len(used) <= 3, "too many steps lead nowhere"


def test_titles_are_distinct() -> None:
    assert len({task["title"].lower() for task in TASKS.values()}) == len(TASKS)


def test_no_two_tasks_are_near_duplicates() -> None:
    pairs = itertools.combinations(sorted(TASKS), 2)
    near = [
        (one, other)
        for one, other in pairs
        if max(
            _alike(TASKS[one]["statement"], TASKS[other]["statement"]), _alike(_told(TASKS[one]), _told(TASKS[other]))
        )
        > NEAR
    ]
    assert near == []


def test_no_task_is_near_a_plan() -> None:
    said = {name: [plan["title"], plan["statement"], *plan.get("also", ())] for name, plan in _plans().items()}
    near = [
        (name, plan)
        for (name, task), (plan, texts) in itertools.product(TASKS.items(), said.items())
        if max(_alike(ours, theirs) for ours in (task["title"], task["statement"]) for theirs in texts) > NEAR
    ]
    assert near == []


def test_the_measure_tells_a_copy_from_another_problem() -> None:
    one, other = (TASKS[name]["statement"] for name in ("leak_correlator", "wheel_flat_strain"))
    copied = re.sub(r"\b(At night we|there is)\b", "yesterday they", one)
    assert _alike(one, copied) > 0.5 > NEAR > _alike(one, other)
