"""``regression``: estimated numbers against the true ones."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError
from core.runs import Evaluation, Metric
from sandbox.evaluators import truth
from sandbox.evaluators.answers import described, name_words
from sandbox.evaluators.pairs import Pairs, answers, given_pairs, number

_HINT = (
    "Let the last sub-task return y_true and y_pred of the same length, or a mapping from file name to number beside data "
    "with a table such as labels.csv that holds the true number of each file."
)


@dataclass(frozen=True, slots=True)
class Regression:
    """Mean absolute error, root of the mean squared error, both in the unit of the values, and R2 where it is defined."""

    name: str = "regression"
    metrics: tuple[str, ...] = ("MAE", "RMSE", "R2")

    def fits(self, result: Mapping[str, object], data: Path) -> bool:
        """Whether the result holds numbers whose truth is known, and they are no labels."""
        try:
            pairs = _pairs(result, data)
            true, _, _ = _finite(pairs)
        except UsageError:
            return False
        return not pairs.are_labels and not set(true) <= {0.0, 1.0}

    def evaluate(self, result: Mapping[str, object], data: Path) -> Evaluation:
        """Compare; UsageError where no truth is found, lengths differ or nothing is a number."""
        pairs = _pairs(result, data)
        true, given, left_out = _finite(pairs)
        note = f"; {left_out} of {len(pairs.true)} are no finite numbers and were left out" if left_out else ""
        if not _spread(true):
            note += "; all true values are the same: no R2"
        return Evaluation(self.name, tuple(_metrics(true, given)), pairs.about + note)


def _pairs(result: Mapping[str, object], data: Path) -> Pairs:
    """The truth that the data gives is preferred to the one that the program itself returns."""
    offers = [
        (Pairs.against(one, known), name_words(one.name) & name_words(known.source))
        for one in answers(result)
        for known in truth.tables(data)
    ]
    # Of several columns the one that is called like the output.
    fitting = sorted((offer for offer in offers if offer[0].true), key=lambda offer: -len(offer[1]))
    own = fitting[0][0] if fitting else given_pairs(result)
    if own is None:
        raise UsageError(
            f"regression finds no estimated numbers with a known truth: the result holds {described(result)}.", _HINT
        )
    return own


def _finite(pairs: Pairs) -> tuple[list[float], list[float], int]:
    """True and estimated values where both are numbers, and how many are not."""
    numbers = [(number(t), number(p)) for t, p in zip(pairs.true, pairs.predicted, strict=True)]
    both = [(t, p) for t, p in numbers if t is not None and p is not None]
    if not both:
        raise UsageError(f"{pairs.name} and its truth have no finite numbers in common.", _HINT)
    return [t for t, _ in both], [p for _, p in both], len(numbers) - len(both)


def _metrics(true: Sequence[float], given: Sequence[float]) -> list[Metric]:
    errors = [t - g for t, g in zip(true, given, strict=True)]
    squares = math.fsum(error * error for error in errors)
    spread = _spread(true)
    metrics = [
        Metric("MAE", math.fsum(map(abs, errors)) / len(errors)),
        Metric("RMSE", math.sqrt(squares / len(errors))),
    ]
    return [*metrics, Metric("R2", 1 - squares / spread)] if spread else metrics


def _spread(true: Sequence[float]) -> float:
    """The sum of squared distances from the mean; exactly 0 where all values are the same."""
    if min(true) == max(true):
        return 0.0
    mean = math.fsum(true) / len(true)
    return math.fsum((value - mean) ** 2 for value in true)
