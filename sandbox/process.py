"""One run of a program, from its start to the end of its last process."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Mapping

from core.closing import to_the_end
from core.errors import SandboxError
from core.runs import Fault, Limits, Measured, Ran
from sandbox.channels import KEPT_TIMES, Channels
from sandbox.channels import Printed as Output
from sandbox.crowds import crowd
from sandbox.faults import fault_of, no_result
from sandbox.isolation import Isolation, environment
from sandbox.job import Interpreter, Job, OnEvent, Printed, check
from sandbox.reported import Reports
from sandbox.results import BadResult, read_result
from sandbox.watching import Used, children, descendants, sample, started
from sandbox.written import overfull, strangers, sweep

_PACE = 0.05
_KILLED_WITHIN = 1.0
_COUNTED_EVERY = 0.5
_DUMPED_WITHIN = 0.3
_GONE_WITHIN = 5.0
# Waits for a line, so that the process is bounded before it starts others; when we are gone no line comes, and it ends.
_WHEN_TOLD = ("/bin/sh", "-c", 'read -r _ && exec "$@"', "sh")
_LAUNCHERS = 8
"""Processes that stand between us and the program, at most."""


async def run(job: Job, interpreter: Interpreter, limits: Limits, isolation: Isolation, on_event: OnEvent) -> Ran:
    """Run a project to its end, or until it is over a limit; ``evaluations`` and ``budgets`` are left empty.

    Cancelling ends it: CancelledError is raised when no process of it is left. Raises SandboxError for a job that cannot
    be run. ``on_event`` is called in the event loop and must not block.
    """
    check(job, interpreter)
    for folder in (job.output, *([job.kept] if job.kept else [])):
        folder.mkdir(parents=True, exist_ok=True)
    channels = Channels(job, limits, filtered=isolation.depth > 1, counted=isolation.counts_processes)
    try:
        running = _Running(job, limits, isolation, on_event, channels)
        running.start(isolation.command(job, interpreter, limits, channels.descriptors))
        try:
            await running.watch()
        finally:
            await to_the_end(running.end())
        return _ran(running)
    finally:
        channels.close()


class _Running:
    def __init__(self, job: Job, limits: Limits, isolation: Isolation, on_event: OnEvent, channels: Channels) -> None:
        self.job = job
        self.limits = limits
        self.isolation = isolation
        self.channels = channels
        self.reports = Reports(frozenset(step.subtask for step in job.steps))
        self.output = Output(limits.printed_mb * 10**6)
        self.used = Used()
        self.broken = ""
        self.status = 0
        self.wall_s = 0.0
        self._on_event = on_event
        self.removed: list[str] = []
        self._before = strangers(job.output)
        self._ended = asyncio.Event()

    def start(self, command: list[str]) -> None:
        """Start the process; from now on its output is read."""
        self._since = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - the command is ours, the program only behind its walls
            [*_WHEN_TOLD, *command],
            stdin=subprocess.PIPE,
            stdout=self.channels.printed_to[1],
            stderr=subprocess.STDOUT,
            pass_fds=self.channels.inherited,
            env=environment(),
            cwd=self.job.output,
            start_new_session=True,
        )
        self._handle = os.pidfd_open(self._process.pid)
        self._crowd = crowd(self._process.pid, 2 * self.limits.processes + _LAUNCHERS)
        asyncio.get_running_loop().add_reader(self._handle, self._reap)
        self.channels.listen(self.output.feed, self._take)
        if self._process.stdin:
            self._process.stdin.write(b"\n")
            self._process.stdin.close()

    async def watch(self) -> None:
        """Wait for the end of the process; end it when it is over a limit."""
        counting = asyncio.create_task(self._count())
        try:
            await self._look(counting)
        finally:
            counting.cancel()

    async def _look(self, counting: asyncio.Task[str]) -> None:
        pace = _PACE / 5
        while not self._ended.is_set():
            self._flush()
            seen = sample(self._process.pid, self.isolation.depth, self.limits.processes)
            self.used.take(seen, self.limits.memory_mb)
            self.broken = self._over() or (counting.result() if counting.done() else "")
            if self.broken:
                if self.used.threads <= self.limits.processes:
                    await self._ask_where()
                return
            await self._wait(pace)
            pace = _PACE

    async def end(self) -> None:
        """Kill whatever is left, read what it has said, and see that nothing stays."""
        if not self._ended.is_set():
            self._kill()
            await self._wait(_KILLED_WITHIN)
        if not self._ended.is_set():
            self._process.kill()
            await self._ended.wait()
        await self._clear()
        self.channels.drain()
        self.removed = await asyncio.to_thread(sweep, self.job.output, self._before)
        self._finish_output()

    def _over(self) -> str:
        used, limits = self.used, self.limits
        if used.threads > limits.processes:
            return f"{limits.processes} processes and threads"
        if used.memory_mb > limits.memory_mb:
            return f"{limits.memory_mb} MB of memory"
        if used.cpu_s > limits.cpu_s:
            return f"{limits.cpu_s:g} s of processor time"
        if time.monotonic() - self._since > limits.wall_s:
            return f"{limits.wall_s:g} s"
        return ""

    async def _count(self) -> str:
        """Count what is written, in a thread as there may be many files; returns when there is too much."""
        while not (over := await asyncio.to_thread(self._overwritten)):  # noqa: ASYNC110 - files have no event
            await asyncio.sleep(_COUNTED_EVERY)
        return over

    def _overwritten(self) -> str:
        written = overfull(self.job.output, self.limits.written_mb)
        return written or (overfull(self.job.kept, self.limits.written_mb * KEPT_TIMES) if self.job.kept else "")

    async def _ask_where(self) -> None:
        """Let the program write down where it stands, before it is killed."""
        for process in self._first():
            _send(process, signal.SIGUSR1)
        await self.channels.dumped(_DUMPED_WITHIN)

    def _first(self) -> list[int]:
        """The program's first process; none where it has not begun or has ended."""
        return descendants(self._process.pid, self.isolation.depth, most=0)[1][:1]

    def _kill(self) -> None:
        """Behind walls the first process takes all others with it; without them the warden ends them one by one."""
        if self.isolation.depth == 1:
            self._process.terminate()
            return
        for process in children(self._process.pid) or [self._process.pid]:
            _send(process, signal.SIGKILL)

    async def _clear(self) -> None:
        """Kill what was seen of the run and has outlived it; none is left when this returns."""
        until = time.monotonic() + _GONE_WITHIN
        # What ends tells nobody: neither orphans nor control groups have an event.
        while (left := self._left()) or not self._crowd.close():
            for process in left:
                _send(process, signal.SIGKILL)
            if time.monotonic() > until:
                raise SandboxError(f"Processes of the program do not end: {left}", "Restart the machine to end them.")
            await asyncio.sleep(_PACE / 10)

    def _left(self) -> list[int]:
        return [process for process, since in self.used.processes.items() if since and started(process) == since]

    def _reap(self) -> None:
        asyncio.get_running_loop().remove_reader(self._handle)
        os.close(self._handle)
        code = self._process.wait()
        self.status = code if code >= 0 else 128 - code
        self.wall_s = time.monotonic() - self._since
        self._ended.set()

    def _take(self, data: bytes) -> None:
        for event in self.reports.feed(data):
            self._flush()
            self._on_event(event)

    def _flush(self) -> None:
        if text := self.output.fresh():
            self._on_event(Printed(text))

    def _finish_output(self) -> None:
        if self.output.dropped:
            self.output.add(f"[{_size(self.output.dropped)} more printed and dropped]")
        for note in self.reports.notes:
            self.output.add(f"[{note}]")
        if self.removed:
            named = ", ".join(self.removed[:5])
            self.output.add(f"[removed from the output folder, as they are no plain files: {named}]")
        self._flush()

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._ended.wait(), seconds)
        except TimeoutError:
            return


