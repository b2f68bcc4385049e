"""Where a free text goes, by rules: pure, fast, and rather asking than guessing."""

from __future__ import annotations

import re

from core.edits import Edit, parse, say
from core.errors import UsageError
from core.problem import Problem
from core.project import Project
from core.routes import Route
from core.wording import words
from graph import asking_back
from graph.asking_back import Unsaid
from graph.edit_wishes import edits_in, numbers_of
from graph.mentions import MARK, NOUN, Marked, by_title, listed, marked, meant
from graph.phrases import CHATTER, FILLER, FORK, NEW, POLITE, TASK, TO_BUILD, WISH, is_foreign, is_question

_READ = 2000
"""Characters that the rules look at: what a text is shows in its beginning."""
_EDIT = 400
"""No change of a plan takes longer to say, in characters."""
# A German word for "step" tells the language where the rest is too short for it.
_GERMAN = re.compile(r"(?i)\b(?:schritte?n?|(?:teil)?aufgaben?)\s*#?\d")
_STEP = re.compile(rf"(?i)\b{NOUN}\s*#?\d|\bthe\s+(?:first|second|third|last|next)\s+{NOUN}\b")
_A_STEP = re.compile(rf"(?i)\b(?:an?|another|new|one\s+more)\s+(?:[\w-]+\s+)?{NOUN}\b")
_SHORT = 20
"""Words of a wish that leaves unsaid what it is about."""
_VAGUE = re.compile(r"(?i)(?:make|do|use|try|change|fix|drop|move|split|merge)\s+(?:it|that|this|them)\b")
_REFERENCE = re.compile(r"(?i)\b(?:of|from|like|as\s+in|like\s+in|than|after|before|until)\s+$")
_TYPED = re.compile(r"(?i)take\s+\d+$|(?:add|drop|merge|move|split|rename|reword|link)\s+[\d,\s]+\S")


def by_rules(text: str, project: Project | None) -> Route:
    """Where the text goes; what the rules cannot decide is asked back."""
    return decided(text, project) or asking_back.undecided(project)


def decided(text: str, project: Project | None) -> Route | None:
    """Where the text goes; ``unclear`` where rules know that it can be read in several ways, None where they do not know."""
    said = " ".join("".join(c if c.isprintable() and c not in "⟦⟧" else " " for c in text[:_READ]).split())
    if not any(c.isalnum() for c in said) or CHATTER.fullmatch(said):
        return asking_back.undecided(project, "says nothing about a program")
    if project is None or not project.order:
        return _without_plan(text, said)
    return _with_plan(text, said, project)


def _without_plan(text: str, said: str) -> Route | None:
    asks = is_question(said)
    if _STEP.search(said) and len(said) < 160 and not asks:
        return asking_back.no_plan()
    if _is_statement(text) or TO_BUILD.search(said):
        return Route("problem", why="describes something to build")
    if asks:
        return Route("question", why="asks something")
    if FORK.match(said) or _VAGUE.match(POLITE.sub("", said)):
        return None
    return Route("problem", why="describes something to build") if len(words(said)) >= 3 and "?" not in said else None


def _with_plan(text: str, said: str, project: Project) -> Route | None:
    mention = marked(said, project)
    if _is_statement(text) or (not mention.groups and (NEW.search(said) or TO_BUILD.search(said))):
        return Route("problem", why="asks for another application")
    if is_foreign(said) or _GERMAN.search(said):
        return None
    if FORK.match(FILLER.sub("", said)):
        return asking_back.fork(project, [n for n in _targets(mention) if project.get(n)])
    if is_question(mention.text):
        return Route("question", why="asks something")
    if missing := mention.missing(project):
        return asking_back.not_there(missing, project)
    if mention.twofold:
        return asking_back.which(project, mention.twofold)
    return _edit(said, mention, project) or _revision(said, mention, project)


def _is_statement(text: str) -> bool:
    """Whether it has the sections of a problem statement."""
    try:
        problem = Problem.from_text(text[: 10 * _READ])
    except UsageError:
        return False
    return bool(problem.code_input or problem.output_format)


def _edit(said: str, mention: Marked, project: Project) -> Route | None:
    if len(said) > _EDIT:
        return None
    wish = edits_in(POLITE.sub("", mention.text), project)
    if isinstance(wish, Unsaid):
        return asking_back.back(wish.ask, "a change of the plan that leaves something open")
    if wish:
        return _edited(wish)
    return _typed(said, project) if _TYPED.match(said) else None


