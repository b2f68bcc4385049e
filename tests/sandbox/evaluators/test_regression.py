"""Known figures were produced by scikit-learn 1.9.1 (mean_absolute_error, root_mean_squared_error, r2_score)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import UsageError
from core.runs import Evaluation
from sandbox.evaluators import choose
from sandbox.evaluators.regression import Regression

NOWHERE = Path("/nowhere/at/all")
TRUE = [3.0, -0.5, 2.0, 7.5]
GIVEN = [2.5, 0.0, 2.0, 8.0]


def test_errors_and_r2() -> None:
    evaluation = Regression().evaluate({"y_true": np.array(TRUE), "y_pred": GIVEN}, NOWHERE)
    assert _figures(evaluation) == pytest.approx({"MAE": 0.375, "RMSE": 0.4330127018922193, "R2": 0.9776119402985075})


def test_a_wrong_result_has_errors() -> None:
    figures = _figures(Regression().evaluate({"y_true": [1.5, 2.5], "y_pred": [2.5, 1.5]}, NOWHERE))
    assert figures == {"MAE": 1, "RMSE": 1, "R2": -3}


def test_truth_from_the_column_that_is_called_like_the_output(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file;weight;heart_rate\n1.csv;70;61.5\n2.csv;80;72\n", encoding="utf-8")
    evaluation = Regression().evaluate({"heart_rate": {"1.csv": 62.5, "2": 72.0, "3": 1.0}}, tmp_path)
    assert _figures(evaluation)["MAE"] == 0.5
    assert "column heart_rate of labels.csv, 2 of 2 items answered; not in the data: 3" in evaluation.about


def test_no_r2_where_the_truth_never_changes() -> None:
    evaluation = Regression().evaluate({"y_true": [0.1] * 3, "y_pred": [0.2] * 3}, NOWHERE)
    assert set(_figures(evaluation)) == {"MAE", "RMSE"}
    assert "no R2" in evaluation.about


def test_values_that_are_no_numbers_are_counted() -> None:
    result = {"y_true": [1.5, 2.5, 3.5, 4.5], "y_pred": [1.5, float("nan"), float("inf"), 10**400]}
    evaluation = Regression().evaluate(result, NOWHERE)
    assert _figures(evaluation)["MAE"] == 0
    assert "3 of 4 are no finite numbers and were left out" in evaluation.about


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"y_true": [1.5], "y_pred": [1.5, 2.5]},
        {"y_true": [1.5], "y_pred": ["warm"]},
        {"y_true": [1.5, 2.5], "y_pred": np.zeros((2, 3))},
        {"y_true": [float("nan")], "y_pred": [1.0]},
        {"y_true": "1.5", "y_pred": "1.5"},
    ],
)
def test_what_cannot_be_compared_is_refused(result: dict[str, object]) -> None:
    assert not Regression().fits(result, NOWHERE)
    with pytest.raises(UsageError):
        Regression().evaluate(result, NOWHERE)


def test_it_is_chosen_for_numbers_and_not_for_labels() -> None:
    chosen = choose({"y_true": TRUE, "y_pred": GIVEN}, NOWHERE)
    assert chosen is not None
    assert chosen.name == "regression"
    assert not Regression().fits({"y_true": [1, 2, 1], "y_pred": [1, 1, 1]}, NOWHERE)
    assert not Regression().fits({"y_true": [1, 0, 1], "y_pred": [0.7, 0.2, 0.9]}, NOWHERE)


def _figures(evaluation: Evaluation) -> dict[str, float]:
    return {metric.name: metric.value for metric in evaluation.metrics}
