"""Known figures were produced by scikit-learn 1.9.1 (accuracy_score, f1_score with average="macro")."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.runs import Evaluation, Table
from sandbox.evaluators import choose
from sandbox.evaluators.classification import Classification

TRUE = ["walk", "walk", "walk", "sit", "sit", "fall"]
GIVEN = ["walk", "walk", "sit", "sit", "fall", "fall"]
NOWHERE = Path("/nowhere/at/all")


def test_accuracy_macro_f1_and_the_confusion_table() -> None:
    evaluation = Classification().evaluate({"y_true": TRUE, "y_pred": GIVEN}, NOWHERE)
    assert _figures(evaluation) == pytest.approx({"accuracy": 0.6666666666666666, "macro F1": 0.6555555555555556})
    assert evaluation.table == Table(
        ("fall", "sit", "walk"), ("fall", "sit", "walk"), ((1, 0, 0), (1, 1, 0), (0, 1, 2))
    )
    assert "as the program itself gives it" in evaluation.about


def test_a_wrong_result_is_wrong() -> None:
    assert _figures(Classification().evaluate({"y_true": ["a", "b"], "y_pred": ["b", "a"]}, NOWHERE)) == {
        "accuracy": 0,
        "macro F1": 0,
    }


def test_a_label_that_is_never_true_lowers_macro_f1_as_in_scikit_learn() -> None:
    evaluation = Classification().evaluate({"true_labels": [0, 0, 1, 1], "predictions": [0, 0, 1, 7]}, NOWHERE)
    assert _figures(evaluation) == pytest.approx({"accuracy": 0.75, "macro F1": 0.5555555555555555})
    assert "predicted but never true: 7" in evaluation.about


@pytest.mark.parametrize(
    ("true", "given_"),
    [
        (np.array([1, 2, 3]), np.array([1.0, 2.0, 3.0])),
        (["Pour_water", "sit", "sit"], ["pour water", "Sit", "sit"]),
        (np.array([[1], [2], [3]]), [1, 2, 3]),
        ([True, False], [1 == 1, False]),
        ([b"a", b"b"], ["a", "b"]),
        (["3", "4"], [3, 4.0]),
    ],
)
def test_spellings_of_one_label_are_one(true: object, given_: object) -> None:
    assert _figures(Classification().evaluate({"y_true": true, "y_pred": given_}, NOWHERE))["accuracy"] == 1


def test_truth_from_folders(tmp_path: Path) -> None:
    for name in ("Walk/1.txt", "Walk/2.txt", "Sit/3.txt", "Sit/4.txt"):
        _touch(tmp_path / name)
    result = {"activities": {"Walk/1.txt": "walk", "2.txt": "sit", "/data/Sit/3.txt": "sit", "9.txt": "sit"}}
    evaluation = Classification().evaluate(result, tmp_path)
    assert _figures(evaluation)["accuracy"] == pytest.approx(2 / 3)
    assert "the folder that each file lies in, 3 of 4 items answered" in evaluation.about
    assert "not in the data: 9.txt" in evaluation.about


def test_truth_from_the_part_of_file_names_that_holds_the_labels(tmp_path: Path) -> None:
    for name in ("0_ann_7", "1_ann_7", "0_bob_8", "1_bob_8"):
        _touch(tmp_path / f"{name}.wav")
    result = {"digits": {"0_ann_7": 0, "1_ann_7.wav": 1, "0_bob_8": 1, "1_bob_8": 1}}
    evaluation = Classification().evaluate(result, tmp_path)
    assert _figures(evaluation)["accuracy"] == 0.75
    assert "part 1 of each file's name" in evaluation.about


def test_a_label_that_may_be_in_two_parts_of_the_names_is_not_guessed(tmp_path: Path) -> None:
    for name in ("0_0", "0_1", "1_0", "1_1"):
        _touch(tmp_path / f"{name}.wav")
    assert not Classification().fits({"digits": {"0_0": 0, "0_1": 1}}, tmp_path)


def test_truth_from_a_table_comes_first(tmp_path: Path) -> None:
    for name in ("x/1.txt", "y/2.txt"):
        _touch(tmp_path / name)
    (tmp_path / "labels.csv").write_text("file,label\n1.txt,y\n2.txt,x\n", encoding="utf-8")
    evaluation = Classification().evaluate({"answers": {"x/1.txt": "y", "y/2.txt": "x"}}, tmp_path)
    assert _figures(evaluation)["accuracy"] == 1
    assert "column label of labels.csv" in evaluation.about


def test_truth_of_the_data_is_preferred_to_what_the_program_claims(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,label\n1,a\n2,b\n", encoding="utf-8")
    result = {"windows": {"1": {"true": "b", "predicted": "b"}, "2": {"true": "b", "predicted": "b"}}}
    assert _figures(Classification().evaluate(result, tmp_path))["accuracy"] == 0.5


def test_missing_answers_are_wrong_answers() -> None:
    evaluation = Classification().evaluate({"y_true": ["a", "b"], "y_pred": ["a", None]}, NOWHERE)
    assert _figures(evaluation)["accuracy"] == 0.5
    assert "1 without a label, counted as wrong" in evaluation.about


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ({}, "the result holds nothing"),
        ({"y_true": ["a", "b"], "y_pred": ["a"]}, "y_true holds 2 values and y_pred 1"),
        ({"y_true": [0, 1], "y_pred": np.array([[0.1, 0.9], [0.8, 0.2]])}, "y_pred holds a list of 2 where one value"),
        ({"y_pred": ["a"]}, "no predicted labels with a known truth"),
        ({"y_true": ["a"], "y_pred": [None]}, "y_pred holds no label"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(result: dict[str, object], reason: str) -> None:
    assert not Classification().fits(result, NOWHERE) or "no label" in reason
    with pytest.raises(UsageError, match=reason):
        Classification().evaluate(result, NOWHERE)


def test_class_numbers_are_not_guessed_to_be_folder_names(tmp_path: Path) -> None:
    for name in ("Sit/1.txt", "Walk/2.txt"):
        _touch(tmp_path / name)
    with pytest.raises(UsageError, match=r"says 0, 1 where the folder that each file lies in says Sit, Walk"):
        Classification().evaluate({"labels_found": {"1.txt": 0, "2.txt": 1}}, tmp_path)


def test_many_labels_give_no_table() -> None:
    evaluation = Classification().evaluate({"y_true": [f"a{n}" for n in range(99)], "y_pred": ["x"] * 99}, NOWHERE)
    assert evaluation.table is None
    assert "no confusion table" in evaluation.about


_LABELS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abcd")), min_size=1, max_size=40)


@given(_LABELS)
def test_figures_follow_their_definitions(pairs: list[tuple[str, str]]) -> None:
    true, given_ = (list(side) for side in zip(*pairs, strict=True))
    evaluation = Classification().evaluate({"y_true": true, "y_pred": given_}, NOWHERE)
    every = sorted(set(true) | set(given_))
    scores = []
    for one in every:
        right = sum(t == g == one for t, g in pairs)
        wrong, missed = given_.count(one) - right, true.count(one) - right
        scores.append(2 * right / (2 * right + wrong + missed))
    assert _figures(evaluation) == pytest.approx(
        {"accuracy": sum(t == g for t, g in pairs) / len(pairs), "macro F1": sum(scores) / len(scores)}
    )
    assert evaluation.table is not None
    assert sum(map(sum, evaluation.table.counts)) == len(pairs)


def test_it_is_chosen_for_labels_and_by_its_figure() -> None:
    for name in ("", "accuracy", "classification", "Macro-F1"):
        chosen = choose({"y_true": TRUE, "y_pred": GIVEN}, NOWHERE, name)
        assert chosen is not None
        assert chosen.name == "classification"


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1 2 3\n", encoding="utf-8")


def _figures(evaluation: Evaluation) -> dict[str, float]:
    return {metric.name: metric.value for metric in evaluation.metrics if not metric.group}
