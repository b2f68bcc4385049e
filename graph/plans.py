"""A plan out of a model's answer: parsed, its sub-tasks distinct, their dependencies sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.order import dependency_order
from core.project import MOST_SUBTASKS, SubTask
from core.wording import words
from graph.answers import one_line, read_json
from graph.asking import InvalidError

_STEP = re.compile(
    r"^\s*(?:#+\s*)?(?:\*\*)?\s*(?:(?:step|sub-?task|task)\s*)?\d{1,2}\s*[.):：]\s*(?:\*\*)?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sub-task as the model wrote it, before it has an id; ``depends_on`` counts the model's own list from 1."""

    title: str
    description: str
    depends_on: tuple[int, ...]


def parse_json_plan(text: str) -> tuple[Draft, ...]:
    """The drafts of a JSON plan; raises InvalidError where it is none."""
    items = read_json(text, "subtasks", list)
    return tuple(_draft(item) for item in items)


def parse_text_plan(text: str) -> tuple[Draft, ...]:
    """The drafts of the paper's format: numbered steps separated by blank lines, each following the one before.

    Source: GPIoT, section 4.1.1 and the format correctness of section 6.4.1.
    """
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    steps = [_STEP.sub("", block, count=1) for block in blocks if _STEP.match(block)]
    if not steps:
        raise InvalidError("there is no numbered step; write numbered steps separated by one blank line")
    return tuple(_step(step, number) for number, step in enumerate(steps, 1))


def distinct(known: Sequence[Draft], new: Sequence[Draft]) -> tuple[Draft, ...]:
    """``known`` and whatever in ``new``, which counts on from it, says something else.

    Dependencies are renumbered; those on a dropped sub-task follow the one that it repeats.
    """
    kept = list(known)
    place = {number: number for number in range(1, len(known) + 1)}
    for number, draft in enumerate(new, len(known) + 1):
        twin = next((i for i, other in enumerate(kept, 1) if near_duplicate(draft, other)), 0)
        if not twin and _says_something(draft) and len(kept) < MOST_SUBTASKS:
            needs = sorted({place[n] for n in draft.depends_on if n in place and n < number})
            kept.append(Draft(draft.title, draft.description, tuple(needs)))
            twin = len(kept)
        if twin:
            place[number] = twin
    return tuple(kept)


def _says_something(draft: Draft) -> bool:
    """Whether the title names a step; small models give back the words of the question ("Decompose into sub-tasks")."""
    return bool(words(draft.title)) and not re.search(r"\b(?:decompose|sub-?tasks?)\b", draft.title, re.IGNORECASE)


def near_duplicate(one: Draft, other: Draft) -> bool:
    """Whether two drafts say the same: the same title, or three quarters of their words shared."""
    titles = words(one.title), words(other.title)
    if titles[0] == titles[1]:
        return True
    return _overlap(*titles) >= 0.75 or _overlap(*(words(d.title + " " + d.description) for d in (one, other))) >= 0.75


def subtasks_of(drafts: Sequence[Draft]) -> tuple[SubTask, ...]:
    """Sub-tasks with ids from 1 in dependency order. Where no step names another one, they follow each other."""
    if not any(draft.depends_on for draft in drafts):
        drafts = [Draft(d.title, d.description, (n - 1,) if n > 1 else ()) for n, d in enumerate(drafts, 1)]
    order = dependency_order({number: draft.depends_on for number, draft in enumerate(drafts, 1)})
    ids = {number: place for place, number in enumerate(order, 1)}
    return tuple(
        SubTask(
            ids[n],
            drafts[n - 1].title,
            drafts[n - 1].description,
            tuple(sorted(ids[d] for d in drafts[n - 1].depends_on)),
        ).named()
        for n in order
    )


def _draft(item: object) -> Draft:
    match item:
        case {"title": str(title), "description": str(description), **rest} if title.strip() and description.strip():
            needs = rest.get("depends_on", [])
            return Draft(
                one_line(title),
                one_line(description),
                tuple(n for n in needs if type(n) is int) if isinstance(needs, list) else (),
            )
    raise InvalidError("every sub-task needs a title and a description")


def _step(step: str, number: int) -> Draft:
    step = step.replace("**", "")
    title, _, rest = step.partition("\n") if "\n" in step else step.partition(":")
    title = re.split(r"(?<=[.!?])\s", title)[0].strip("*: .")
    short = " ".join(title.split()[:10])
    return Draft(one_line(short), one_line(rest or step), (number - 1,) if number > 1 else ())


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0
