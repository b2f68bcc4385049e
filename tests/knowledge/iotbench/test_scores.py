"""What IoTBench counts, on answers whose score is known."""

from __future__ import annotations

import itertools
import json
import random

import pytest

from knowledge.iotbench.scores import (
    coverage,
    is_well_formed,
    mean_pass_at_k,
    pass_at_k,
    specialised_share,
    steps_of,
    uses_specialised,
)
from knowledge.iotbench.tasks import CodeTask, code_tasks

SPECIALISED = [task for task in code_tasks() if task.specialised]


@pytest.mark.parametrize(("samples", "right", "k"), [(5, 0, 1), (5, 2, 1), (5, 2, 3), (6, 1, 4), (5, 5, 2), (7, 3, 5)])
def test_pass_at_k_is_the_share_of_draws_with_a_right_one(samples: int, right: int, k: int) -> None:
    draws = list(itertools.combinations([True] * right + [False] * (samples - right), k))
    assert pass_at_k(samples, right, k) == pytest.approx(sum(map(any, draws)) / len(draws))


def test_pass_at_k_needs_k_samples() -> None:
    for samples, right, k in ((4, 1, 5), (4, 5, 1), (4, 1, 0), (4, -1, 1)):
        with pytest.raises(ValueError, match="pass@"):
            pass_at_k(samples, right, k)


def test_the_mean_pass_is_over_tasks() -> None:
    assert mean_pass_at_k([(5, 5), (5, 0), (5, 1)], 1) == pytest.approx((1 + 0 + 0.2) / 3)
    assert mean_pass_at_k([(5, 1), (10, 1)], 5) == pytest.approx((1 + 0.5) / 2)
    with pytest.raises(ValueError, match="no tasks"):
        mean_pass_at_k([], 1)


NUMBERED = """Here is the plan.

Step 1: **Load** the recordings.
 They are WFDB files.

Step 2: Filter from 0.5 to 40 Hz.

3. Detect the peaks
   1. first candidates
   2. then thresholds
"""


def test_steps_of_a_numbered_plan() -> None:
    assert steps_of(NUMBERED) == (
        "Load the recordings. They are WFDB files.",
        "Filter from 0.5 to 40 Hz.",
        "Detect the peaks 1. first candidates 2. then thresholds",
    )
    assert steps_of("**1.** Load\n**2.** Filter") == ("Load", "Filter")
    assert steps_of("## 1) Load\n## 2) Filter") == ("Load", "Filter")


def test_steps_of_a_json_plan() -> None:
    plan = {
        "subtasks": [{"title": "Load", "depends_on": []}, {"title": "Filter", "description": "it", "depends_on": [1]}]
    }
    assert steps_of(json.dumps(plan)) == ("Load", "Filter it")
    assert steps_of(f"Sure!\n```json\n{json.dumps(plan)}\n```\nDone.") == ("Load", "Filter it")
    assert steps_of('["Load", "Filter"]') == ("Load", "Filter")
    assert steps_of('{"steps": [{"description": "Load"}]}') == ("Load",)
    assert steps_of('{"steps": 2, "subtasks": ["Load", "Filter"]}') == ("Load", "Filter")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Load the data, then filter it and detect the peaks.",
        "1. Load\n3. Filter",
        "2. Load\n3. Filter",
        "1. Load\n1. Filter",
        "1. Load\n2. \n",
        "1. Load everything",
        "1.5 V at the input\n2.5 V at the output",
        '{"subtasks": [{"title": "Load"}, {"title": ""}]}',
        '{"subtasks": [{"title": "Load", "depends_on": [2]}, {"title": "Filter", "depends_on": [1]}]}',
        '{"subtasks": [{"title": "Load"}, {"title": "Filter", "depends_on": [2]}]}',
        '{"subtasks": [{"title": "Load"}, {"title": "Filter", "depends_on": "1"}]}',
        '{"subtasks": [{"title": "Load"}, {"title": "Filter", "depends_on": ["1"]}]}',
        '{"plan": ["Load", "Filter"]}',
        '{"subtasks": "Load"}',
        '["Load", 2]',
        "[" * 100_000,
    ],
)
def test_what_is_no_plan(answer: str) -> None:
    assert not is_well_formed(answer)


def test_a_plan_is_well_formed() -> None:
    assert is_well_formed(NUMBERED)
    assert is_well_formed(NUMBERED, fewest=3)
    assert not is_well_formed(NUMBERED, fewest=4)


def test_coverage_is_one_to_one() -> None:
    assert coverage([[0.9, 0.1], [0.2, 0.8]], 0.5) == 1.0
    assert coverage([[0.9], [0.9], [0.9]], 0.5) == pytest.approx(1 / 3)
    assert coverage([[0.5, 0.4], [0.1, 0.49]], 0.5) == 0.5
    assert coverage([[], []], 0.5) == 0.0
    assert coverage([], 0.5) == 1.0


def test_coverage_is_the_largest_matching_there_is() -> None:
    # Each row's best column would leave the second row without one.
    assert coverage([[0.9, 0.6], [0.8, 0.1]], 0.5) == 1.0
    chance = random.Random(4)
    for _ in range(40):
        matrix = [[chance.random() for _ in range(5)] for _ in range(4)]
        largest = max(
            sum(matrix[row][column] >= 0.7 for row, column in enumerate(columns))
            for columns in itertools.permutations(range(5), 4)
        )
        assert coverage(matrix, 0.7) == largest / 4


def test_only_what_functions_do_counts() -> None:
    code = '"""uses welch"""\ndef welch_power(welch: int = 1):\n    """welch"""\n    return rfft(x)  # welch\n'
    assert not uses_specialised(code, ["welch"])
    assert uses_specialised(code, ["welch", r"rfft\("])
    assert uses_specialised("def f():\n    return 0xA001\n", ["40961"])
    assert uses_specialised("async def f():\n    '''only words'''\n", ["pass"])
    assert not uses_specialised("def f(:\n    welch", ["welch"])
    assert not uses_specialised("def f():\n    return 1\n", [])


def test_the_specialised_share_leaves_out_tasks_without_an_algorithm() -> None:
    used, unused = "from scipy.signal import welch\n", "x = 1\n"
    assert specialised_share([(used, ["welch"]), (unused, ["welch"]), (used, []), (unused, [])]) == 0.5
    with pytest.raises(ValueError, match="no program"):
        specialised_share([(used, [])])


@pytest.mark.parametrize("task", SPECIALISED, ids=lambda task: task.name)
def test_the_right_program_of_a_task_uses_its_algorithm(task: CodeTask) -> None:
    assert uses_specialised(task.right, task.specialised)


def test_careless_programs_use_it_less() -> None:
    wrong = [(code, task.specialised) for task in SPECIALISED for code in task.wrong.values()]
    assert specialised_share((task.right, task.specialised) for task in SPECIALISED) == 1.0
    assert specialised_share(wrong) < 0.75
    told = [task for task in SPECIALISED if not all(uses_specialised(c, task.specialised) for c in task.wrong.values())]
    assert len(told) >= 35
