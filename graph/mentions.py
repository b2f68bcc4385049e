"""Which sub-tasks a text speaks of: by number, by their place in the plan, or by the words of their titles.

``marked`` writes every number and ordinal as ``⟦2,3⟧``, so that what reads the text has one form to look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.project import Project, SubTask
from core.wording import words

NOUN = r"(?:sub[-\s]?ta(?:sks?|ks)|ste?ps?|setps?|tasks?|stages?|parts?|schritte?n?|(?:teil)?aufgaben?)"
MARK = re.compile(r"⟦([\d,]*)⟧")
_COUNT = {word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_RANK = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
_UNIT = (
    r"(?:%|°|db|[kmg]i?b|[kmg]?hz|[mµun]?s|[mck]?m|m?[vw]|mah?|fps|bits?|bytes?|bins?|taps?|params?|samples?|seconds?|"
    r"secs?|minutes?|mins?|hours?|days?|records?|users?|people|classes|channels?|antennas?|times|x)"
)
_NUMBER = rf"\d{{1,3}}(?![\d.]\d|\d|\s?{_UNIT}(?![a-z]))"
_LIST = rf"{_NUMBER}(?:(?:\s*[,&+]\s*(?:and\s+)?|\s+(?:and|or)\s+)(?:{NOUN}\s*)?{_NUMBER})*"
_RANGE = rf"{_NUMBER}\s*(?:-|–|to|through|bis)\s*{_NUMBER}"
_ORDINAL = rf"(?:{'|'.join(_RANK)}|\d{{1,2}}(?:st|nd|rd|th)|(?:second|next)[-\s]to[-\s]last|penultimate|last|final)"
_BUT = r"(?:except|but|besides|apart\s+from|other\s+than)(?:\s+for)?"
_PATTERNS = (
    (
        "all",
        rf"\b(?:(?:all|every|each)\s+(?:single\s+)?(?:of\s+)?(?:the\s+|these\s+)?{NOUN}|everything(?=\s+{_BUT}))\b"
        rf"(?:\s+{_BUT}\s+(?:{NOUN}\s*)?(?P<all>{_LIST}))?",
    ),
    ("range", rf"\b{NOUN}s?\s*(?:no\.?\s*|#\s*)?(?P<range>{_RANGE})"),
    ("list", rf"(?:\b(?:the\s+)?{NOUN}\s*(?:no\.?\s*|nr\.?\s*|number\s+)?#?\s*|#)(?P<list>{_LIST})"),
    ("word", rf"\b{NOUN}\s+(?P<word>{'|'.join(_COUNT)})\b"),
    (
        "ordinal",
        rf"(?<!\ba )\b(?:the\s+)?(?P<ordinal>{_ORDINAL}(?:\s*(?:,|and|&)\s*(?:the\s+)?{_ORDINAL})*)\s+(?:{NOUN}|one)\b",
    ),
    (
        "start",
        r"^\s*(?P<start>\d{1,2}(?:\s*(?:,|and|&)\s*\d{1,2})*)(?=\s*[:)]|\s+(?:can|should|could|must|comes?|goes|needs?)\b)",
    ),
    ("that", r"\bthat\s+(?P<that>\d{1,2})(?=\s+(?:can|should|could|must|comes?|goes|needs?)\b)"),
    ("between", rf"\bbetween\s+(?P<between>{_NUMBER}\s+and\s+{_NUMBER})"),
    (
        "verb",
        rf"(?:^|\b(?:please|to|you|we|also)\s+)(?:drop|delete|remove|merge|join|combine|move|swap|split|rename|scrap)\s+(?:(?:no\.?|number)\s+)?(?P<verb>{_LIST})",
    ),
    (
        "place",
        rf"\b(?:before|after|depends?\s+(?:only\s+)?on|depend\s+on(?:ly)?(?:\s+on)?|on\s+only|only\s+on|except(?:\s+for)?)\s+(?P<place>{_LIST})(?=\s*(?:$|[,.;:!?]|(?:and|that|which|please)\b))",
    ),
    (
        "in",
        rf"^\s*(?:in|for|regarding|concerning|about|on)\s+(?P<in>{_NUMBER}\s*(?:,|and|&)\s*{_NUMBER}|{_NUMBER}(?=\s*[,:]))",
    ),
)
_ANY = re.compile("|".join(f"(?P<kind_{name}>{pattern})" for name, pattern in _PATTERNS), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text whose mentions of sub-tasks are marked.

    groups: the numbers of each mark, those that the plan does not have included
    twofold: an ordinal is one sub-task by its place and another by its number: both
    """

    text: str
    groups: tuple[tuple[int, ...], ...]
    twofold: tuple[int, ...] = ()

    def missing(self, project: Project) -> tuple[int, ...]:
        """Numbers spoken of that the plan does not have."""
        return _distinct(n for group in self.groups for n in group if project.get(n) is None)