def _typed(said: str, project: Project) -> Route:
    try:
        edit = parse(said)
    except UsageError as error:
        return asking_back.back(f"{error.message} {error.hint}".strip(), "a change of the plan that cannot be read")
    missing = [n for n in numbers_of(edit) if project.get(n) is None]
    return asking_back.not_there(missing, project) if missing else _edited((edit,))


def _edited(edits: tuple[Edit, ...]) -> Route:
    return Route("edit", edits=edits, why=f"changes the plan: {'; '.join(map(say, edits))}"[:120])


def _revision(said: str, mention: Marked, project: Project) -> Route | None:
    wish = WISH.search(POLITE.sub("", said)) or POLITE.match(said)
    if _A_STEP.search(said) or _PLANNING.search(POLITE.sub("", mention.text).rstrip(" .!")):
        return None
    if mention.groups:
        return _named(mention, project)
    titles = _headed(said, project) or by_title(said, project)
    if _elsewhere(said, project) and not titles:
        return Route("problem", why="describes another application")
    if len(titles) == 1 and wish:
        return _revise(titles, f"speaks of {listed(project, titles)}")
    if len(titles) > 1:
        return asking_back.which(project, titles)
    if titles:
        return asking_back.what_about(titles, project)
    if wish and len(project.order) == 1 and len(said.split()) <= _SHORT:
        return _revise(project.order, "the plan has one sub-task")
    if wish and len(said.split()) <= _SHORT // 2:
        adds = re.match(r"(?i)(?:add|insert|append|include)\b", POLITE.sub("", said))
        return asking_back.where_added(project) if adds else asking_back.which(project)
    return None


# Words of a plan's own: a text that uses them of a sub-task and was not understood as an edit may still be one.
_PLANNING = re.compile(
    rf"(?i)⟦[^⟧]*⟧.*\b(?:before|after)\s+⟦|\b(?:one|single|separate|own)\s+{NOUN}\b|"
    r"\b(?:leave|take|throw)\b.*\b(?:out|away)$|^(?:drop|delete|merge|join|combine|swap|move|split|rename|scrap|reorder)\s+⟦|"
    r"^(?:merge|swap|split|rename|reorder|rearrange)\b|\b(?:depends?\s+on|no\s+(?:longer|more)\s+need\w*|no\s+need)\b|"
    r"⟦[\d,]+⟧\s+(?:can|should|must)\s+go\b|\b(?:first|last)(?:\s+⟦|\s+step)?$|^make\s+the\s+[\w\s-]+\s⟦\d+⟧$"
)


def _headed(said: str, project: Project) -> tuple[int, ...]:
    """The sub-task that stands before a colon: "evaluation: leave one user out"."""
    head, colon, wish = said.partition(":")
    return meant(head, project) if colon and wish.strip() and len(head) <= 60 else ()


def _elsewhere(said: str, project: Project) -> bool:
    """Whether it states a task, at some length, that shares next to nothing with this project's."""
    if not TASK.match(POLITE.sub("", said)) or len(said.split()) < 7:
        return False
    here = words(" ".join([project.problem.statement, *(f"{task.title} {task.description}" for task in project)]))
    new = words(said)
    return 5 * len(new & here) <= len(new)


def _named(mention: Marked, project: Project) -> Route | None:
    """A wish that names its sub-tasks by number."""
    numbers = _targets(mention)
    if not numbers:
        return asking_back.which(project)
    if not words(MARK.sub(" ", mention.text)):
        return asking_back.what_about(numbers, project)
    names = ", ".join(map(str, numbers))
    return _revise(numbers, f"names sub-task{'s' if len(numbers) > 1 else ''} {names}")


def _targets(mention: Marked) -> tuple[int, ...]:
    """The sub-tasks that a wish is about, without those that it only refers to: "the output of step 2"."""
    found = [*MARK.finditer(mention.text)]
    meant = [
        g for at, g in zip(found, mention.groups, strict=True) if not _REFERENCE.search(mention.text[: at.start()])
    ]
    return tuple(sorted({n for group in meant or mention.groups for n in group}))


def _revise(numbers: tuple[int, ...], why: str) -> Route:
    return Route("revise", numbers=numbers, why=why)
