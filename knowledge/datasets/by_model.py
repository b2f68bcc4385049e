"""The three operators by a model: a raw problem stated anew, and the new one decomposed (GPIoT, Eq. 2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from core.errors import BudgetError, StageError
from core.problem import Problem
from knowledge.datasets.decompositions import Ask, Task, Writer, answer, problem_of, signed, unfit_answer
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

    async def restate(self, problem: Problem, operator: str, known: Sequence[str]) -> Restated:
        """The problem by an operator, with another change than those known; raises StageError where it has none."""
        ...

    async def solve(self, problem: Problem) -> Sequence[Task]:
        """The sub-tasks of a problem; raises StageError where no answer was valid."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask, and for what: at most so many variants of a pair by an operator, so many questions at once."""

    rewriter: Rewriter
    variants: int
    at_once: int


async def by_model(
    given: Sequence[Pair], asked: Asked, shards: Shards, ask: Ask, plan_format: str, tell: OnProgress
) -> list[Made]:
    """What a model makes of every pair by every operator; each answer is kept in a shard and not asked for again.

    Raises UsageError where the pairs ask in another format, BackendError, StorageError.
    """
    jobs = [(pair, problem_of(pair.user, ask), operator) for pair in given for operator in OPERATORS]
    meter, waiting = Meter(f"asking {asked.rewriter.name}", len(jobs), tell), iter(enumerate(jobs))
    found: dict[int, Made] = {}

    async def work() -> None:
        for number, (raw, problem, operator) in waiting:
            chain = _Chain(asked.rewriter, shards, raw, operator, ask, plan_format)
            found[number] = await chain.variants(problem, asked.variants)
            meter.step(1, len(found[number].pairs), resumed=not chain.asked)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(asked.at_once):
                group.create_task(work())
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
    return [found[number] for number in range(len(jobs))]


@dataclass(slots=True)
class _Chain:
    """One operator on one raw pair, again and again; ``asked``: whether anything was not known from an earlier run."""

    rewriter: Rewriter
    shards: Shards
    raw: Pair
    operator: str
    ask: Ask
    plan_format: str
    asked: bool = False

    async def variants(self, problem: Problem, most: int) -> Made:
        found, known, name = Made(), list[str](), signed(self.rewriter)
        for number in range(1, most + 1):
            told = await self._kept(f"{number}", lambda: self._restated(problem, known))
            if told is None:
                found.drop(name, "no further problem")
                break
            restated = Restated(**told)
            known.append(restated.change)
            tasks = await self._kept(f"{number}-steps", lambda new=restated: self._solved(new))  # type: ignore[misc]
            found.note(name, self.operator, self._pair(restated, tasks))
        return found

    async def _kept(self, name: str, question: Callable[[], Awaitable[Any]]) -> Any:
        shard = f"{self.raw.id}-{self.operator}-{name}.json"
        kept = self.shards.get(shard)
        if kept is None:
            self.asked = True
            kept = json.dumps(await _valid(question)).encode()
            self.shards.put(shard, kept)
        return json.loads(kept)

    async def _restated(self, problem: Problem, known: Sequence[str]) -> dict[str, str]:
        return asdict(await self.rewriter.restate(problem, self.operator, known))

    async def _solved(self, restated: Restated) -> list[dict[str, Any]]:
        return [asdict(task) for task in await self.rewriter.solve(Problem.from_text(restated.problem))]

    def _pair(self, restated: Restated, told: Sequence[dict[str, Any]] | None) -> Pair | str:
        if told is None:
            return "no valid sub-tasks"
        problem = Problem.from_text(restated.problem)
        tasks = [Task(one["title"], one["description"], tuple(one["needs"])) for one in told]
        question, text = self.ask(problem), answer(tasks, self.plan_format)
        if reason := unfit_answer(problem, tasks, question, text):
            return reason
        raw, change = self.raw, f"{self.operator}, {restated.change}"
        source = Source("a model", signed(self.rewriter), f"{raw.source.object}: {change}", raw.source.file)
        licence = raw.licence if raw.check == "model" else _LICENCE + raw.licence
        return replace(raw, user=question, assistant=text, source=source, licence=licence, check="model")


async def _valid(question: Callable[[], Awaitable[Any]]) -> Any:
    try:
        return await question()
    except (StageError, BudgetError):
        return None
