from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.runs import Evaluation
from sandbox.evaluators import EVALUATORS, Evaluator, choose, items
from sandbox.evaluators.answers import MOST_VALUES, label, name_words, numbers, series
from tests.sandbox.evaluators.recordings import write_record


@pytest.mark.parametrize(
    ("result", "wanted"),
    [
        ({}, 0),
        ({"accuracy": 0.9}, 0),
        ({"peaks": {"100": [1, 2], "101": []}}, 2),
        ({"metrics": {"accuracy": 0.9, "f1_score": 0.8}}, 0),
        ({"metrics": {"accuracy": 0.9}, "labels": ["a", "b", "c"]}, 3),
        ({"signal": np.zeros(1000)}, 0),
        ({"peaks": [1, 2, 3]}, 0),
        ({"y_pred": np.zeros(12)}, 12),
        ({"predictions": [0, 1]}, 2),
        ({"rows": [{"file": "a", "x": 1}, {"file": "b", "x": 2}]}, 2),
        ({"windows": [[1, 2], [3, 4], [5, 6]]}, 3),
    ],
)
def test_items_are_what_the_result_speaks_of(result: dict[str, object], wanted: int) -> None:
    assert items(result) == wanted


def test_a_list_beside_names_belongs_to_them() -> None:
    found = {one.name: one for one in series({"files": ["a", "b"], "labels": [1, 2], "more": [1, 2, 3]})}
    assert found["labels"].by_item == {"a": 1, "b": 2}
    assert found["more"].items == ()


@pytest.mark.parametrize("value", [np.zeros((2, 2)), "abc", [True], [[1, 2], [3]], {"a": 1}, None, ["1"], [1j], [[]]])
def test_what_is_no_row_of_numbers(value: object) -> None:
    found = numbers(value)
    assert found is None or found.values == ()


def test_too_long_lists_are_refused() -> None:
    with pytest.raises(UsageError, match="at most 10,000,000"):
        series({"signal": np.broadcast_to(np.int8(0), MOST_VALUES + 1)})


def test_labels_have_one_spelling() -> None:
    assert {label(value) for value in (3, 3.0, "3", np.int64(3), np.float32(3), b"3")} == {"3"}
    assert {label(value) for value in (None, float("nan"), "")} == {"(none)"}
    assert "\x1b" not in label("\x1b[2J")


def test_words_of_names() -> None:
    assert name_words("rPeaks_found") == {"r", "peak", "found"}
    assert name_words("classes-of activities") == {"class", "of", "activity"}


_NUMBERS = st.one_of(st.integers(), st.floats(), st.booleans(), st.none(), st.text(max_size=4))
_ARRAYS = st.sampled_from(
    [np.zeros(3), np.zeros((2, 3)), np.array("a"), np.array([1, "b"], dtype=object), np.array([]), np.float64("nan")]
)
_NAMES = st.sampled_from(
    ["peaks", "y_true", "y_pred", "events", "true_events", "100", "101", "a", "file", "start", "0_a"]
)
_ANYTHING = st.recursive(
    _NUMBERS | _ARRAYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=4) | st.tuples(inner, inner),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every kind of truth."""
    data = tmp_path_factory.mktemp("data")
    write_record(data, "100", [5, 500])
    write_record(data, "101", [7])
    (data / "labels.csv").write_text("file,label,value\n100,a,1.5\n101,b,2.5\n", encoding="utf-8")
    (data / "events.csv").write_text("file,start,end\n100,0,1\n", encoding="utf-8")
    return data


@given(st.dictionaries(_NAMES, _ANYTHING, max_size=4))
def test_whatever_a_program_gives_ends_in_an_evaluation_or_a_clear_error(
    folder: Path, result: dict[str, object]
) -> None:
    choose(result, folder)
    assert items(result) >= 0
    for evaluator in EVALUATORS:
        outcome, error = _tried(evaluator, result, folder)
        assert (outcome is None) == bool(error and error.message and error.hint)
        assert all(metric.value == metric.value for metric in (outcome.metrics if outcome else ()))


def test_a_figure_that_nobody_gives_is_refused_with_those_that_are_given(folder: Path) -> None:
    with pytest.raises(UsageError, match="'beauty'") as caught:
        choose({}, folder, "beauty")
    assert "macro F1" in caught.value.hint


def test_an_evaluator_that_was_asked_for_says_what_is_missing(folder: Path) -> None:
    chosen = choose({}, folder, "MAE")
    assert chosen is not None
    with pytest.raises(UsageError, match="regression finds no estimated numbers"):
        chosen.evaluate({}, folder)


def test_a_figure_of_several_evaluators_is_that_of_the_one_that_fits(folder: Path) -> None:
    chosen = choose({"detected_events": {"100": [[0, 1], [2, 3]]}}, folder, "recall")
    assert chosen is not None
    assert chosen.name == "events"


def _tried(
    evaluator: Evaluator, result: dict[str, object], folder: Path
) -> tuple[Evaluation | None, UsageError | None]:
    try:
        return evaluator.evaluate(result, folder), None
    except UsageError as error:
        return None, error
