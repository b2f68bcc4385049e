"""Known counts were produced by wfdb 4.3.1: ``wfdb.processing.compare_annotations(ref, test, int(0.15 * fs))``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.runs import Evaluation
from sandbox.evaluators import choose
from sandbox.evaluators.r_peaks import Counts, RPeaks, counts, matched
from tests.sandbox.evaluators.recordings import shared_records, simple_peaks, write_record

REFERENCE = [77, 370, 662, 946, 1231, 1515, 1809, 2044]

# Detected, false and missed beats of tests.sandbox.evaluators.recordings.simple_peaks, as wfdb 4.3.1 counts them.
SHARED = {
    "100": (2273, 1, 0),
    "103": (2084, 2, 0),
    "105": (2561, 87, 11),
    "108": (1631, 1041, 132),
    "200": (2588, 261, 13),
    "203": (2868, 194, 112),
    "222": (2463, 153, 20),
    "228": (2036, 279, 17),
}


@pytest.mark.parametrize(
    ("reference", "detected", "window", "wanted"),
    [
        ([100, 200, 300], [100, 200, 300], 54, [0, 1, 2]),
        ([100], [154], 54, [-1]),
        ([100], [153], 54, [0]),
        ([100, 140], [125], 54, [-1, 0]),
        ([100, 140], [120], 54, [0, -1]),
        ([100, 140], [90, 130], 54, [0, 1]),
        ([100, 200], [20, 110, 160], 54, [1, 2]),
        ([100], [80, 120], 54, [0]),
        ([100], [90, 90, 90], 54, [0]),
        ([10, 20, 30], [24, 26], 8, [-1, 0, 1]),
        ([], [5], 54, []),
        ([5], [], 54, [-1]),
    ],
)
def test_beats_take_detections_as_in_wfdb(
    reference: list[int], detected: list[int], window: int, wanted: list[int]
) -> None:
    assert matched(reference, detected, window) == wanted


_PLACES = st.lists(st.integers(0, 300), max_size=25).map(sorted)


@given(_PLACES, _PLACES, st.integers(1, 60))
def test_matching_follows_the_documented_rule(reference: list[int], detected: list[int], window: int) -> None:
    assert matched(reference, detected, window) == _by_the_rule(reference, detected, window)


@given(_PLACES, st.integers(1, 60))
def test_a_perfect_detection_of_different_beats_is_perfect(places: list[int], window: int) -> None:
    different = sorted(set(places))
    assert matched(different, different, window) == list(range(len(different)))


@pytest.mark.data
@pytest.mark.parametrize("record", SHARED)
def test_counts_on_real_records_are_those_of_wfdb(record: str) -> None:
    folder = shared_records()
    evaluation = RPeaks().evaluate({"r_peaks": {record: np.array(simple_peaks(folder / f"{record}.dat"))}}, folder)
    assert _counts(evaluation, record) == SHARED[record]


@pytest.mark.data
def test_all_real_records_together_are_their_sum() -> None:
    folder = shared_records()
    result = {"peaks": {record: simple_peaks(folder / f"{record}.dat") for record in SHARED}}
    evaluation = RPeaks().evaluate(result, folder)
    assert _counts(evaluation, "") == tuple(map(sum, zip(*SHARED.values(), strict=True)))


def test_precision_recall_and_f1_per_record_and_overall(tmp_path: Path) -> None:
    write_record(tmp_path, "100", REFERENCE)
    write_record(tmp_path, "101", [500, 1000])
    found = {"100": np.array([*REFERENCE[:6], 3000, 3500]), "101": [500, 1000]}
    evaluation = RPeaks().evaluate({"r_peaks": found}, tmp_path)
    assert _figures(evaluation, "100") == pytest.approx((0.75, 0.75, 0.75))
    assert _figures(evaluation, "101") == (1, 1, 1)
    assert _figures(evaluation, "") == pytest.approx((0.8, 0.8, 0.8))
    assert "150 ms" in evaluation.about


def test_only_beats_count_as_beats(tmp_path: Path) -> None:
    write_record(tmp_path, "100", [50, 100, 400, 700], symbols="+N~V")
    assert _counts(RPeaks().evaluate({"peaks": {"100": [100, 700]}}, tmp_path), "") == (2, 0, 0)


def test_the_window_follows_the_sampling_rate(tmp_path: Path) -> None:
    write_record(tmp_path, "slow", [1000], rate=125)
    assert counts([1000], [1017], 125) == Counts(1, 0, 0)
    assert _counts(RPeaks().evaluate({"peaks": {"slow": [1018]}}, tmp_path), "slow") == (0, 1, 1)


def test_seconds_are_recognised_and_said(tmp_path: Path) -> None:
    write_record(tmp_path, "100", REFERENCE)
    evaluation = RPeaks().evaluate({"peaks": {"100": np.array(REFERENCE) / 360}}, tmp_path)
    assert _counts(evaluation, "") == (8, 0, 0)
    assert "given in seconds" in evaluation.about


def test_sample_numbers_as_floats_stay_sample_numbers(tmp_path: Path) -> None:
    write_record(tmp_path, "100", [77, 370])
    evaluation = RPeaks().evaluate({"peaks": {"100": np.array([77.0, 370.0])}}, tmp_path)
    assert _counts(evaluation, "") == (2, 0, 0)
    assert "seconds" not in evaluation.about


def test_records_without_an_answer_are_missed_and_strangers_are_named(tmp_path: Path) -> None:
    write_record(tmp_path, "100", REFERENCE)
    write_record(tmp_path, "101", REFERENCE)
    evaluation = RPeaks().evaluate({"peaks": {"100": REFERENCE, "999\x1b[31m": [1]}}, tmp_path)
    assert _counts(evaluation, "101") == (0, 0, 8)
    assert "no detections for 101" in evaluation.about
    assert "not in the data: 999" in evaluation.about
    assert "\x1b" not in evaluation.about


@pytest.mark.parametrize(
    "value",
    [
        REFERENCE,
        np.array(REFERENCE).reshape(-1, 1),
        np.array([REFERENCE]),
        np.array(REFERENCE, dtype=np.float32),
        [np.int64(sample) for sample in REFERENCE],
        tuple(reversed(REFERENCE)),
        [*REFERENCE, float("nan"), None, 10**400],
        np.array(REFERENCE, dtype=object),
    ],
)
def test_one_record_takes_any_row_of_numbers(tmp_path: Path, value: object) -> None:
    write_record(tmp_path, "100", REFERENCE)
    assert _counts(RPeaks().evaluate({"peaks": value}, tmp_path), "") == (8, 0, 0)


@pytest.mark.parametrize("key", ["100", "100.hea", "/data/x/100.dat", 100, "sub\\100"])
def test_records_are_named_by_name_file_or_path(tmp_path: Path, key: object) -> None:
    write_record(tmp_path, "100", REFERENCE)
    write_record(tmp_path, "101", REFERENCE)
    assert _counts(RPeaks().evaluate({"peaks": {key: REFERENCE}}, tmp_path), "100") == (8, 0, 0)


def test_nested_lists_and_rows_of_mappings_are_read(tmp_path: Path) -> None:
    write_record(tmp_path / "a", "100", REFERENCE)
    write_record(tmp_path / "b", "100", [5, 500])
    shapes: list[dict[str, object]] = [
        {"results": {"a/100": {"peaks": REFERENCE, "f1": 1.0}, "b/100": {"peaks": [5, 500], "f1": 1.0}}},
        {"found": [{"record": "a/100", "peaks": REFERENCE}, {"record": "b/100", "peaks": [5, 500]}]},
        {"records": ["a/100", "b/100"], "detected_peaks": [REFERENCE, [5, 500]]},
    ]
    for result in shapes:
        assert _counts(RPeaks().evaluate(result, tmp_path), "") == (10, 0, 0)


def test_a_single_record_file_is_data_too(tmp_path: Path) -> None:
    write_record(tmp_path, "100", REFERENCE)
    write_record(tmp_path, "101", [1])
    for data in ("100.hea", "100.dat", "100"):
        assert _counts(RPeaks().evaluate({"peaks": REFERENCE}, tmp_path / data), "") == (8, 0, 0)


def test_the_detections_are_told_from_other_outputs(tmp_path: Path) -> None:
    write_record(tmp_path, "100", REFERENCE)
    result = {
        "filtered_signal": {"100": [0.5, -1.0]},
        "rr_intervals": {"100": [293, 292]},
        "true_peaks": {"100": [1, 2]},
        "r_peaks": {"100": REFERENCE},
        "accuracy": {"100": 0.9},
    }
    evaluation = RPeaks().evaluate(result, tmp_path)
    assert evaluation.about.startswith("r_peaks against")
    assert _counts(evaluation, "") == (8, 0, 0)


def test_an_empty_list_is_a_detector_that_finds_nothing(tmp_path: Path) -> None:
    write_record(tmp_path, "100", REFERENCE)
    assert _figures(RPeaks().evaluate({"peaks": {"100": []}}, tmp_path), "") == (0, 0, 0)


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"accuracy": {"100": 0.9}},
        {"peaks": "many"},
        {"peaks": {"100": np.zeros((5, 2)), "101": "x"}},
        {"peaks": {"100": [True, False], "101": [True]}},
        {"peaks": {"other": [1, 2]}},
        {"peaks": [1, 2, 3]},
        {"peaks": {"100": REFERENCE}, "beats": {"100": REFERENCE}},
        {"peaks": {"100": {"a": {"b": 1}}}},
        {"signal": {"100": [3.0, 1.0, 2.0]}},
    ],
)
def test_a_result_without_detections_is_refused_with_what_was_expected(
    tmp_path: Path, result: dict[str, object]
) -> None:
    write_record(tmp_path, "100", REFERENCE)
    write_record(tmp_path, "101", REFERENCE)
    assert not RPeaks().fits(result, tmp_path)
    with pytest.raises(UsageError, match="sample numbers of the detected beats for 2 records") as caught:
        RPeaks().evaluate(result, tmp_path)
    assert "r_peaks" in caught.value.hint


def test_data_without_beats_is_refused(tmp_path: Path) -> None:
    assert choose({"peaks": [1]}, tmp_path) is None
    with pytest.raises(UsageError, match="no WFDB beat annotations"):
        RPeaks().evaluate({"peaks": [1]}, tmp_path)


def test_a_broken_record_is_named_and_the_others_count(tmp_path: Path) -> None:
    write_record(tmp_path, "100", REFERENCE)
    write_record(tmp_path, "101", REFERENCE)
    (tmp_path / "101.hea").write_text("nothing")
    evaluation = RPeaks().evaluate({"peaks": {"100": REFERENCE}}, tmp_path)
    assert _counts(evaluation, "") == (8, 0, 0)
    assert "not read: 101.hea" in evaluation.about


def test_it_is_chosen_for_beats(tmp_path: Path) -> None:
    write_record(tmp_path, "100", REFERENCE)
    chosen = choose({"peaks": REFERENCE}, tmp_path)
    assert chosen is not None
    assert chosen.name == "r-peaks"


def _by_the_rule(reference: list[int], detected: list[int], window: int) -> list[int]:
    """The rule in plain words: linear searches, nothing shared with the code under test."""

    def best(beat: int, start: int) -> int:
        ahead = [n for n in range(start, len(detected)) if detected[n] >= beat][:1]
        seen = [*(n for n in range(start, len(detected)) if detected[n] < beat), *ahead]
        return min(seen, key=lambda n: (abs(detected[n] - beat), n))

    pairs: list[int] = []
    start = 0
    for place, beat in enumerate(reference):
        pairs.append(-1)
        if start >= len(detected):
            continue
        mine = best(beat, start)
        if place + 1 < len(reference):
            after = reference[place + 1]
            theirs = best(after, start)
            if theirs == mine and abs(detected[theirs] - after) < abs(detected[mine] - beat):
                mine -= 1
                if mine < 0 or (place and pairs[place - 1] == mine):
                    continue
        if abs(detected[mine] - beat) < window:
            pairs[place] = mine
        start = mine + 1
    return pairs


def _figures(evaluation: Evaluation, group: str) -> tuple[float, ...]:
    return tuple(m.value for m in evaluation.metrics if m.group == group and not m.unit)


def _counts(evaluation: Evaluation, group: str) -> tuple[float, ...]:
    return tuple(m.value for m in evaluation.metrics if m.group == group and m.unit == "beats")
