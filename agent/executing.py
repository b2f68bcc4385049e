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
    from sandbox.job import RunEvent


async def execute(
    program: Runnable, wanted: Wanted, settings: Settings, folders: Folders, emit: Emit, attempt: int
) -> tuple[Ran, RunFolder]:
    """Run a program as it stands; how it went, and where its output lies.

    Raises UsageError, StorageError, SandboxError where it cannot begin.
    """
    from sandbox.drawing import draw
    from sandbox.isolation import LimitsOnly, find_isolation
    from sandbox.job import Interpreter, Job
    from sandbox.process import run as run_job
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
        job = Job(
            folder=run.program,
            arguments=arguments,
            steps=program.steps(),
            output=run.output,
            data=(data,) if data else (),
            kept=kept.values,
            first=wanted.first,
            only=wanted.only,
            gpu=wanted.gpu,
        )
        interpreter = Interpreter(runtime.python, await asyncio.to_thread(lambda: runtime.binds))
        limits = Limits(wall_s=settings.run_seconds, cpu_s=settings.run_seconds, memory_mb=settings.run_memory)
        telling = _Telling(program.session, emit)
        ran = await run_job(job, interpreter, limits, isolation, telling.tell)
        telling.end()
        ran = await asyncio.to_thread(judged, ran, program.project, data, wanted)
        why = await asyncio.to_thread(draw, ran.evaluations, runtime.python, run.picture)
        ran = replace(ran, notes=(*ran.notes, why)) if why else ran
    run.keep(ran.report(), ran.printed, ran.result)
    return ran, run


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
