"""``classification``: predicted labels against the true ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError
from core.runs import Evaluation, Metric, Table
from sandbox.evaluators import truth
from sandbox.evaluators.answers import NO_LABEL, described, label, listed, same, series
from sandbox.evaluators.pairs import MOST_CLASSES, Pairs, answers, given_pairs

_HINT = (
    "Let the last sub-task return y_true and y_pred of the same length, or a mapping from file name to predicted label "
    "beside data with labels.csv, one folder a class, or the label in the file names."
)


@dataclass(frozen=True, slots=True)
class Classification:
    """Accuracy, macro F1 over all labels that occur (Sokolova and Lapalme 2009, section 2.2) and the confusion table."""

    name: str = "classification"
    metrics: tuple[str, ...] = ("accuracy", "macro F1")

    def fits(self, result: Mapping[str, object], data: Path) -> bool:
        """Whether the result holds labels whose truth is known."""
        try:
            pairs = _pairs(result, data)
        except UsageError:
            return False
        return pairs.are_labels

    def evaluate(self, result: Mapping[str, object], data: Path) -> Evaluation:
        """Compare; UsageError where no truth is found or lengths differ."""
        pairs = _pairs(result, data)
        shown = _spelled(pairs)
        known = [shown[same(label(value))] for value in pairs.true]
        given = [shown[same(label(value))] for value in pairs.predicted]
        if all(value == NO_LABEL for value in given):
            raise UsageError(f"{pairs.name} holds no label.", _HINT)
        right = Counter(t for t, g in zip(known, given, strict=True) if t == g)
        rows, columns = Counter(known), Counter(given)
        scores = {one: 2 * right[one] / (rows[one] + columns[one]) for one in {*rows, *columns}}
        metrics = (
            Metric("accuracy", right.total() / len(known)),
            Metric("macro F1", sum(scores.values()) / len(scores)),
            *(Metric("F1", scores[one], one) for one in sorted(rows)[:MOST_CLASSES]),
        )
        return Evaluation(self.name, metrics, _about(pairs, rows, columns), _table(known, given))


def _pairs(result: Mapping[str, object], data: Path) -> Pairs:
    """The truth that the data gives is preferred to the one that the program itself returns."""
    reasons = []
    for one in answers(result):
        vocabulary = {label(value) for value in one.values}
        for known in truth.labels(data, vocabulary):
            pairs = Pairs.against(one, known)
            if not pairs.true:
                continue
            if {same(text) for text in known.values.values()} & {same(text) for text in vocabulary}:
                return pairs
            reasons.append(
                f"{one.name} says {listed(sorted(vocabulary), 3)} where {known.source} says "
                f"{listed(sorted(set(known.values.values())), 3)}"
            )
    own = given_pairs(result)
    if own is not None:
        return own
    why = reasons[0] if reasons else f"the result holds {described(result)}, one item of {len(series(result))} rows"
    raise UsageError(f"classification finds no predicted labels with a known truth: {why}.", _HINT)


def _spelled(pairs: Pairs) -> dict[str, str]:
    """One spelling for labels that only differ in case, blanks and hyphens: the truth's."""
    return {same(text): text for text in map(label, [*pairs.predicted, *pairs.true])}


def _table(known: Sequence[str], given: Sequence[str]) -> Table | None:
    rows, columns = sorted(set(known)), sorted(set(known) | set(given))
    if len(columns) > MOST_CLASSES:
        return None
    cells = Counter(zip(known, given, strict=True))
    return Table(tuple(rows), tuple(columns), tuple(tuple(cells[row, column] for column in columns) for row in rows))


def _about(pairs: Pairs, rows: Mapping[str, int], columns: Mapping[str, int]) -> str:
    notes = [pairs.about]
    if unknown := sorted(set(columns) - set(rows) - {NO_LABEL}):
        notes.append(f"predicted but never true: {listed(unknown)}")
    if columns.get(NO_LABEL):
        notes.append(f"{columns[NO_LABEL]} without a label, counted as wrong")
    if len({*rows, *columns}) > MOST_CLASSES:
        notes.append(f"more than {MOST_CLASSES} labels: no confusion table")
    return "; ".join(notes)
