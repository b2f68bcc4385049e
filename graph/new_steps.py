"""Sub-tasks that a person wishes to add, in their own words: what the new one does and where it stands."""

from __future__ import annotations

import re
import textwrap

from core.edits import Add, Edit, Link, Move
from core.project import Project
from core.wording import words
from graph.asking_back import Unsaid, Wish
from graph.mentions import MARK, meant

_OWN_WORD = frozenset("new additional extra further separate more small simple own short quick single little".split())


def added_step(found: re.Match[str], project: Project) -> Wish:
    """What is called a step: "add a resampling step before step 3"."""
    rest, after = _placed(" ".join((found["lead"] or "", found["rest"] or "")), project)
    own = [word for word in (found["adjectives"] or "").split() if word.lower() not in _OWN_WORD]
    title = _doing(rest) or " ".join(own)
    if not words(title):
        return Unsaid("What should the new sub-task do?")
    return _added(title, after, project)


def added_thing(found: re.Match[str], project: Project) -> Wish:
    """Something that is put between sub-tasks is a sub-task, whatever it is called: "put a notch before step 3"."""
    rest, after = _placed(found["rest"], project)
    return _added(rest, after, project) if after is not None and words(rest) and not MARK.search(rest) else None


def _added(title: str, after: int | None, project: Project) -> tuple[Edit, ...]:
    add = Add(
        title_of(title), textwrap.shorten(title[:1].upper() + title[1:], 240, placeholder=" …"), max(after or 0, 0)
    )
    if after == -1:
        # An Add cannot say "first" and needs the sub-task before it: the new one gets the next id that was never used.
        new = max((*project.subtasks, *project.dropped)) + 1
        return (add, Link(new, ()), Move(new, first=True))
    return (add,)


def _placed(text: str, project: Project) -> tuple[str, int | None]:
    """The text without its place, and the sub-task that the new one follows: None: not said, 0: the end, -1: first."""
    for found in _PLACE.finditer(text):
        if found["edge"]:
            return _without(text, found.start(), found.end()), 0 if found["edge"].lower() == "end" else -1
        # A title ends somewhere within the next words: the longest part of them that is one.
        for end in (found.start("m") + at.end() for at in reversed([*re.finditer(r"\S+", found["m"])])):
            if numbers := meant(text[found.start("m") : end], project):
                first = min(numbers, key=project.order.index)
                place = _previous(first, project) if found["w"].lower() == "before" else first
                return _without(text, found.start(), end), place
    return text.strip(), None


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip(' ,')} {text[end:].lstrip(' ,')}".strip()


def _previous(number: int, project: Project) -> int:
    at = project.order.index(number)
    return project.order[at - 1] if at else -1


_PLACE = re.compile(
    r"(?i)\b(?:(?P<w>before|after|behind|between)\s+(?P<m>⟦[\d,]+⟧|the(?:\s+[\w-]+){1,4})|"
    r"(?:at|to)\s+the\s+(?:very\s+)?(?P<edge>end|start|beginning|front)\b)"
)
_BY = re.compile(
    r"(?i)^\W*(?:(?P<third>that|which)|to|for|where\s+(?:we|you|it)|where|called|named|titled|doing|with)\s+"
)


def _doing(text: str) -> str:
    """What a new sub-task does: "that plots the signal" is "plot the signal"."""
    text = text.strip(" ,:")
    found = _BY.match(text)
    rest = text[found.end() :] if found else text
    if found and found["third"]:
        verb, _, more = rest.partition(" ")
        rest = f"{_imperative(verb)} {more}".strip()
    return rest


def _imperative(verb: str) -> str:
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    if verb.endswith(("sses", "shes", "ches", "xes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


def title_of(text: str) -> str:
    """A title out of a person's words, at most 60 characters."""
    plain = " ".join(text.split()).strip(" .,:;!?\"'“”‘’`")
    return textwrap.shorten(plain[:1].upper() + plain[1:], 60, placeholder=" …")
