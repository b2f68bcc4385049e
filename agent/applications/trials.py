"""N programs for an application: each a session of its own with another seed, run on the data and judged.

A finished program is kept at once; the same question goes on after the last one. What does not run is an outcome with its
reason. Only what would stop every program (no model, no sandbox, a setting) is raised.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent import history
from agent.applications.catalogue import APPLICATIONS, Application
from agent.applications.outcomes import Outcome, kept, score
from agent.programs import Wanted, find
from agent.recordings import place
from agent.running import run
from agent.terms import Terms
from agent.turns import ask
from agent.wiring import Agent
from core.disk import storing
from core.errors import GpiotError, StorageError, UsageError
from core.events import Done, Failed, PlanChecked
from core.knowledge import Plan
from core.project import Project
from core.run_events import RunEnded
from core.runs import Ran
from core.settings import changed

# What decides which programs are written: with another value of one of them it is another question.
_DECIDING = (
    "model", "seed", "examples", "take_over", "plan_format", "tdslm_model", "rtslm_model", "cgslm_model",
    "tdslm_adapter", "cgslm_adapter", "script",
)  # fmt: skip
_PREDICTED = frozenset({"predicted", "prediction", "pred"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be tried: ``count`` programs for each prompt of an application; an empty ``data`` means its sample data."""

    name: str
    count: int
    out: Path
    data: str = ""

    @property
    def application(self) -> Application:
        """What the name stands for."""
        return APPLICATIONS[self.name]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the trial is; ``seconds_left`` is below 0 where nothing can be said yet."""

    last: Outcome
    done: int
    total: int
    per_minute: float
    seconds_left: float


OnProgress = Callable[[Progress], None]


async def trial(agent: Agent, asked: Asked, tell: OnProgress) -> tuple[Outcome, ...]:
    """Write, run and judge what is not yet there, one program after the other.

    Raises UsageError, StorageError, BackendError, SandboxError where no program could be tried.
    """
    _check(agent)
    await agent.open_model()
    plan = agent.knowledge.plans()[asked.application.plan]
    with storing(asked.out):
        asked.out.mkdir(parents=True, exist_ok=True)
    _keep_question(agent, asked)
    data = await asyncio.to_thread(_data, asked, plan)
    seed, began, fresh = agent.settings.seed, time.monotonic(), 0
    found: list[Outcome] = []
    numbered = list(_numbered(asked, seed))
    for bare in numbered:
        program = _Program(agent, asked, plan, data, bare)
        outcome = _read(program.record)
        if outcome is None:
            outcome = await program.outcome()
            _write(program.record, outcome.json())
            fresh += 1
        found.append(outcome)
        pace = (time.monotonic() - began) / fresh if fresh else -1.0
        left = pace * (len(numbered) - len(found)) if fresh else -1.0
        tell(Progress(outcome, len(found), len(numbered), 60 / pace if fresh else 0.0, left))
    return tuple(found)


def _check(agent: Agent) -> None:
    from sandbox.isolation import find_isolation
    from sandbox.runtime import Runtime

    if agent.settings.run == "never":
        raise UsageError("Programs are not run: the setting `run` is never.", "Change it: gpiot config set run ask")
    Runtime.of(agent.folders, agent.settings.runtime_python).check()
    find_isolation()


def _numbered(asked: Asked, seed: int) -> Iterator[Outcome]:
    """The programs that are to be tried, the first of every prompt before the second of any."""
    for number in range(1, asked.count + 1):
        for prompt in asked.application.prompts:
            yield Outcome(number, prompt, (seed + number - 1) % 2**31)


def _keep_question(agent: Agent, asked: Asked) -> None:
    """Raise UsageError where the folder holds answers to another question."""
    settings = {key: getattr(agent.settings, key) for key in _DECIDING}
    backend = agent.model.backend if agent.model else ""
    data = str(place(asked.data) or "")
    question = {"application": asked.name, "backend": backend, "data": data, **settings}
    path = asked.out / "question.json"
    before = _json(path)
    other = [key for key in question if before is not None and before.get(key) != question[key]]
    if other:
        raise UsageError(
            f"{asked.out} holds programs for another question: {', '.join(other)} differs.",
            "Name another folder with --out, or remove this one.",
        )
    _write(path, question)


def _data(asked: Asked, plan: Plan) -> Path:
    """The person's recordings, or the plan's sample data, which is made once and whole."""
    from knowledge.sampling import write

    given = place(asked.data)
    if given:
        return given
    folder, making = (asked.out / "data").absolute(), (asked.out / "data.new").absolute()
    with storing(folder):
        if not folder.exists():
            shutil.rmtree(making, ignore_errors=True)
            write(plan.sample, making)
            making.rename(folder)
    return folder


@dataclass(frozen=True, slots=True)
class _Program:
    """One program to be written, run and judged."""

    agent: Agent
    asked: Asked
    plan: Plan
    data: Path
    bare: Outcome

    @property
    def folder(self) -> Path:
        """Where the project goes."""
        return self.asked.out / self.bare.prompt / f"{self.bare.number:02d}"

    @property
    def record(self) -> Path:
        """Where its outcome is kept."""
        return self.folder.with_suffix(".json")

    async def outcome(self) -> Outcome:
        """What comes of it; a failure is told, not raised."""
        outcome, began = self.bare, time.monotonic()
        try:
            outcome = await self._written()
            outcome = replace(outcome, write_s=time.monotonic() - began)
            return await self._ran(outcome) if outcome.written else outcome
        except GpiotError as error:
            return replace(outcome, reason=error.message)

    async def _written(self) -> Outcome:
        self.agent.settings = changed(self.agent.settings, {"seed": self.bare.seed, "data": str(self.data)})
        # Of a program that was cut off.
        shutil.rmtree(self.folder, ignore_errors=True)
        problem = self.asked.application.problem(self.plan.problem, self.bare.prompt)
        outcome = self.bare
        async with aclosing(ask(self.agent, problem.markdown(), self._terms)) as events:
            async for event in events:
                outcome = replace(outcome, session=event.session or outcome.session)
                if isinstance(event, Failed):
                    return replace(outcome, reason=f"{event.stage}: {event.reason}")
                if isinstance(event, Done):
                    outcome = replace(outcome, written=set(event.states.values()) <= {"done"})
        project = history.show(self.agent.store, outcome.session)
        reason = "" if outcome.written else _unfinished(project)
        return replace(outcome, source=_source(project), reason=reason)

    async def _ran(self, outcome: Outcome) -> Outcome:
        application = self.asked.application
        ran = await self._run(outcome.session)
        reason = ran.fault.reason if ran.fault else ""
        outcome = replace(outcome, ran=ran.state == "done", reason=reason, took=ran.measured)
        if not outcome.ran:
            return replace(outcome, kept=kept(ran, None, None))
        if number := self._inference(outcome.session):
            alone = await self._run(outcome.session, only=number)
            if alone.state == "done":
                outcome = replace(outcome, inference_mb=alone.measured.peak_mb, inference_s=alone.measured.wall_s)
        most = application.prompts[outcome.prompt].inference_mb
        held = kept(ran, outcome.inference_mb, most)
        return replace(outcome, kept=held, score=score(ran, application.figure))

    async def _run(self, session: str, only: int = 0) -> Ran:
        wanted = Wanted(data=str(self.data), only=only)
        async with aclosing(run(self.agent, session, wanted, self._terms)) as events:
            async for event in events:
                if isinstance(event, RunEnded):
                    return event.ran
        raise StorageError("The run told nothing of its end.")

    def _inference(self, session: str) -> int:
        """The sub-task that recognises: the first whose output is named as predictions; 0 where none is."""
        from sandbox.evaluators.answers import name_words

        steps = find(self.agent.store, session).steps()
        named = (s for s in steps if any(name_words(output.name) & _PREDICTED for output in s.outputs))
        return next((step.subtask for step in named), 0)

    @property
    def _terms(self) -> Terms:
        return Terms(_accepted, overwrite=True, folder=self.folder)


async def _accepted(_project: Project, _checked: PlanChecked | None) -> bool:
    return True


def _source(project: Project) -> str:
    taken = sum(bool(subtask.taken) for subtask in project)
    return f"{taken} of {len(project.order)} from the library"


def _unfinished(project: Project) -> str:
    failed = next((subtask for subtask in project if subtask.error), None)
    return f"sub-task {failed.id}: {failed.error}" if failed else "not every sub-task has a program"


def _read(path: Path) -> Outcome | None:
    data = _json(path)
    try:
        return Outcome.of_json(data) if data else None
    except (TypeError, KeyError, ValueError, AttributeError):
        # Of an older version: tried anew.
        return None


def _json(path: Path) -> dict[str, Any] | None:
    with storing(path):
        try:
            found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None
    return found


def _write(path: Path, data: dict[str, Any]) -> None:
    """Whole or not at all: what is there after a kill can be read."""
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_suffix(".new")
        scratch.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
        scratch.replace(path)
