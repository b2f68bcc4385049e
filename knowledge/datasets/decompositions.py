"""Problems and their sub-tasks as pairs, and what makes such a pair unfit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.errors import UsageError
from core.knowledge import Plan
from core.problem import Problem
from core.project import MOST_SUBTASKS
from core.wording import words
from knowledge.datasets.pairs import MOST_CHARACTERS, Pair, Source

FEWEST_STEPS = 2
LICENCE = "Apache-2.0"
WEAK = " (weak)"
"""Stands behind the name of a weak model that made a pair."""
_FEWEST_WORDS = 10
_HOLE = "\ue000"
Ask = Callable[[Problem], str]
"""How TDSLM is asked to decompose a problem."""


@dataclass(frozen=True, slots=True)
class Task:
    """One sub-task of an answer; ``needs`` counts from 1."""

    title: str
    description: str
    needs: tuple[int, ...] = ()


class Writer(Protocol):
    """A model that writes pairs."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def weak(self) -> bool:
        """Whether its answers are not to be relied upon."""
        ...


def signed(writer: Writer) -> str:
    """The name under which a pair says who wrote it."""
    return writer.name + (WEAK if writer.weak else "")


def problem_of(question: str, ask: Ask) -> Problem:
    """The problem that a question asks to decompose; raises UsageError where it is asked in another way."""
    before, behind = ask(Problem(_HOLE)).split(_HOLE)
    if not (question.startswith(before) and question.endswith(behind)):
        raise UsageError(
            "The data set asks for plans in another format than `plan_format` now says.",
            "Build it anew, or set plan_format as it was.",
        )
    return Problem.from_text(question.removeprefix(before).removesuffix(behind))


def tasks_of(plan: Plan) -> tuple[Task, ...]:
    """The sub-tasks of a plan; a step needs those that it is fed from."""
    return tuple(Task(step.title, step.description, _needs(step.feed.values())) for step in plan.steps)


def _needs(sources: object) -> tuple[int, ...]:
    numbers = (re.match(r"\d+", source) for source in sources)  # type: ignore[attr-defined]
    return tuple(sorted({int(found[0]) for found in numbers if found}))


def answer(tasks: Sequence[Task], plan_format: str) -> str:
    """The sub-tasks as TDSLM answers: compact JSON, or numbered steps separated by a blank line."""
    if plan_format == "text":
        return "\n\n".join(f"{number}. {task.title}: {task.description}" for number, task in enumerate(tasks, 1))
    listed = [{"title": one.title, "description": one.description, "depends_on": list(one.needs)} for one in tasks]
    return json.dumps({"subtasks": listed}, ensure_ascii=False, separators=(",", ":"))


def unfit(tasks: Sequence[Task], question: str) -> str:
    """Why a decomposition teaches nothing good; empty where it may. ``question``: words that it must not give back."""
    if not FEWEST_STEPS <= len(tasks) <= MOST_SUBTASKS:
        return f"not {FEWEST_STEPS} to {MOST_SUBTASKS} sub-tasks"
    said = [words(f"{task.title} {task.description}") for task in tasks]
    if any(len(task.description.split()) < 3 or not words(task.title) for task in tasks):
        return "a sub-task that says nothing"
    if len({_letters(task.title) for task in tasks}) < len(tasks) or _repeats(said):
        return "sub-tasks that repeat each other"
    if any(not 0 < need < number for number, task in enumerate(tasks, 1) for need in task.needs):
        return "dependencies that are not sound"
    if any(_letters(text) in _letters(question) for task in tasks for text in (task.title, task.description)):
        return "the words of the question again"
    return ""


def unfit_answer(problem: Problem, tasks: Sequence[Task], question: str, text: str) -> str:
    """Why what a model wrote, a problem and its sub-tasks, is no pair; empty where it is one."""
    if len(words(problem.statement)) < _FEWEST_WORDS:
        return "a problem that says nothing"
    return unfit(tasks, question) or too_long(question, text)


def too_long(question: str, text: str) -> str:
    """Why a pair does not fit; empty where it does."""
    return "too long" if len(question) + len(text) > MOST_CHARACTERS else ""


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text.lower())


def _repeats(said: Sequence[frozenset[str]]) -> bool:
    pairs = ((one, other) for place, one in enumerate(said) for other in said[:place])
    return any(len(one & other) >= 0.85 * max(len(one | other), 1) for one, other in pairs)


def plan_pair(plan: Plan, family: str, made: str, ask: Ask, plan_format: str) -> Pair | str:
    """The pair of a plan, hand-made or augmented; or why there is none."""
    question, tasks = ask(plan.problem), tasks_of(plan)
    if reason := unfit(tasks, ask(Problem(""))):
        return reason
    source = Source("gpiot", "", f"{family}: {made}" if made else family, f"knowledge/plans/{family}.toml")
    text = answer(tasks, plan_format)
    if reason := too_long(question, text):
        return reason
    return Pair("decomposition", family, question, text, source, LICENCE, "no code", f"plan:{family}")
