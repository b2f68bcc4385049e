"""Known counts of instants were produced by mir_eval 0.8.2 (util.match_events, a maximum matching)."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.runs import Evaluation
from sandbox.evaluators import choose
from sandbox.evaluators.events import Events, matched
from sandbox.evaluators.truth import Event

NOWHERE = Path("/nowhere/at/all")


def test_instants_match_within_the_tolerance(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("time\n1.0\n2.0\n3.0\n", encoding="utf-8")
    evaluation = Events().evaluate({"detected_events": [1.2, 2.3, 3.0, 9.0]}, tmp_path)
    assert _figures(evaluation, "") == pytest.approx((0.5, 2 / 3, 4 / 7))
    assert "events.csv; tolerance 0.2 s" in evaluation.about


def test_intervals_match_by_start_and_end(tmp_path: Path) -> None:
    (tmp_path / "annotations.csv").write_text("onset,offset,label\n0,10,walk\n20,21,fall\n", encoding="utf-8")
    assert _figures(Events().evaluate({"events": [[0.1, 14], [20.5, 21]]}, tmp_path), "") == (0.5, 0.5, 0.5)
    assert _figures(Events().evaluate({"events": [[0.1, 14, "sit"]]}, tmp_path), "") == (0, 0, 0)
    assert _figures(Events().evaluate({"events": np.array([[0, 10], [20, 21.4]])}, tmp_path), "") == (1, 1, 1)


def test_an_instant_within_an_interval_is_right(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("start_ms,duration_ms\n1000,500\n", encoding="utf-8")
    assert _figures(Events().evaluate({"fall_events": [1.6]}, tmp_path), "") == (1, 1, 1)
    assert _figures(Events().evaluate({"fall_events": [1.8]}, tmp_path), "") == (0, 0, 0)


def test_events_by_record(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(
        "file,start,end\na.wav,0,1\na.wav,2,3\nb.wav,5,6\nc.wav,1,2\n", encoding="utf-8"
    )
    found = {
        "a": [{"start": 0.0, "end": 1.0}],
        "b.wav": [{"start": 5, "end": 6}, {"start": 8, "end": 9}],
        "z": [[1, 2]],
    }
    evaluation = Events().evaluate({"detected": found}, tmp_path)
    assert _figures(evaluation, "") == pytest.approx((2 / 3, 2 / 4, 4 / 7))
    assert _figures(evaluation, "a.wav") == pytest.approx((1, 0.5, 2 / 3))
    assert "no events for c.wav: all missed; not in the data: z" in evaluation.about


def test_truth_of_the_program_itself() -> None:
    evaluation = Events().evaluate({"true_events": [1.0, 2.0], "detected_events": [1.0]}, NOWHERE)
    assert _figures(evaluation, "") == pytest.approx((1, 0.5, 2 / 3))
    assert "as the program itself gives it" in evaluation.about


@pytest.mark.parametrize(
    ("true", "found", "tolerance", "wanted"),
    [
        ([1.0, 1.3], [1.15, 0.9], 0.2, 2),
        ([0.5, 1.0, 1.5], [0.9, 0.95, 1.05], 0.2, 1),
        ([1.0, 2.0, 3.0], [1.5, 2.5, 3.5], 0.5, 3),
        ([0.1], [0.3], 0.2, 1),
    ],
)
def test_counts_of_mir_eval(true: list[float], found: list[float], tolerance: float, wanted: int) -> None:
    assert matched(_instants(true), _instants(found), tolerance) == wanted


_SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), max_size=5)


@given(_SPANS, _SPANS, st.integers(0, 4))
def test_no_other_pairing_matches_more(true: list[tuple[int, int]], found: list[tuple[int, int]], collar: int) -> None:
    one, other = ([Event(start, start + length) for start, length in spans] for spans in (true, found))
    assert matched(one, other, collar) == _best(one, other, collar)


def test_long_lists_end(tmp_path: Path) -> None:
    times = [n / 10 for n in range(20_000)]
    assert matched(_instants(times), _instants(times), 0.2) == 20_000
    assert matched(_instants([0.0] * 1000), _instants([0.1] * 900), 0.2) == 900
    with pytest.raises(UsageError, match="Too many events"):
        matched(_instants([0.0] * 5000), _instants([0.0] * 5000), 0.2)


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"events": "many"},
        {"events": [[2.0, 1.0]]},
        {"events": [[1, 2, 3, 4]]},
        {"events": [float("nan")]},
        {"events": {"a": 3}},
        {"events": [[1, "x"]]},
        {"scores": [1.0]},
    ],
)
def test_what_holds_no_events_is_refused(tmp_path: Path, result: dict[str, object]) -> None:
    (tmp_path / "events.csv").write_text("time\n1.0\n", encoding="utf-8")
    assert not Events().fits(result, tmp_path)
    with pytest.raises(UsageError, match="no detected events"):
        Events().evaluate(result, tmp_path)


@pytest.mark.parametrize("table", ["", "\n\n", "time\nnever\n", "a,b\n1,2\n", "start,end\n5,1\n", "time\n1\x00\n"])
def test_a_table_without_times_holds_no_truth(tmp_path: Path, table: str) -> None:
    (tmp_path / "events.csv").write_text(table, encoding="utf-8")
    assert not Events().fits({"detected_events": [1.0]}, tmp_path)


def test_it_is_chosen_for_events(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("time\n1.0\n", encoding="utf-8")
    chosen = choose({"detected_events": [1.0]}, tmp_path)
    assert chosen is not None
    assert chosen.name == "events"


def _instants(times: list[float]) -> list[Event]:
    return [Event(time, time) for time in times]


def _best(true: list[Event], found: list[Event], collar: float) -> int:
    """All pairings tried."""
    few, many = (true, found) if len(true) <= len(found) else (found, true)
    fit = [[_near(f, m, collar) if few is true else _near(m, f, collar) for m in many] for f in few]
    orders = permutations(range(len(many)), len(few))
    return max((sum(fit[n][place] for n, place in enumerate(order)) for order in orders), default=0)


def _near(true: Event, found: Event, collar: float) -> bool:
    length = true.end - true.start
    if (true.start == true.end) == (found.start == found.end):
        return abs(true.start - found.start) <= collar and abs(true.end - found.end) <= max(collar, length / 2)
    outer, inner = (found, true) if true.start == true.end else (true, found)
    return outer.start - collar <= inner.start <= outer.end + collar


def _figures(evaluation: Evaluation, group: str) -> tuple[float, ...]:
    return tuple(metric.value for metric in evaluation.metrics if metric.group == group)
