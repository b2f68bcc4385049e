"""Changes of the plan said in a person's own words: "we don't need step 5", "swap 2 and 3", "add a step that plots it".

Every pattern has to account for the whole sentence: "remove step 5" drops it, "remove the outliers in step 5" does not.
A sub-task is written ``⟦5⟧`` here (see ``graph.mentions``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from core.edits import Add, Drop, Edit, Link, Merge, Move, Reword, Split, Take
from core.project import Project
from graph.asking_back import Unsaid, Wish
from graph.mentions import MARK, NOUN, listed, meant
from graph.new_steps import added_step, added_thing, title_of

_TAIL = re.compile(
    r"(?i)(?:\b(?:please|pls|again|too|as\s+well|completely|entirely|altogether|from\s+the\s+plan|for\s+now|now|any\s?more)\b|"
    r"[\s.!?,])+$"
)
_PRONOUN = re.compile(r"(?i)(?:it|that|this|them|these|those|both)(?:\s+ones?)?")


def edits_in(text: str, project: Project) -> Wish:
    """The changes of the plan that a marked text wishes, without its "please" and "could you"."""
    text = _TAIL.sub("", text).strip()
    for pattern, make in _READERS:
        if (found := pattern.match(text)) and (wish := make(found, project)) is not None:
            return wish
    return None


def numbers_of(edit: Edit) -> tuple[int, ...]:
    """The sub-tasks that an edit names."""
    match edit:
        case Add():
            named: tuple[int, ...] = (edit.after,)
        case Merge():
            named = edit.numbers
        case Move():
            named = (edit.number, edit.before, edit.after)
        case Link():
            named = (edit.number, *edit.depends_on)
        case Drop() | Split() | Reword() | Take():
            named = (edit.number,)
    return tuple(n for n in named if n)


def _drop(found: re.Match[str], project: Project) -> Wish:
    phrase = _trimmed(found["a"])
    if _PRONOUN.fullmatch(phrase):
        return Unsaid(f"Which sub-task should go: {listed(project)}?")
    numbers = meant(phrase, project)
    if not numbers:
        return None
    title = project.subtasks[numbers[0]].title
    if not MARK.search(phrase) and _REMOVING.match(title):
        return Unsaid(f"Should sub-task {numbers[0]} leave the plan, or is this what it should do ({title})?")
    return tuple(Drop(number) for number in numbers)


_REMOVING = re.compile(
    r"(?i)\s*(?:remov|suppress|filter|clean|reject|drop|discard|delet|eliminat|denois|sanit|skip|cut)"
)


def _merge(found: re.Match[str], project: Project) -> Wish:
    phrase, into = _trimmed(found["a"]), _trimmed(found.groupdict().get("t") or "")
    numbers = _parts(phrase, project)
    if into and (more := meant(into, project)) and MARK.search(into):
        numbers, into = tuple(dict.fromkeys((*numbers, *more))), ""
    if _PRONOUN.fullmatch(phrase):
        return Unsaid(f"Which sub-tasks should be merged: {listed(project)}?")
    if len(numbers) < 2:
        return Unsaid(f"Merge sub-task {numbers[0]} with which other one?") if numbers and not into else None
    generic = re.fullmatch(rf"(?i)(?:an?\s+)?(?:one|single|new|bigger|common)?\s*(?:single\s+)?(?:{NOUN})?", into)
    return (Merge(numbers, "" if generic else title_of(into)),)


def _parts(phrase: str, project: Project) -> tuple[int, ...]:
    """Several sub-tasks: one mark with all numbers, or one phrase for each."""
    if whole := meant(phrase, project):
        return whole
    each = [meant(part, project) for part in re.split(r"\s*,\s+(?:and\s+)?|\s+(?:and|with|&)\s+", phrase)]
    return tuple(dict.fromkeys(n for numbers in each for n in numbers)) if all(each) else ()


def _move(found: re.Match[str], project: Project) -> Wish:
    numbers = meant(_trimmed(found["a"]), project)
    if _PRONOUN.fullmatch(_trimmed(found["a"])):
        return Unsaid(f"Which sub-task should be moved: {listed(project)}?")
    if len(numbers) != 1:
        return None
    move = _moved(numbers[0], found["w"].lower(), found.groupdict().get("b") or "", project)
    return (move,) if move else None


def _moved(number: int, where: str, other: str, project: Project) -> Move | None:
    if where in ("end", "bottom", "last"):
        return Move(number)
    if where in ("start", "beginning", "front", "top", "first"):
        return Move(number, first=True)
    at = project.order.index(number)
    if where in ("up", "down"):
        beside = project.order[at + 1 : at + 2] if where == "down" else project.order[max(at - 1, 0) : at]
    else:
        beside = meant(_trimmed(other), project)
    if len(beside) != 1 or beside[0] == number:
        return None
    return Move(number, after=beside[0]) if where in ("after", "behind", "down") else Move(number, before=beside[0])


def _swap(found: re.Match[str], project: Project) -> Wish:
    numbers = _parts(_trimmed(found["a"]), project)
    if len(numbers) != 2:
        return None
    first, second = sorted(numbers, key=project.order.index)
    between = project.order[project.order.index(first) + 1 : project.order.index(second)]
    return (Move(second, before=first), *((Move(first, after=between[-1]),) if between else ()))


def _split(found: re.Match[str], project: Project) -> Wish:
    numbers = meant(_trimmed(found["a"]), project)
    if len(numbers) != 1:
        return None
    said = re.sub(_SIZE, "", found["t"] or "")
    titles = [title_of(part) for part in re.split(r",\s*(?:and\s+)?|;\s*|\s+and\s+(?:then\s+)?|\s+&\s+", said)]
    titles = [title for title in titles if title]
    if len(titles) < 2:
        return Unsaid(f"Into which parts should sub-task {numbers[0]} be split? Name a title for each.")
    return (Split(numbers[0], tuple(titles)),)


_SIZE = re.compile(
    rf"(?i)^\s*(?:two|three|four|2|3|4|several|smaller|separate)\s*(?:smaller|separate)?\s*(?:{NOUN}|pieces|ones)?\s*(?:[:,]|$)"
)


def _rename(found: re.Match[str], project: Project) -> Wish:
    numbers, said = meant(found["a"] or found["p"] or "", project), found["t"].strip()
    if len(numbers) != 1 or said.startswith("'s"):
        return None
    if not said:
        return Unsaid(f"What should sub-task {numbers[0]} be called?")
    if found["verb"].lower() in ("call", "name") and not re.match(r"[\"'“A-Z]", said):
        return None
    return (Reword(numbers[0], title=title_of(said)),)


def _link(found: re.Match[str], project: Project) -> Wish:
    numbers, others = meant(found["a"], project), meant(found["b"], project)
    if len(numbers) != 1 or not others or numbers[0] in others:
        return None
    old = project.subtasks[numbers[0]].depends_on
    if found["no"]:
        return (Link(numbers[0], tuple(n for n in old if n not in others)),)
    kept = () if re.search(r"(?i)\bonly\b", found[0]) else old
    return (Link(numbers[0], tuple(dict.fromkeys((*kept, *others)))),)


def _trimmed(phrase: str) -> str:
    return _TAIL.sub("", phrase).strip()


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?is){text}$")


_DROPPING = (
    r"(?:drop|scrap|remove|delete|skip|omit|discard|kill|throw\s+(?:out|away)|forget(?:\s+about)?|"
    r"get\s+rid\s+of|take\s+out|leave\s+out|cut)"
)
_PHRASE = r"(?:[^.;!?,⟦]|⟦[\d,]+⟧)+"
_MAY = r"(?:can|could|should|may|might|must)"
_VIA = r"(?:(?:should|must|shall|also|only|needs?\s+to|has\s+to)\s+)*"
_RESULT = r"(?:outputs?|results?)"
_ONTO = rf"\s+(?:(?:also|only|on|just)\s+)*(?:the\s+)?(?:{_RESULT}\s+(?:of|from)\s+)?(?P<b>⟦[\d,]+⟧)(?:'s\s+{_RESULT})?"
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Project], Wish]], ...] = (
    (_pattern(rf"{_DROPPING}\s+(?P<a>{_PHRASE}?)(?:,\s.*)?"), _drop),
    (
        _pattern(
            rf"(?:(?:i|we)\s+)?(?:don['’]?t|do\s+not|no\s+longer)\s+(?:really\s+)?need\s+(?P<a>{_PHRASE})(?:[.,;].*)?"
        ),
        _drop,
    ),
    (_pattern(rf"(?:leave|take|throw|cut)\s+(?P<a>{_PHRASE})\s+(?:out|away)"), _drop),
    (
        _pattern(rf"(?:there\s+is\s+|there['’]s\s+)?no\s+(?:more\s+)?(?:need|use)\s+(?:for|of)\s+(?P<a>{_PHRASE})"),
        _drop,
    ),
    (_pattern(rf"(?P<a>{_PHRASE})\s+(?:can|could|may|should|must)\s+go(?:\s+away)?"), _drop),
    (_pattern(rf"(?P<a>{_PHRASE})\s+{_MAY}\s+be\s+(?:dropped|removed|deleted|skipped|left\s+out)"), _drop),
    (
        _pattern(r"(?P<a>⟦[\d,]+⟧)\s+(?:is|are)\s+(?:not\s+(?:needed|necessary)|unnecessary|superfluous|redundant)"),
        _drop,
    ),
    (_pattern(r"(?:merge|join|combine|unite|fuse)\s+(?P<a>.+?)(?:\s+(?:in)?to\s+(?P<t>[^.;!?]+))?"), _merge),
    (_pattern(rf"(?P<a>.+?)\s+{_MAY}\s+be\s+(?:merged|joined|combined)"), _merge),
    (
        _pattern(rf"(?P<a>.+?)\s+(?:should|must|could|can)\s+(?:be|become|form)\s+(?P<t>(?:one|a\s+single)\s+{NOUN})"),
        _merge,
    ),
    (_pattern(rf"(?:make|turn)\s+(?P<a>⟦[\d,]+⟧)\s+(?:in)?(?:to\s+)?(?P<t>(?:one|a\s+single)\s+{NOUN})"), _merge),
    (_pattern(r"(?:swap|switch|exchange|interchange)\s+(?P<a>.+)"), _swap),
    (
        _pattern(
            r"(?:move|put|place|bring|shift|run|do)\s+(?P<a>.+?)\s+(?P<w>before|after|behind|in\s+front\s+of|ahead\s+of)\s+(?P<b>.+)"
        ),
        _move,
    ),
    (
        _pattern(
            r"(?:move|put|place|bring|shift)\s+(?P<a>.+?)\s+(?:(?:to|at)\s+the\s+)?(?:very\s+)?"
            r"(?P<w>end|bottom|last|start|beginning|front|top|first|up|down)"
        ),
        _move,
    ),
    (
        _pattern(
            r"(?P<a>.+?)\s+(?:(?:should|must|has\s+to|needs\s+to)\s+)?(?:comes?|goes?|runs?|be|happens?)\s+"
            r"(?P<w>before|after)\s+(?P<b>.+)"
        ),
        _move,
    ),
    (
        _pattern(
            rf"(?:make|run|do|let)\s+(?P<a>{_PHRASE}?)\s+(?:be\s+|come\s+|go\s+)?(?:as\s+)?(?:the\s+)?(?:very\s+)?"
            rf"(?P<w>first|last)(?:\s+{NOUN})?"
        ),
        _move,
    ),
    (
        _pattern(
            r"(?:split|divide|break(?:\s+up)?)\s+(?P<a>[^:,]+?|⟦\d+⟧)(?:\s+up)?(?:\s*(?:\sin(?:to)?\s|:|,)\s*(?P<t>.+))?"
        ),
        _split,
    ),
    (
        _pattern(
            r"(?P<verb>rename|retitle|call|name|(?:change|set)\s+the\s+(?:title|name)\s+of)\s+"
            r"(?:(?P<a>⟦\d+⟧)|(?P<p>.+?)(?=\s+(?:to|as|into)\s))(?:\s*(?:\b(?:to|as|into)\b|:|=))?\s*(?P<t>.*)"
        ),
        _rename,
    ),
    (_pattern(r"(?P<a>⟦\d+⟧)(?P<p>)\s+(?:should|must|shall)\s+be\s+(?P<verb>call)ed\s+(?P<t>.+)"), _rename),
    (
        _pattern(
            rf"(?:make\s+|let\s+)?(?P<a>⟦\d+⟧)\s+(?P<no>(?:(?:does|do|should|must)\s*(?:n['’]?t|not)|no\s+longer)\s+)?{_VIA}"
            rf"(?:depends?(?:\s+on)?|needs?|requires?|uses?|takes?){_ONTO}"
        ),
        _link,
    ),
    (
        _pattern(
            r"(?P<lead>(?:before|after|between)\s+[^.;!?:]{1,80}?\s+)?"
            r"(?:(?:(?:add|insert|append|include|introduce|create|have|put(?:\s+in)?|"
            r"(?:i|we)(?:['’]d|\s+would)?(?:\s+(?:also|still))?\s+(?:want|need|like|have))\s+"
            r"(?:an?|another|one\s+more|one)|(?:(?:an?|one)\s+)?(?:new|additional|extra|further|another))\s+)"
            r"(?P<adjectives>(?:[\w-]+\s+){0,4}?)"
            rf"(?:{NOUN})\b"
            r"(?!\s+(?:counter|count|size|length|detect|respons|function))(?P<rest>.*)"
        ),
        added_step,
    ),
    (_pattern(r"(?:add|insert|put)\s+(?P<rest>(?:an?|another)\s+.+)"), added_thing),
)