def _ran(running: _Running) -> Ran:
    reports, job = running.reports, running.job
    if reports.refused and (job.first or job.only):
        raise SandboxError(reports.refused[:1].upper() + reports.refused[1:], "Run the whole program once.")
    dump = running.channels.dump.decode("utf-8", "replace")
    fault = fault_of(job, running.limits, reports, running.status, running.broken, dump, running.output.text)
    result, problem = _result(running)
    fault = fault or problem or (no_result(job, reports) if result is None else None)
    return Ran(
        "failed" if fault else "done",
        running.isolation.name,
        _measured(running),
        running.output.text,
        fault,
        result,
    )


def _result(running: _Running) -> tuple[Mapping[str, object] | None, Fault | None]:
    last = running.job.only or (running.job.steps[-1].subtask if running.job.steps else 0)
    try:
        return read_result(running.channels.result), None
    except BadResult as bad:
        return None, Fault("result", str(bad), last)


def _measured(running: _Running) -> Measured:
    """What the host has seen; between two looks the driver's own figures fill in, and those can only add."""
    reports, used = running.reports, running.used
    steps = dict(sorted(reports.seconds.items()))
    cpu = max(used.cpu_s, min(reports.cpu_s, running.wall_s * (os.cpu_count() or 1)))
    peak = max(used.resident_mb, min(reports.peak_mb, float(running.limits.memory_mb)))
    return Measured(running.wall_s, cpu, peak, steps, gpu_mb=reports.gpu_mb)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 10**5 else f"{count} bytes"


def _send(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return
