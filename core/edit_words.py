"""Edits of a plan in words: what a person types, read and said."""

from __future__ import annotations

import re
from collections.abc import Callable

from core.edit_forms import Add, Drop, Edit, Link, Merge, Move, Reword, Split, Take
from core.edit_tokens import (
    EDGE,
    NOUN,
    behind,
    close,
    cut,
    ends,
    number,
    numbers,
    only_number,
    quoted,
    short,
    title,
    titled,
    unquoted,
)
from core.errors import UsageError

MOST_CHARACTERS = 4000
"""A longer text is no edit; it also bounds the time that reading takes."""

_EDIT = re.compile(r"\W*(?:please\W+)?(\w+)[\s:：,]*(.*)", re.IGNORECASE)
# "Step counter" is a title of an IoT plan: a lone "step" is a lead only where it goes on like one.
_ADD_LEAD = re.compile(
    rf"(?:(?:an?|one|another)\s+)?(?:new\s+)?"
    rf"(?:sub-?task\b|{NOUN}(?=\s*[:：]|\s+(?:after|before|to|that|which|called|named)\b))"
    r"[\s:：]*(?:(?:to|that|which|called|named)\s+)?",
    re.IGNORECASE,
)
_ADD_SEPARATOR = re.compile(r"[\s:：,–—-]*(?:(?:to|that|which|called|named)\s+)?", re.IGNORECASE)
_PLACE = re.compile(r"(?:to\s+)?(?:directly\s+|right\s+)?(?:(before)|after)\b\s*", re.IGNORECASE)
_PLACE_LAST = re.compile(r"(.+?)[\s,]+(?:directly\s+|right\s+)?after\s+(.+)", re.IGNORECASE)
_ENDS = re.compile(
    r"(?:to\s+)?(?:(?:at|be|as)\s+)?(?:the\s+)?(?:(first|start|beginning|front|top)|last|end|bottom)\b", re.IGNORECASE
)
_AS_ONE = re.compile(rf"(?:together\s*)?(?:(?:in)?to\s+(?:one|a\s+single\s+one)\b(?:\s+{NOUN})?)?", re.IGNORECASE)
_AS_TITLE = re.compile(r"(?:together\s*)?(?:(?:into|as|to|called|named)\b|[:：=]|[-=]>|→)\s*(.+)", re.IGNORECASE)
_COUNTED = re.compile(rf"(?:\w+\s+)?(?:parts|pieces|{NOUN})\s*[:：]\s*", re.IGNORECASE)
_SEMICOLON = re.compile(r"[;；]")
_COMMA = re.compile(r"\s*[,，、]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_NEEDS = re.compile(r"(?:[:：=]|[-=]>|→|(?:to|with|on|needs|after|depends\s+on)\b)?\s*", re.IGNORECASE)
_NOTHING = re.compile(r"(?:nothing|none)\b", re.IGNORECASE)


def parse(text: str) -> Edit:
    """The edit that a person typed, such as ``drop 3`` or ``merge 2 3``; raises UsageError with the forms that there are.

    Runs of white space, line breaks included, count as one space. Whether the plan has the sub-tasks that are named is
    for ``core.edits.apply`` to say.
    """
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"This is too long for an edit of the plan: {len(text):,} characters, at most {MOST_CHARACTERS:,}.", FORMS
        )
    line = " ".join(text.split())
    match = _EDIT.match(line)
    form = _VERBS.get(match[1].lower(), "") if match else ""
    if match is None or not form:
        raise UsageError(f"This is no edit of the plan: {short(line) or 'nothing was said'}", FORMS)
    read, usage = _FORMS[form]
    try:
        return read(match[2])
    except UsageError as error:
        raise UsageError(error.message, f"It is said like this: {usage}") from error


def say(edit: Edit) -> str:
    """The edit in the words that ``parse`` reads; texts stand in quotes where they would be taken for something else."""
    plain = _said(edit, str)
    return plain if _reads_as(plain, edit) else _said(edit, quoted)


def _reads_as(text: str, edit: Edit) -> bool:
    try:
        return parse(text) == edit
    except UsageError:
        return False


def _said(edit: Edit, written: Callable[[str], str]) -> str:
    match edit:
        case Add():
            return f"add {f'after {edit.after} ' if edit.after else ''}{_both(edit.title, edit.description, written)}"
        case Drop():
            return f"drop {edit.number}"
        case Merge():
            return f"merge {_listed(edit.numbers)}{f' as {written(edit.title)}' if edit.title else ''}"
        case Move():
            return f"move {edit.number} {_place(edit)}"
        case Split():
            return f"split {edit.number}: {'; '.join(map(written, edit.titles))}"
        case Reword() if edit.title:
            return f"rename {edit.number}: {_both(edit.title, edit.description, written)}"
        case Reword():
            return f"reword {edit.number}: {written(edit.description)}"
        case Take():
            return f"take {edit.number}"
        case Link():
            return f"link {edit.number} to {_listed(edit.depends_on) or 'nothing'}"


