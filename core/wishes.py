"""Wishes of one sub-task over several turns: all of them hold, and where two contradict each other the later one does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.wording import words

_AGAINST = re.compile(
    r"\b(?:without|instead of|rather than|no longer|no|not|don't|do not|never|drop|remove|avoid|stop|leave out)\s+"
    r"(?:using\s+|use\s+|any\s+|the\s+|a\s+|an\s+)*([\w-]+(?:\s+[\w-]+)?)",
    re.IGNORECASE,
)
_KIND = "filter|model|classifier|detector|algorithm|wavelet|window|transform|network|method|format"
_CHOICE = re.compile(rf"\b([\w-]+)\s+({_KIND})s?\b", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(under|below|over|above|within|least|most|than|every|exceed|to|at|of)\s+(\d+(?:\.\d+)?)\s*(%|[a-zA-Z]+)"
)
_ARTICLES = {"a", "an", "the", "another", "other", "this", "that", "same", "new", "some", "any", "no"}


def contradictions(wishes: Sequence[str]) -> tuple[str, ...]:
    """The earlier wishes that the last one contradicts: by refusing what they ask, another choice or another limit."""
    *earlier, last = wishes or ("",)
    return tuple(wish for wish in dict.fromkeys(earlier) if _contradict(wish, last))


def _contradict(one: str, other: str) -> bool:
    return _refuses(other, one) or _refuses(one, other) or _differ(_choices(one), _choices(other)) or _differ(
        _limits(one), _limits(other)
    )  # fmt: skip


def _refuses(refusal: str, wish: str) -> bool:
    """Whether one refuses what the other asks for and does not refuse itself."""
    asked = words(_AGAINST.sub(" ", wish))
    return any(words(thing) and words(thing) <= asked for thing in _AGAINST.findall(refusal))


def _choices(wish: str) -> dict[str, str]:
    """``filter: kalman`` for "use a Kalman filter"."""
    found = _CHOICE.findall(_AGAINST.sub(" ", wish).lower())
    return {kind: which for which, kind in found if which not in _ARTICLES}


def _limits(wish: str) -> dict[str, str]:
    """``under mb: 50`` for "under 50 MB"."""
    return {f"{word} {unit}".lower(): number for word, number, unit in _LIMIT.findall(wish)}


def _differ(one: dict[str, str], other: dict[str, str]) -> bool:
    return any(one[key] != other[key] for key in one.keys() & other.keys())
