from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problem import Problem
from core.runs import Budget, Evaluation, Measured, Metric
from sandbox.budgets import budgets, measured, stated
from tests.sandbox.budget_phrases import STATED, TRAPS, Wanted, memory

TOOK = Measured(wall_s=6.0, cpu_s=5.0, peak_mb=120.0, items=3)
_WORDS = (
    "at most|must not exceed|within|under|at least|per window|of memory|GPU|200 MB|20 ms|2 s|95 %|accuracy|F1|each record|and|, |. "
    "|run|takes|files|less than|1,5 GB|half a|not|if|\n"
).split("|")


@pytest.mark.parametrize(("text", "wanted"), STATED)
def test_a_stated_budget_is_found_with_its_unit(text: str, wanted: Wanted) -> None:
    assert _found([text]) == wanted


@pytest.mark.parametrize("text", TRAPS)
def test_a_length_a_size_a_tolerance_and_a_report_are_no_budgets(text: str) -> None:
    assert _found([text]) == ()


def test_the_table_holds_enough_of_both_kinds() -> None:
    assert len(STATED) >= 40
    assert len(TRAPS) * 3 >= len(STATED) + len(TRAPS)


@pytest.mark.parametrize(
    ("example", "wanted"),
    [
        ("heartbeat", memory(200)),
        ("activity-multimodal", (("gpu memory", 200, "MB", False), ("time per item", 0.05, "s", False))),
        ("activity-wifi", (("gpu memory", 50, "MB", False),)),
    ],
)
def test_the_examples_state_what_their_remarks_say(example: str, wanted: Wanted) -> None:
    text = (Path(__file__).parents[2] / "examples" / f"{example}.md").read_text(encoding="utf-8")
    assert _told(budgets(Problem.from_text(text))) == wanted


def test_of_two_budgets_for_the_same_the_stricter_is_kept_once() -> None:
    assert _found(["It must use at most 200 MB of memory.", "Keep it under 50 MB.", "at most 80 MB RAM"]) == memory(50)
    least = _found(["accuracy of at least 90 %", "Accuracy must be at least 95 %."])
    assert least == (("accuracy", 0.95, "", True),)


def test_wishes_count_and_a_budget_quotes_its_sentence() -> None:
    problem = Problem("Detect falls. The program must not use more than 80 MB of memory.")
    (found,) = budgets(problem, ["Stay under 50 MB."])
    assert (found.limit, found.words) == (50, "Stay under 50 MB.")


def test_sample_numbers_of_the_output_format_are_no_budgets() -> None:
    assert budgets(Problem("Classify.", output_format="Accuracy: at least 91%\nMemory: under 50 MB")) == ()


def test_budgets_are_filled_with_what_the_run_took() -> None:
    wanted = [Budget(what, 2.0, "s", "") for what in ("memory", "time", "cpu", "time per item", "gpu memory")]
    assert [b.measured for b in measured(wanted, TOOK)] == [120.0, 6.0, 5.0, 2.0, None]
    assert [b.state for b in measured(wanted, TOOK)] == ["fail", "fail", "fail", "pass", "not measured"]


def test_time_per_item_is_not_measured_where_the_result_names_no_items() -> None:
    (found,) = measured([Budget("time per item", 1.0, "s", "")], Measured(6.0, 5.0, 120.0))
    assert found.state == "not measured"


def test_gpu_memory_is_measured_where_there_is_one() -> None:
    (found,) = measured([Budget("gpu memory", 50.0, "MB", "")], Measured(6.0, 5.0, 120.0, gpu_mb=49.5))
    assert found.state == "pass"


def test_figures_of_merit_come_from_the_evaluations_of_all_items() -> None:
    evaluation = Evaluation("x", (Metric("F1", 0.99, "walk"), Metric("macro F1", 0.7), Metric("MAE", 3.0)))
    wanted = stated(["F1 of at least 0.8", "MAE below 5 bpm", "accuracy of at least 90 %"])
    assert [(b.what, b.measured, b.state) for b in measured(wanted, TOOK, [evaluation])] == [
        ("F1", 0.7, "fail"),
        ("MAE", 3.0, "pass"),
        ("accuracy", None, "not measured"),
    ]


def test_flash_is_a_limit_that_no_run_measures() -> None:
    (found,) = measured(stated(["It must fit in 128 MB of flash."]), TOOK)
    assert found.state == "not measured"


@given(st.lists(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join))))
def test_reading_budgets_never_raises(texts: list[str]) -> None:
    for budget in stated(texts):
        assert budget.limit >= 0
        assert budget.words


@pytest.mark.parametrize(
    "hostile",
    [lambda n: "must not " * n, lambda n: "accuracy, " * n, lambda n: "1" * n + " MB", lambda n: "at most 1 s " * n],
)
def test_a_hostile_text_does_not_hold_the_program_up(hostile: Callable[[int], str]) -> None:
    started = time.monotonic()
    stated([hostile(50), hostile(200), hostile(100_000)])
    assert time.monotonic() - started < 20


def _found(texts: list[str]) -> Wanted:
    return _told(stated(texts))


def _told(found: tuple[Budget, ...]) -> Wanted:
    return tuple((b.what, round(b.limit, 9), b.unit, b.at_least) for b in found)
