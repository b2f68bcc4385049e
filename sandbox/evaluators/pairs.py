"""Answers beside their truth: an output by item against what the data says, or two outputs of the same length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import UsageError
from sandbox.evaluators.answers import Series, is_number, listed, name_words, plain, series, shown
from sandbox.evaluators.truth import Known

MOST_CLASSES = 60
"""A table of more labels is read by nobody."""

_FEW = 20
_HUGE = 1e140
_TRUE = frozenset("true truth actual reference expected gt groundtruth annotated".split())
_TRUE_NAMES = frozenset({"y", "y_test", "target", "targets", "label", "labels", "test_labels", "labels_test"})
_PREDICTED = frozenset(
    "pred predicted prediction predict estimate estimated hat recognised recognized forecast".split()
)
_FIGURE = frozenset(
    "positive negative accuracy precision recall f1 score loss probability proba confidence error".split()
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """True and predicted values of the same things; ``name`` is the output, ``about`` says where the truth is from."""

    name: str
    true: tuple[object, ...]
    predicted: tuple[object, ...]
    about: str

    @classmethod
    def against(cls, one: Series, known: Known) -> Pairs:
        """An output by item beside the truth of the data, as far as the data knows the items."""
        found = {item: place for item in one.items if (place := known.find(item)) is not None}
        given = one.by_item
        notes = [f"{one.name} against {known.source}, {len(found)} of {len(known.values)} items answered"]
        if strange := [item for item in one.items if item not in found]:
            notes.append(f"not in the data: {listed(strange)}")
        return cls(
            one.name,
            tuple(known.values[place] for place in found.values()),
            tuple(plain(given[item]) for item in found),
            "; ".join(notes),
        )

    @property
    def are_labels(self) -> bool:
        """Whether the values name classes: texts, or few different whole numbers."""
        given = [value for value in self.predicted if is_number(value)]
        if not all(map(_whole, given)):
            return False
        true = [number(value) for value in self.true]
        if any(value is None for value in true):
            return True
        return all(map(_whole, true)) and len(set(true)) <= _FEW


def answers(result: Mapping[str, object]) -> list[Series]:
    """The outputs by item that hold one value each, those that are named as predictions first."""
    found = [one for one in series(result) if one.items and one.values and all(map(_single, one.values))]
    found = [one for one in found if not _is_truth(one.name) and not name_words(one.name) & _FIGURE]
    return sorted(found, key=lambda one: not name_words(one.name) & _PREDICTED)


def given_pairs(result: Mapping[str, object]) -> Pairs | None:
    """Two outputs such as y_true and y_pred. Raises UsageError where their lengths or shapes do not fit."""
    rows = [one for one in series(result) if not name_words(one.name) & _FIGURE and one.values]
    true = next((one for one in rows if _is_truth(one.name)), None)
    predicted = next((one for one in rows if name_words(one.name) & _PREDICTED and not _is_truth(one.name)), None)
    if true is None or predicted is None:
        return None
    if not (set(true.items) & set(predicted.items)) and len(true.values) != len(predicted.values):
        raise UsageError(
            f"{shown(true.name)} holds {len(true.values)} values and {shown(predicted.name)} {len(predicted.values)}.",
            "Return one predicted value for each true one, in the same order.",
        )
    return _aligned(_column(true), _column(predicted))


def number(value: object) -> float | None:
    """A finite number, also out of a table's text; None where it is none or too large to be squared and summed."""
    value = plain(value)
    if not is_number(value) and not isinstance(value, str):
        return None
    try:
        found = float(value)  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < _HUGE else None


def _whole(value: object) -> bool:
    found = number(value)
    return found is not None and found.is_integer()


def _aligned(true: Series, predicted: Series) -> Pairs:
    about = f"{predicted.name} against {true.name}, the truth as the program itself gives it"
    if not (set(true.items) & set(predicted.items)):
        return Pairs(predicted.name, true.values, predicted.values, about)
    known, given = true.by_item, predicted.by_item
    both = [item for item in known if item in given]
    if len(both) < len(known):
        about += f"; {len(known) - len(both)} of {len(known)} items without a prediction"
    return Pairs(predicted.name, tuple(known[i] for i in both), tuple(given[i] for i in both), about)


def _column(one: Series) -> Series:
    """The row with one value each; an array of shape (n, 1) is a row. Raises UsageError for anything deeper."""
    values: Sequence[object] = [plain(value) for value in one.values]
    values = [v[0] if isinstance(v, (list, tuple)) and len(v) == 1 else v for v in values]
    deep = next((value for value in values if not _single(value)), None)
    if deep is not None:
        size = f" of {len(deep)}" if isinstance(deep, (list, tuple, Mapping)) else ""
        raise UsageError(
            f"{shown(one.name)} holds a {type(deep).__name__}{size} where one value an item is needed.",
            "Return the label or number itself, not its probabilities or its encoding.",
        )
    return Series(one.name, tuple(values), one.items)


def _is_truth(name: str) -> bool:
    last = name.rpartition(".")[2]
    return bool(name_words(last) & _TRUE) or last.lower() in _TRUE_NAMES


def _single(value: object) -> bool:
    value = plain(value)
    return value is None or isinstance(value, (str, bytes, bool)) or is_number(value)
