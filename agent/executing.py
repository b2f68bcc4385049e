"""One run of a program in the sandbox: laid out, looked over, executed, judged and kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from agent.conversation import Emit
from agent.judging import check_metric, hindrance, judged
from agent.kept_values import KeptValues
from agent.programs import Runnable, Wanted, argv
from agent.recordings import place
from agent.run_folders import RunFolder, RunFolders
from core.errors import GpiotError
from core.run_events import Printed, RunStarted, StepRan
from core.runs import Limits, Measured, Ran
from core.settings import Folders, Settings

if TYPE_CHECKING:
    from sandbox.isolation import Isolation
    from sandbox.job import Interpreter, Job, RunEvent
    from sandbox.runtime import Runtime

_SHOWN = 64_000
"""Characters of a program's output that are told as they come; all that is kept of it lies beside the result."""


async def execute(
    program: Runnable, wanted: Wanted, settings: Settings, folders: Folders, emit: Emit, attempt: int
) -> tuple[Ran, RunFolder]:
    """Run a program as it stands; how it went, and where its output lies.

    Raises UsageError, StorageError, SandboxError where it cannot begin.
    """
    execution = await asyncio.to_thread(_Execution.of, program, wanted, settings, folders)
    run = execution.runs.begin(program.files, program.folder)
    try:
        ran = await execution.ran(run, emit, attempt)
    except GpiotError:
        # It did not begin: it does not push out a run that did.
        run.discard()
        raise
    run.keep(ran.report(), ran.printed, ran.result)
    return ran, run


def check(program: Runnable, wanted: Wanted, settings: Settings, folders: Folders) -> None:
    """Raise what would keep the program from beginning, before anybody is asked whether it may. Leaves nothing; blocks.

    Raises UsageError, StorageError, SandboxError.
    """
    execution = _Execution.of(program, wanted, settings, folders)
    with TemporaryDirectory() as scratch:
        execution.job(RunFolders(Path(scratch)).begin(program.files, program.folder), execution.kept.folder)


@dataclass(frozen=True, slots=True)
class _Execution:
    """What a run is made of, all of it known to be there."""

    program: Runnable
    wanted: Wanted
    settings: Settings
    runs: RunFolders
    runtime: Runtime
    isolation: Isolation
    data: Path | None
    arguments: tuple[str, ...]

    @classmethod
    def of(cls, program: Runnable, wanted: Wanted, settings: Settings, folders: Folders) -> Self:
        """What the program is run with; raises UsageError, SandboxError where something of it is missing. Blocks."""
        from sandbox.isolation import LimitsOnly, find_isolation
        from sandbox.runtime import Runtime

        data = place(wanted.data or (program.settings or {}).get("data", "") or settings.data)
        arguments = argv(program, str(data or ""), wanted.given)
        check_metric(wanted.metric)
        isolation = LimitsOnly() if wanted.unsafe else find_isolation()
        runtime = Runtime.of(folders, settings.runtime_python)
        runtime.check()
        runs = RunFolders.of(folders.state, program.name)
        return cls(program, wanted, settings, runs, runtime, isolation, data, arguments)

    @property
    def kept(self) -> KeptValues:
        """The values of earlier runs."""
        return KeptValues(self.runs.root)

    def job(self, run: RunFolder, kept: Path) -> tuple[Job, Interpreter]:
        """What the sandbox is to do, ``kept`` taking the values, and with which Python; blocks.

        Raises UsageError, SandboxError where it cannot.
        """
        from sandbox.job import Interpreter, Job, check

        steps, wanted = self.program.steps(), self.wanted
        self.kept.check(wanted, steps, run.program, self.data)
        job = Job(
            folder=run.program,
            arguments=self.arguments,
            steps=steps,
            output=run.output,
            data=(self.data,) if self.data else (),
            kept=kept,
            first=wanted.first,
            only=wanted.only,
            gpu=wanted.gpu,
        )
        interpreter = Interpreter(self.runtime.python, self.runtime.binds)
        check(job, interpreter)
        return job, interpreter

    async def ran(self, run: RunFolder, emit: Emit, attempt: int) -> Ran:
        """How it went, judged."""
        job, interpreter = await asyncio.to_thread(self.job, run, self.kept.place(self.wanted))
        session, name = self.program.session, self.isolation.name
        emit(RunStarted(session=session, isolation=name, arguments=self.arguments, round=attempt))
        if fault := await asyncio.to_thread(hindrance, run.program, job.steps, self.runtime):
            return Ran("failed", name, Measured(0, 0, 0), fault=fault)
        ran = await self._sandboxed(job, interpreter, _Telling(session, emit, str(run.folder)))
        return await asyncio.to_thread(self._judged, ran, run.picture)

    async def _sandboxed(self, job: Job, interpreter: Interpreter, telling: _Telling) -> Ran:
        from sandbox.process import run

        seconds = self.settings.run_seconds
        limits = Limits(wall_s=seconds, cpu_s=seconds, memory_mb=self.settings.run_memory)
        ran = await run(job, interpreter, limits, self.isolation, telling.tell)
        telling.end()
        if self.wanted.first or self.wanted.only:
            self.kept.renew(self.wanted, job.steps, job.folder)
        else:
            await asyncio.to_thread(self.kept.take, job.steps, job.folder, self.data)
        return ran

    def _judged(self, ran: Ran, picture: Path) -> Ran:
        """How right the run was, with a picture beside it where there is something to draw."""
        from sandbox.drawing import draw

        ran = judged(ran, self.program, self.data, self.wanted)
        why = draw(ran.evaluations, self.runtime.python, picture)
        return replace(ran, notes=(*ran.notes, why)) if why else ran


@dataclass(slots=True)
class _Telling:
    """What the sandbox tells, as events; what is printed goes on by whole lines."""

    session: str
    emit: Emit
    folder: str
    rest: str = ""
    shown: int = 0

    def tell(self, event: RunEvent) -> None:
        from sandbox.job import Printed as PrintedText
        from sandbox.job import StepDone

        if isinstance(event, PrintedText):
            self.rest += event.text
            whole, newline, self.rest = self.rest.rpartition("\n")
            if newline:
                self._say(whole)
        else:
            seconds = event.seconds if isinstance(event, StepDone) else None
            self.emit(StepRan(session=self.session, subtask=event.subtask, seconds=seconds))

    def end(self) -> None:
        """A last line need not end."""
        if self.rest:
            self._say(self.rest)

    def _say(self, text: str) -> None:
        if self.shown > _SHOWN:
            return
        self.shown += len(text)
        more = f"\n[It prints more: {self.folder}/printed.txt]" if self.shown > _SHOWN else ""
        self.emit(Printed(session=self.session, text=text[:_SHOWN] + more))
