"""What came of one program: whether it was written, ran and kept its budgets, how right it is and what it took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import fmean
from typing import Any

from core.runs import Measured, Ran

BY_ITSELF = "the program"
"""Who judged where no evaluator finds the answers: the figure is what the program says of itself."""


@dataclass(frozen=True, slots=True)
class Score:
    """How right a program is: the figure that counts, by whom, and the same for each record, class or sensor."""

    figure: float | None = None
    judge: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One program; ``number`` and ``prompt`` name it.

    source: who wrote it; written, ran: how far it came; reason: why no further
    kept: whether it kept what the problem limits, None where nothing of that was measured
    inference_mb, inference_s: of its inference alone, in a process of its own
    write_s: how long it took to be written
    """

    number: int
    prompt: str
    seed: int
    session: str = ""
    source: str = ""
    written: bool = False
    ran: bool = False
    kept: bool | None = None
    reason: str = ""
    score: Score = field(default_factory=Score)
    took: Measured | None = None
    inference_mb: float | None = None
    inference_s: float | None = None
    write_s: float = 0.0

    def json(self) -> dict[str, Any]:
        """As one JSON object."""
        return asdict(self)

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Outcome:
        """What ``json`` gave; raises TypeError, KeyError, ValueError or AttributeError for anything else."""
        took = None
        if data["took"]:
            # JSON has no numbers as keys.
            steps = {int(number): seconds for number, seconds in data["took"]["steps"].items()}
            took = Measured(**{**data["took"], "steps": steps})
        return cls(**{**data, "score": Score(**data["score"]), "took": took})


def score(ran: Ran, figure: str) -> Score:
    """The evaluator's figures, or where there are none those that the program itself returns under such a name."""
    for one in ran.evaluations:
        figures = {metric.name: metric.value for metric in one.metrics if not metric.group}
        if figure in figures:
            groups = {m.group: m.value for m in one.metrics if m.group and m.name in {figure, "F1"}}
            return Score(figures[figure], one.evaluator, figures, groups)
    return _told(ran.result or {}, figure)


def _told(result: Mapping[str, object], figure: str) -> Score:
    from sandbox.evaluators.answers import name_words

    named = {name: value for name, value in result.items() if figure.lower() in name_words(name)}
    figures = {name: share for name, value in named.items() if (share := _share(value)) is not None}
    groups = {
        str(group): share
        for value in named.values()
        if isinstance(value, Mapping)
        for group, one in value.items()
        if (share := _share(one)) is not None
    }
    if not figures:
        return Score(groups=groups)
    return Score(next(iter(figures.values())), BY_ITSELF, figures, groups)


def _share(value: object) -> float | None:
    """A share of one, also where it is given in percent."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        return None
    return float(value) if value <= 1 else value / 100


def kept(ran: Ran, inference_mb: float | None, most_mb: float | None) -> bool | None:
    """Whether a run and its inference kept their limits; a GPU that is not there is no measure."""
    found = [budget.state == "pass" for budget in ran.budgets if budget.state != "not measured"]
    if most_mb is not None and inference_mb is not None:
        found.append(inference_mb <= most_mb)
    return all(found) if found else None


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of all programs together; means are over those that have one."""
    figures = [one.score.figure for one in outcomes if one.score.figure is not None]
    groups: dict[str, list[float]] = {}
    for one in outcomes:
        for group, value in one.score.groups.items():
            groups.setdefault(group, []).append(value)
    took = [one.took for one in outcomes if one.took]
    return {
        "programs": len(outcomes),
        "written": sum(one.written for one in outcomes),
        "ran": sum(one.ran for one in outcomes),
        "kept_budgets": sum(one.kept is True for one in outcomes),
        "missed_budgets": sum(one.kept is False for one in outcomes),
        "mean": _mean(figures),
        "best": max(figures, default=None),
        "groups": {group: fmean(values) for group, values in groups.items()},
        "peak_mb": _mean(one.peak_mb for one in took),
        "gpu_mb": _mean(one.gpu_mb for one in took if one.gpu_mb is not None),
        "cpu_s": _mean(one.cpu_s for one in took),
        "wall_s": _mean(one.wall_s for one in took),
        "inference_mb": _mean(one.inference_mb for one in outcomes if one.inference_mb is not None),
    }


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return fmean(found) if found else None
