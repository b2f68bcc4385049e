"""The three operators by a model: a raw problem stated anew, and the new one decomposed (GPIoT, Eq. 2)."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import cycle, islice
from typing import Any, Protocol

from core.errors import BudgetError, StageError
from core.problem import Problem
from knowledge.datasets.decompositions import Ask, Task, Writer, answer, signed, unfit_answer
from knowledge.datasets.made import Made
from knowledge.datasets.pairs import Pair, Source
from knowledge.datasets.progress import Meter, OnProgress
from knowledge.datasets.shards import Shards

OPERATORS = ("modality", "representation", "resources")
_LICENCE = "written by a model after a plan under "


@dataclass(frozen=True, slots=True)
class Restated:
    """A problem by an operator; ``change`` names the other sensor, representation or device."""

    change: str
    problem: str


class Rewriter(Writer, Protocol):
    """A model that applies operators."""

    @property
    def prompts(self) -> str:
        """A digest of how it is asked: answers to other prompts are not mixed in."""
        ...

    async def restate(self, problem: Problem, operator: str, known: Sequence[str]) -> Restated:
        """The problem by an operator, with another change than those known; raises StageError where it has none."""
        ...

    async def solve(self, problem: Problem) -> Sequence[Task]:
        """The sub-tasks of a problem; raises StageError where no answer was valid."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask, and for what: at most so many variants of a problem by an operator, so many questions at once."""

    rewriter: Rewriter
    variants: int
    at_once: int


async def by_model(
    given: Mapping[Pair, Problem], asked: Asked, shards: Shards, ask: Ask, plan_format: str, tell: OnProgress
) -> list[Made]:
    """What a model makes of every problem by every operator; each answer is kept in a shard and not asked for again.

    Raises BackendError, StorageError.
    """
    jobs = [(wordings, operator) for wordings in _problems(given) for operator in OPERATORS]
    meter, waiting = Meter(f"asking {asked.rewriter.name}", len(jobs), tell), iter(enumerate(jobs))
    found: dict[int, Made] = {}

    async def work() -> None:
        for number, (wordings, operator) in waiting:
            chain = _Chain(asked.rewriter, shards, wordings, operator, ask, plan_format)
            found[number] = await chain.variants(asked.variants)
            meter.step(1, len(found[number].pairs), resumed=not chain.asked)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(asked.at_once):
                group.create_task(work())
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
    return [found[number] for number in range(len(jobs))]


def _problems(given: Mapping[Pair, Problem]) -> list[list[tuple[Pair, Problem]]]:
    """Each problem by all its wordings: what comes from one place and has one answer."""
    found = defaultdict(list)
    for pair, problem in sorted(given.items(), key=lambda one: one[0].source.object):
        found[pair.group, pair.assistant].append((pair, problem))
    return list(found.values())


@dataclass(slots=True)
class _Chain:
    """One operator on one problem, again and again; ``asked``: whether anything was not known from an earlier run."""

    rewriter: Rewriter
    shards: Shards
    wordings: Sequence[tuple[Pair, Problem]]
    operator: str
    ask: Ask
    plan_format: str
    asked: bool = False

    async def variants(self, most: int) -> Made:
        found, known, name = Made(), list[str](), signed(self.rewriter)
        for raw, problem in islice(cycle(self.wordings), most):
            try:
                if (restated := await self._restated(problem, known)) is None:
                    found.drop(name, "no further problem")
                    break
                known.append(restated.change)
                found.note(name, self.operator, self._pair(raw, restated, await self._solved(restated)))
            except BudgetError:
                # No answer, so none is kept: a model with more context is asked.
                found.drop(name, "too long for the model")
        return found

    async def _restated(self, problem: Problem, known: Sequence[str]) -> Restated | None:
        async def question() -> dict[str, str]:
            return asdict(await self.rewriter.restate(problem, self.operator, known))

        told = await self._kept(self.operator, [problem.markdown(), *known], question)
        return Restated(**told) if told else None

    async def _solved(self, restated: Restated) -> Sequence[Task] | None:
        async def question() -> list[dict[str, Any]]:
            return [asdict(task) for task in await self.rewriter.solve(Problem.from_text(restated.problem))]

        told = await self._kept("steps", [restated.problem], question)
        return None if told is None else [Task(one["title"], one["description"], tuple(one["needs"])) for one in told]

    async def _kept(self, what: str, about: Sequence[str], question: Callable[[], Awaitable[Any]]) -> Any:
        shard = f"{what}-{hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16]}.json"
        kept = self.shards.get(shard)
        if kept is None:
            self.asked = True
            kept = json.dumps(await _valid(question)).encode()
            self.shards.put(shard, kept)
        return json.loads(kept)

    def _pair(self, raw: Pair, restated: Restated, tasks: Sequence[Task] | None) -> Pair | str:
        if tasks is None:
            return "no valid sub-tasks"
        problem = Problem.from_text(restated.problem)
        question, text = self.ask(problem), answer(tasks, self.plan_format)
        if reason := unfit_answer(problem, tasks, question, text):
            return reason
        change = f"{self.operator}, {restated.change}"
        source = Source("a model", signed(self.rewriter), f"{raw.source.object}: {change}", raw.source.file)
        licence = raw.licence if raw.check == "model" else _LICENCE + raw.licence
        return replace(raw, user=question, assistant=text, source=source, licence=licence, check="model")


async def _valid(question: Callable[[], Awaitable[Any]]) -> Any:
    try:
        return await question()
    except StageError:
        return None
