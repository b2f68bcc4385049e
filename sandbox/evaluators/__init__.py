"""How right a result is: one file an evaluator, one line here; truth.py finds what they compare with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from core.errors import UsageError
from core.runs import Evaluation
from sandbox.evaluators.answers import items
from sandbox.evaluators.classification import Classification
from sandbox.evaluators.events import Events
from sandbox.evaluators.r_peaks import RPeaks
from sandbox.evaluators.regression import Regression

__all__ = ["EVALUATORS", "Evaluator", "choose", "items"]


class Evaluator(Protocol):
    """Compares what a run's last sub-task returned with the truth.

    result: its outputs by name: plain values, lists, mappings and numpy arrays, none of them trusted
    data: the folder or file that the program was given
    """

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def metrics(self) -> tuple[str, ...]:
        """The figures that it gives of all items together."""
        ...

    def fits(self, result: Mapping[str, object], data: Path) -> bool:
        """Whether it can compare this result without being told to; never raises."""
        ...

    def evaluate(self, result: Mapping[str, object], data: Path) -> Evaluation:
        """Compare; raises UsageError that says what the result should hold."""
        ...


EVALUATORS: tuple[Evaluator, ...] = (
    RPeaks(),
    Events(),
    Classification(),
    Regression(),
)
"""In the order in which they are tried."""


def choose(result: Mapping[str, object], data: Path, metric_name: str = "") -> Evaluator | None:
    """The evaluator of this name or figure (``r-peaks``, ``accuracy``); without one the first that fits, or None.

    One that was asked for is given even where it does not fit: its error says what is missing. Raises UsageError for a
    name that nobody knows.
    """
    if not metric_name:
        return next((one for one in EVALUATORS if one.fits(result, data)), None)
    wanted = _spelled(metric_name)
    able = [one for one in EVALUATORS if wanted in {_spelled(one.name), *map(_spelled, one.metrics)}]
    if not able:
        names = sorted({name for one in EVALUATORS for name in (one.name, *one.metrics)}, key=str.casefold)
        raise UsageError(f"No evaluator gives {metric_name!r}.", f"Known are {', '.join(names)}.")
    return next((one for one in able if one.fits(result, data)), able[0])


def _spelled(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
