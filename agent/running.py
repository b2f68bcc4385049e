"""Runs of a project: prepared, sandboxed, measured, judged, and mended where a sub-task is at fault.

A run changes nothing of its session; each repair is a turn of its own, with a revision that can be taken back.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass

from agent import changes, history
from agent.conversation import Emit, Events, streamed
from agent.executing import execute
from agent.programs import Runnable, Wanted, find
from agent.run_folders import RunFolder
from agent.terms import Terms
from agent.wiring import Agent
from core.errors import UsageError
from core.events import Done, Event, Failed, SubTaskFailed
from core.run_events import RepairStarted, RunEnded
from core.runs import Fault, Ran
from graph.blaming import blamed


async def run(agent: Agent, target: str, wanted: Wanted, terms: Terms) -> Events:
    """Run a session's project, or the one in a folder; the last event is RunEnded.

    A fault is mended and the program run again, at most ``wanted.repairs`` times; a repair that makes things worse is
    taken back and ends it. Raises UsageError, StorageError, SandboxError where the run cannot begin, BackendError.
    """
    if agent.settings.run == "never":
        raise UsageError("Programs are not run: the setting `run` is never.", "Change it: gpiot config set run ask")
    running = _Running(agent, target, wanted, terms, find(agent.store, target))
    async with aclosing(streamed(running.to_the_end)) as events:
        async for event in events:
            yield event


# Of the figures of an evaluation those that grow with how right it is: errors and misses among them shrink.
_SCORES = frozenset({"F1", "macro F1", "accuracy"})


@dataclass(slots=True)
class _Running:
    """One request: its program as it stands, and how often it was mended."""

    agent: Agent
    target: str
    wanted: Wanted
    terms: Terms
    program: Runnable
    rounds: int = 0
    last: RunFolder | None = None

    async def to_the_end(self, emit: Emit) -> Event:
        """Run, and mend as often as that is wanted and helps."""
        ran = await self._once(emit)
        while ran.fault and ran.fault.kind != "import" and self.program.session and self.rounds < self.wanted.repairs:
            number, why = await self._at_fault(ran.fault, emit)
            if not number:
                break
            self.rounds += 1
            emit(
                RepairStarted(
                    session=self.program.session,
                    subtask=number,
                    round=self.rounds,
                    of=self.wanted.repairs,
                    reason=ran.fault.reason,
                    why=why,
                )
            )
            if not await self._mended(number, ran.fault, emit):
                break
            kept = self.last
            again = await self._once(emit)
            if reached(again) < reached(ran):
                self.last = kept
                self._take_back(emit)
                break
            ran = again
        return self._ended(ran)

    async def _once(self, emit: Emit) -> Ran:
        agent = self.agent
        ran, self.last = await execute(self.program, self.wanted, agent.settings, agent.folders, emit, self.rounds)
        return ran

    async def _at_fault(self, fault: Fault, emit: Emit) -> tuple[int, str]:
        """The sub-task to mend, and how it was found; 0 where nobody can say."""
        if fault.subtask:
            return fault.subtask, "its contract" if fault.kind == "contract" else "the failure's place"
        agent = self.agent
        model = await agent.open_model(dict(self.program.settings or {}))
        deps = agent.deps(model)
        return await blamed(fault, self.program.project, deps, emit), "the model"

    async def _mended(self, number: int, fault: Fault, emit: Emit) -> bool:
        """Have the sub-task's program written anew; whether there is one."""
        turn = changes.mend(self.agent, self.program.session, number, fault, self.terms)
        async with aclosing(turn) as events:
            async for event in events:
                match event:
                    case Done():
                        self.program = find(self.agent.store, self.target)
                        return True
                    case Failed():
                        emit(SubTaskFailed(stage="repair", subtask=number, reason=event.reason))
                    case _:
                        emit(event)
        return False

    def _take_back(self, emit: Emit) -> None:
        """Undo the last repair: with it the program came less far."""
        for diff in history.undo(self.agent.store, self.program.session).diffs:
            emit(diff)
        self.program = find(self.agent.store, self.target)

    def _ended(self, ran: Ran) -> RunEnded:
        return RunEnded(
            session=self.program.session,
            rounds=self.rounds,
            ran=ran,
            folder=str(self.last.folder) if self.last else "",
            code=0 if ran.ok else 1,
        )


def reached(ran: Ran) -> tuple[int, int, float]:
    """How far a run came: to which step, how many budgets it kept, how right it was, the more of each the better."""
    metrics = (metric for one in ran.evaluations for metric in one.metrics)
    figures = [metric.value for metric in metrics if metric.name in _SCORES and not metric.group]
    steps = len(ran.measured.steps) + (ran.state == "done")
    return steps, sum(budget.state == "pass" for budget in ran.budgets), sum(figures)