def marked(text: str, project: Project) -> Marked:
    """The text with ``⟦2,3⟧`` in place of "steps 2 and 3", "the second and the third step", "sub-tasks 2-3"."""
    groups: list[tuple[int, ...]] = []
    twofold: list[int] = []

    def mark(found: re.Match[str]) -> str:
        kind, said, whole = _found(found)
        numbers = _numbers(kind, said, project, twofold)
        groups.append(numbers)
        before, _, after = whole.partition(said) if said and kind in _KEEPING else ("", "", "")
        return f"{before}⟦{','.join(map(str, numbers))}⟧{after}"

    plain = text.replace("⟦", "").replace("⟧", "")
    made = _ANY.sub(mark, plain)
    return Marked(made, tuple(groups), _distinct(twofold))


# The words around these numbers are not the sub-task's name and stay in the text.
_KEEPING = frozenset({"start", "between", "that", "verb", "place", "in"})


def _found(found: re.Match[str]) -> tuple[str, str, str]:
    kind = next(name for name, _ in _PATTERNS if found[f"kind_{name}"] is not None)
    return kind, found[kind] or "", found[0]


def _numbers(kind: str, said: str, project: Project, twofold: list[int]) -> tuple[int, ...]:
    if kind == "all":
        return tuple(n for n in project.order if str(n) not in re.findall(r"\d+", said))
    if kind == "word":
        return (_COUNT[said.lower()],)
    if kind == "ordinal":
        ranks = re.findall(_ORDINAL, said, re.IGNORECASE)
        return tuple(_ranked(rank.lower(), project, twofold) for rank in ranks)
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    if kind == "range" and numbers[0] < numbers[1]:
        return tuple(range(numbers[0], min(numbers[1], numbers[0] + 99) + 1))
    return _distinct(numbers)


def _ranked(rank: str, project: Project, twofold: list[int]) -> int:
    """The sub-task in this place; where another one has this number, both go to ``twofold``."""
    order = project.order or (0,)
    if rank in ("last", "final"):
        return order[-1]
    if "to" in rank or rank == "penultimate":
        return order[-2] if len(order) > 1 else 0
    place = _RANK.get(rank) or int(re.sub(r"\D", "", rank))
    if not 1 <= place <= len(order):
        return place
    if order[place - 1] != place and place in order:
        twofold += [order[place - 1], place]
    return order[place - 1]


def by_title(text: str, project: Project) -> tuple[int, ...]:
    """Sub-tasks of whose titles the text says the greater part; best first, and only those that are about as good.

    One word of a title is enough where the text speaks of it as a thing: "the alarm".
    """
    said = words(text)
    things = frozenset(w for thing in _THINGS.findall(text) for w in words(thing))
    if named := tuple(task.id for task in project if task.function and task.function in text):
        return named
    scores = {task.id: _score(task, said, things) for task in project}
    best = max(scores.values(), default=0.0)
    return tuple(n for n in sorted(scores, key=lambda n: -scores[n]) if scores[n] and scores[n] > best - 0.2)


_THINGS = re.compile(r"\b(?:the|this|that)\s+((?:[\w-]+[ ]){0,2}[\w-]+)", re.IGNORECASE)


def _score(task: SubTask, said: frozenset[str], things: frozenset[str]) -> float:
    """How much of the title is said, 0 where it is too little to go by."""
    title = words(task.title)
    hits = [word for word in title if _among(word, said)]
    enough = len(hits) >= 2 or any(_among(word, things) for word in hits)
    return len(hits) / len(title) if enough and 3 * len(hits) >= len(title) else 0.0


def meant(phrase: str, project: Project) -> tuple[int, ...]:
    """The sub-tasks that a whole phrase names: a mark, or nothing but words of their titles; empty where it does not."""
    phrase = re.sub(rf"\b{NOUN}\b", " ", phrase, flags=re.IGNORECASE)
    if MARK.search(phrase):
        rest = re.sub(
            r"(?i)\b(?:the|both|and|with|whole|entire|of|no\.?|number|outputs?|results?|'s)\b|[\s,&]+",
            "",
            MARK.sub("", phrase),
        )
        return () if rest else _distinct(int(n) for group in MARK.findall(phrase) for n in group.split(",") if n)
    said = words(phrase)
    if not said or not re.search(r"[^\W\d_]", phrase):
        return ()
    found = [task.id for task in project if all(_among(word, words(task.title)) for word in said)]
    return tuple(found) if len(found) == 1 else ()


def _among(word: str, others: Iterable[str]) -> bool:
    return any(_alike(word, other) for other in others)


def _alike(one: str, other: str) -> bool:
    """Two forms of one word: "anomaly" and "anomalies", "sanitise" and "sanitisation"."""
    short, long = sorted((one, other), key=len)
    return one == other or (
        len(short) >= 4 and (long.startswith(short) or (long.startswith(short[:-1]) and len(short) >= 6))
    )


def listed(project: Project, numbers: Sequence[int] | None = None) -> str:
    """Sub-tasks for people: ``1 (Load records), 2 (Filter)``; all of them, or those of these numbers."""
    tasks = [task for task in project if numbers is None or task.id in numbers]
    return ", ".join(f"{task.id} ({_short(task.title)})" for task in tasks)


def _short(title: str) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    return plain if len(plain) <= 40 else plain[:39] + "…"


def _distinct(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))
