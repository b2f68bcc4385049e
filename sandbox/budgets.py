"""Budgets that a problem states in words, and what a run took of them.

A figure becomes a budget only where its own part of the sentence says a limit (``at most``, ``must not exceed``), speaks of
what the program takes, and speaks of nothing else that has a size or a length (files, windows, match tolerances). In doubt
it is none: a false budget fails a program that is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.problem import Problem
from core.runs import Budget, Evaluation, Measured
from sandbox import budget_words as say

_Measure = Callable[[Measured], float | None]
_MEASURES: Mapping[str, _Measure] = {
    "memory": lambda took: took.peak_mb,
    "gpu memory": lambda took: took.gpu_mb,
    "time": lambda took: took.wall_s,
    "cpu": lambda took: took.cpu_s,
    "time per item": lambda took: took.wall_s / took.items if took.items > 0 else None,
}


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with its unit, and its part of the sentence: what stands before and after up to the next figures.

    so_far: the sentence up to the number
    """

    value: float
    unit: str
    before: str
    after: str
    so_far: str
    limited: bool


def budgets(problem: Problem, wishes: Iterable[str] = ()) -> tuple[Budget, ...]:
    """The budgets of a problem's statement and remarks, and of what the person wished since."""
    return stated([problem.statement, *problem.remarks, *wishes])


def stated(texts: Iterable[str]) -> tuple[Budget, ...]:
    """The budgets that texts state, in their order; of two for the same thing the stricter. Total: never raises."""
    found: dict[str, Budget] = {}
    for sentence in (sentence for text in texts for sentence in _sentences(text)):
        for budget in (*_resources(sentence), *_metrics(sentence)):
            known = found.get(budget.what)
            if known is None or _stricter(budget, known):
                found[budget.what] = budget
    return tuple(found.values())


def measured(wanted: Sequence[Budget], took: Measured, evaluations: Sequence[Evaluation] = ()) -> tuple[Budget, ...]:
    """The budgets with what the run took; what it did not measure (a GPU that is not there) stays None."""
    return tuple(replace(budget, measured=_measured(budget.what, took, evaluations)) for budget in wanted)


def _measured(what: str, took: Measured, evaluations: Sequence[Evaluation]) -> float | None:
    if what in _MEASURES:
        return _MEASURES[what](took)
    figures = {m.name.lower(): m.value for one in evaluations for m in one.metrics if not m.group}
    # An F1 over classes is a macro F1 where nothing else is said.
    return figures.get(what.lower(), figures.get("macro f1") if what == "F1" else None)


def _stricter(new: Budget, old: Budget) -> bool:
    return new.limit > old.limit if new.at_least else new.limit < old.limit


def _sentences(text: str) -> list[str]:
    parts = (" ".join(part.split()) for part in say.SENTENCE.split(text))
    return [part for part in parts if part and len(part) <= say.LONGEST]


def _resources(sentence: str) -> Iterator[Budget]:
    for figure in _figures(sentence):
        if not figure.limited or say.EXCUSED.search(figure.so_far):
            continue
        scale, kind = say.UNITS[figure.unit]
        what = _memory(figure) if kind == "MB" else _time(figure)
        if what:
            yield Budget(what, figure.value * scale, kind, say.shortened(sentence))


def _figures(sentence: str) -> Iterator[_Figure]:
    places = list(say.QUANTITY.finditer(sentence))
    limited, last = False, 0
    for number, place in enumerate(places):
        before = sentence[last : place.start()]
        end = places[number + 1].start() if number + 1 < len(places) else len(sentence)
        after = sentence[place.end() : end]
        # "at most 200 MB of memory and 50 ms a window": the limit holds for both.
        limited = bool(say.AT_MOST.search(before) or say.OR_LESS.match(after) or (limited and say.AND.search(before)))
        value = say.value_of(place["number"])
        yield _Figure(value, place["unit"].lower(), before, after, sentence[: place.start()], limited)
        last = place.end()


def _memory(figure: _Figure) -> str:
    """``memory``, ``gpu memory``, ``flash memory`` (which no run measures), or nothing."""
    if say.A_RATE.match(figure.after) or say.HAS_IT.search(figure.before) or say.SIZE_OF.search(figure.before):
        return ""
    if say.GROWS.search(figure.so_far):
        return ""
    named = say.MEMORY_AFTER.match(figure.after)
    before = say.MEMORY_BEFORE.search(figure.before)
    told = f"{named['kind'] if named else ''} {before.group() if before and not named else ''}".lower()
    if "flash" in told:
        return "flash memory"
    if not told.strip():
        return "memory" if _speaks_of_itself(figure) else ""
    if not named and say.OTHER_SIZE.search(before.group() if before else ""):
        return ""
    return "gpu memory" if say.GPU.search(told) else "memory"


def _speaks_of_itself(figure: _Figure) -> bool:
    """Whether a bare "under 50 MB" is about the program: nothing else is named, and it uses or stays."""
    part = figure.before + figure.after
    if say.OTHER_SIZE.search(part) or say.GPU.search(part):
        return False
    return bool(say.BARE.match(figure.before) and say.ENDS.match(figure.after)) or bool(say.USES.search(figure.before))


def _time(figure: _Figure) -> str:
    """``time``, ``time per item``, ``cpu``, or nothing."""
    part = f"{figure.before} {figure.after}"
    item_after = say.ITEM_AFTER.match(figure.after)
    if say.LENGTH_OF.search(figure.before) and not say.LATENCY.search(figure.before):
        return ""
    if say.OTHER_TIME.search(part) or say.PERSON_TAKES.search(figure.before):
        return ""
    if not item_after and say.NOT_AFTER.match(figure.after):
        return ""
    if not (_about_the_run(figure) or item_after):
        return ""
    if say.CPU.search(part):
        return "cpu"
    # In doubt an item: a limit for one, held against the whole run, would fail a program that keeps it.
    return "time per item" if item_after or say.PER_ITEM.search(figure.so_far) else "time"


def _about_the_run(figure: _Figure) -> bool:
    if say.BARE.match(figure.before) and say.ENDS.match(figure.after):
        return True
    if say.LATENCY.search(figure.before + figure.after):
        return True
    takes = say.TAKES.search(figure.before) or say.TAKES.search(figure.after)
    return bool(takes and (say.MODAL.search(figure.so_far) or say.PROGRAM.search(figure.so_far) or not takes.start()))


def _metrics(sentence: str) -> Iterator[Budget]:
    if say.NOT_OURS.search(sentence):
        return
    for pattern in say.METRIC_LIMITS:
        for found in pattern.finditer(sentence):
            for name in say.METRIC.findall(found["names"]):
                budget = _metric(say.metric(name), found.groupdict(), say.shortened(sentence))
                if budget and not say.EXCUSED.search(sentence[: found.end()]):
                    yield budget


def _metric(name: str, found: Mapping[str, str | None], words: str) -> Budget | None:
    value = say.value_of(found["number"] or "")
    unit = found.get("unit") or ""
    if name in say.ERRORS:
        return None if found.get("least") or unit == "%" else Budget(name, value, unit, words)
    share = value / 100 if unit in {"%", "percent", "per cent"} else value
    if found.get("most") or (unit and share == value) or not 0 < share <= 1:
        return None
    return Budget(name, share, "", words, at_least=True)