def _both(name: str, description: str, written: Callable[[str], str]) -> str:
    return f"{written(name)}: {written(description)}" if description else written(name)


def _place(edit: Move) -> str:
    if edit.before:
        return f"before {edit.before}"
    return f"after {edit.after}" if edit.after else "first" if edit.first else "last"


def _listed(items: tuple[int, ...]) -> str:
    return ", ".join(map(str, items))


def _add(text: str) -> Edit:
    text = _ADD_LEAD.sub("", text, count=1) if _ADD_LEAD.match(text) else text
    after = 0
    if place := _PLACE.match(text):
        if place[1]:
            raise UsageError("A sub-task is added after another one; it can be moved then.")
        after, text = number(text[place.end() :])
        text = text[lead.end() :] if (lead := _ADD_SEPARATOR.match(text)) else text
    name, description = titled(text)
    if not after and (last := _PLACE_LAST.fullmatch(name)) and (found := only_number(last[2].strip(EDGE))):
        name, after = last[1], found
    return Add(title(name), description, after)


def _drop(text: str) -> Edit:
    found, rest = numbers(text)
    if len(found) > 1:
        raise UsageError("One sub-task is dropped at a time.")
    close(rest)
    return Drop(found[0])


def _merge(text: str) -> Edit:
    found, rest = numbers(text)
    if len(found) < 2:
        raise UsageError("A merge needs two or more sub-tasks.")
    if (one := _AS_ONE.match(rest)) and ends(rest[one.end() :]):
        return Merge(found)
    named = _AS_TITLE.fullmatch(rest)
    if named is None:
        raise UsageError(f"What is meant by: {short(rest)}")
    return Merge(found, title(named[1]))


def _move(text: str) -> Edit:
    moved, rest = number(text)
    if end := _ENDS.match(rest):
        close(rest[end.end() :])
        return Move(moved, first=bool(end[1]))
    place = _PLACE.match(rest)
    if place is None:
        raise UsageError(f"Where sub-task {moved} goes is missing.")
    beside, rest = number(rest[place.end() :])
    close(rest)
    return Move(moved, before=beside) if place[1] else Move(moved, after=beside)


def _split(text: str) -> Edit:
    old, rest = number(text)
    rest = _COUNTED.sub("", behind(rest), count=1) if _COUNTED.match(behind(rest)) else behind(rest)
    parts = cut(rest, _SEMICOLON, len(rest))
    parts = parts if len(parts) > 1 else cut(rest, _COMMA, len(rest))
    titles = tuple(title(part) for part in parts if part.strip(EDGE))
    if len(titles) < 2:
        raise UsageError("A split needs two or more titles.")
    return Split(old, titles)


def _rename(text: str) -> Edit:
    old, rest = number(text)
    name, description = titled(behind(rest))
    return Reword(old, title(name), description)


def _reword(text: str) -> Edit:
    old, rest = number(text)
    description = unquoted(behind(rest))
    if not description:
        raise UsageError("The description is empty.")
    return Reword(old, description=description)


def _link(text: str) -> Edit:
    linked, rest = number(text)
    rest = rest[lead.end() :] if (lead := _NEEDS.match(rest)) else rest
    if nothing := _NOTHING.match(rest):
        close(rest[nothing.end() :])
        return Link(linked, ())
    found, rest = numbers(rest)
    close(rest)
    return Link(linked, found)


def _unlink(text: str) -> Edit:
    linked, rest = number(text)
    close(rest)
    return Link(linked, ())


def _take(text: str) -> Edit:
    taken, rest = number(text)
    close(rest)
    return Take(taken)


_FORMS: dict[str, tuple[Callable[[str], Edit], str]] = {
    "add": (_add, "add TITLE: DESCRIPTION, add after 2 TITLE"),
    "drop": (_drop, "drop 3"),
    "merge": (_merge, "merge 2 3, merge 2 3 as TITLE"),
    "move": (_move, "move 4 before 2, move 4 after 2, move 4 first, move 4 last"),
    "split": (_split, "split 2: TITLE; TITLE"),
    "rename": (_rename, "rename 2: TITLE"),
    "reword": (_reword, "reword 2: DESCRIPTION"),
    "link": (_link, "link 4 to 1, 2"),
    "unlink": (_unlink, "unlink 4"),
    "take": (_take, "take 3"),
}
_VERBS = {form: form for form in _FORMS} | {
    "insert": "add",
    "append": "add",
    "remove": "drop",
    "delete": "drop",
    "combine": "merge",
    "join": "merge",
    "put": "move",
    "retitle": "rename",
    "describe": "reword",
}
FORMS = "Edits are: " + " · ".join(usage for _, usage in _FORMS.values())
"""All forms in one line, for people."""
