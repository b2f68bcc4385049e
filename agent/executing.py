"""One run of a program in the sandbox: laid out, looked over, executed, judged and kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.conversation import Emit
from agent.judging import hindrance, judged
from agent.programs import Runnable, Wanted, argv
from agent.recordings import place
from agent.run_folders import RunFolder, RunFolders
from core.run_events import Printed, RunStarted, StepRan
from core.runs import Limits, Measured, Ran
from core.settings import Folders, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.isolation import Isolation
    from sandbox.job import Job, RunEvent
    from sandbox.runtime import Runtime


async def execute(
    program: Runnable, wanted: Wanted, settings: Settings, folders: Folders, emit: Emit, attempt: int
) -> tuple[Ran, RunFolder]:
    """Run a program as it stands; how it went, and where its output lies.

    Raises UsageError, StorageError, SandboxError where it cannot begin.
    """
    from sandbox.isolation import LimitsOnly, find_isolation
    from sandbox.runtime import Runtime

    data = place(wanted.data or (program.settings or {}).get("data", "") or settings.data)
    arguments = argv(program, str(data or ""), wanted.given)
    isolation = LimitsOnly() if wanted.unsafe else await asyncio.to_thread(find_isolation)
    runtime = Runtime.of(folders, settings.runtime_python)
    runtime.check()
    kept = RunFolders.of(folders.state, program.name)
    run = kept.begin(program.files, program.folder)
    emit(RunStarted(session=program.session, isolation=isolation.name, arguments=arguments, round=attempt))
    fault = await asyncio.to_thread(hindrance, run.program, program.steps(), runtime)
    if fault:
        ran = Ran("failed", isolation.name, Measured(0, 0, 0), fault=fault)
    else:
        job = _job(program, wanted, run, kept.values, arguments, data)
        ran = await _ran(job, runtime, isolation, settings, _Telling(program.session, emit))
        ran = await asyncio.to_thread(_judged, ran, program, data, wanted, runtime, run)
    run.keep(ran.report(), ran.printed, ran.result)
    return ran, run


def _job(
    program: Runnable, wanted: Wanted, run: RunFolder, values: Path, arguments: tuple[str, ...], data: Path | None
) -> Job:
    from sandbox.job import Job

    return Job(
        folder=run.program,
        arguments=arguments,
        steps=program.steps(),
        output=run.output,
        data=(data,) if data else (),
        kept=values,
        first=wanted.first,
        only=wanted.only,
        gpu=wanted.gpu,
    )


async def _ran(job: Job, runtime: Runtime, isolation: Isolation, settings: Settings, telling: _Telling) -> Ran:
    from sandbox.job import Interpreter
    from sandbox.process import run

    interpreter = Interpreter(runtime.python, await asyncio.to_thread(lambda: runtime.binds))
    limits = Limits(wall_s=settings.run_seconds, cpu_s=settings.run_seconds, memory_mb=settings.run_memory)
    ran = await run(job, interpreter, limits, isolation, telling.tell)
    telling.end()
    return ran


def _judged(ran: Ran, program: Runnable, data: Path | None, wanted: Wanted, runtime: Runtime, run: RunFolder) -> Ran:
    """How right the run was, with a picture beside it where there is something to draw."""
    from sandbox.drawing import draw

    ran = judged(ran, program.project, data, wanted)
    why = draw(ran.evaluations, runtime.python, run.picture)
    return replace(ran, notes=(*ran.notes, why)) if why else ran


@dataclass(slots=True)
class _Telling:
    """What the sandbox tells, as events; what is printed goes on by whole lines."""

    session: str
    emit: Emit
    rest: str = ""

    def tell(self, event: RunEvent) -> None:
        from sandbox.job import Printed as PrintedText
        from sandbox.job import StepDone

        if isinstance(event, PrintedText):
            self.rest += event.text
            whole, newline, self.rest = self.rest.rpartition("\n")
            if newline:
                self.emit(Printed(session=self.session, text=whole))
        else:
            seconds = event.seconds if isinstance(event, StepDone) else None
            self.emit(StepRan(session=self.session, subtask=event.subtask, seconds=seconds))

    def end(self) -> None:
        """A last line need not end."""
        if self.rest:
            self.emit(Printed(session=self.session, text=self.rest))
