"""The file descriptors between the host and a run: what it is to do, what it prints and reports, what it results in."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from core.runs import Limits, Step
from sandbox.job import Job
from sandbox.seccomp import system_call_filter

_CHUNK = 1 << 20
_LONGEST_DUMP = 64 * 1024
# The outermost frame of the main thread, which is the last one to be written.
_DUMP_ENDS = b"_run_module_as_main"
KEPT_TIMES = 4
"""The values kept of all steps may take so many times what one run may write."""


class Printed:
    """What a program prints: as much of it as is allowed, and how much was dropped beyond that."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._parts: list[str] = []
        self._new: list[str] = []
        self.dropped = 0

    def feed(self, data: bytes) -> None:
        """Take in what was printed."""
        allowed = data[: self._left]
        self._left -= len(allowed)
        self.dropped += len(data) - len(allowed)
        if allowed:
            self._new.append(self._decoder.decode(allowed))

    def add(self, line: str) -> None:
        """Add a line of our own, beyond any limit."""
        text = "".join([*self._parts[-1:], *self._new])
        self._new.append(f"{'' if not text or text.endswith(chr(10)) else chr(10)}{line}\n")

    def fresh(self) -> str:
        """What has come since the last time."""
        text = "".join(self._new)
        if text:
            self._parts.append(text)
            self._new.clear()
        return text

    @property
    def text(self) -> str:
        """All of it."""
        return "".join([*self._parts, *self._new])


class Channels:
    """Opens everything for one run; ``close`` closes it, at whatever point of the run that is."""

    def __init__(self, job: Job, limits: Limits, *, filtered: bool, counted: bool) -> None:
        self._open = contextlib.ExitStack()
        self._readers: dict[int, Callable[[bytes], None]] = {}
        self.dump = b""
        self._has_dumped = asyncio.Event()
        self.result: BinaryIO = self._open.enter_context(tempfile.TemporaryFile(prefix="gpiot-result-"))  # noqa: SIM115 - closed with the rest
        self.printed_to = self._pipe()
        self.events_to = self._pipe()
        self.dump_to = self._pipe()
        told = {name: ends[1].fileno() for name, ends in (("events", self.events_to), ("dump", self.dump_to))}
        told["result"] = self.result.fileno()
        self._told = tuple(told.values())
        self.descriptors = {"job": self._memory(json.dumps(_facts(job, limits, told, counted)).encode())}
        if filtered and (program := system_call_filter()):
            self.descriptors["filter"] = self._memory(program)

    @property
    def inherited(self) -> tuple[int, ...]:
        """What the started process gets beside its output."""
        return (*self._told, *self.descriptors.values())

    def listen(self, printed: Callable[[bytes], None], events: Callable[[bytes], None]) -> None:
        """Close the ends that the started process has now, and read the others as something comes."""
        loop = asyncio.get_running_loop()
        takers = {self.printed_to: printed, self.events_to: events, self.dump_to: self._take_dump}
        for (reading, writing), take in takers.items():
            writing.close()
            self._readers[reading.fileno()] = take
            loop.add_reader(reading, self._read, reading.fileno(), loop)

    async def dumped(self, within: float) -> None:
        """Wait so many seconds at most for the program to write down where it stands."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._has_dumped.wait(), within)

    def drain(self) -> None:
        """Read what is still in the pipes; whoever may hold their other ends is not waited for."""
        loop = asyncio.get_running_loop()
        for reading in list(self._readers):
            # A pipe holds a megabyte at most: what comes after that is not from this run.
            for _ in range(4):
                if not self._read(reading, loop):
                    break

    def close(self) -> None:
        """Close all that is open."""
        loop = asyncio.get_running_loop()
        for reading in list(self._readers):
            self._stop(reading, loop)
        self._open.close()

    def _read(self, reading: int, loop: asyncio.AbstractEventLoop) -> bool:
        take = self._readers.get(reading)
        try:
            data = os.read(reading, _CHUNK) if take else b""
        except BlockingIOError:
            return False
        if take and data:
            take(data)
        elif take:
            self._stop(reading, loop)
        return bool(data)

    def _stop(self, reading: int, loop: asyncio.AbstractEventLoop) -> None:
        loop.remove_reader(reading)
        del self._readers[reading]

    def _take_dump(self, data: bytes) -> None:
        self.dump = (self.dump + data)[:_LONGEST_DUMP]
        if _DUMP_ENDS in self.dump:
            self._has_dumped.set()

    def _pipe(self) -> tuple[BinaryIO, BinaryIO]:
        ends = os.pipe2(os.O_CLOEXEC)
        reading: BinaryIO = self._open.enter_context(os.fdopen(ends[0], "rb", 0))
        writing: BinaryIO = self._open.enter_context(os.fdopen(ends[1], "wb", 0))
        os.set_blocking(ends[0], False)
        # An ordinary user may have reached the most that all pipes together may take.
        with contextlib.suppress(PermissionError):
            fcntl.fcntl(reading, fcntl.F_SETPIPE_SZ, _CHUNK)
        return reading, writing

    def _memory(self, data: bytes) -> int:
        stream = self._open.enter_context(os.fdopen(os.memfd_create("gpiot"), "wb"))
        stream.write(data)
        stream.seek(0)
        return stream.fileno()


def _facts(job: Job, limits: Limits, told: Mapping[str, int], counted: bool) -> dict[str, Any]:
    """The job as the driver reads it."""
    return {
        **told,
        "folder": str(job.folder.absolute()),
        "arguments": list(job.arguments),
        "steps": [_step(step) for step in job.steps],
        "kept": str(job.kept.absolute()) if job.kept else "",
        "kept_mb": limits.written_mb * KEPT_TIMES,
        "first": job.first,
        "only": job.only,
        "limits": _limits(job, limits, counted),
    }


def _limits(job: Job, limits: Limits, counted: bool) -> dict[str, int]:
    found = {"cpu_s": int(limits.cpu_s) + 1, "open_files": limits.open_files, "written_mb": limits.written_mb}
    # A graphics driver reserves address space by the hundred GB.
    memory = {} if job.gpu else {"memory_mb": limits.memory_mb}
    return {**found, **memory, **({"processes": 2 * limits.processes} if counted else {})}


def _step(step: Step) -> dict[str, Any]:
    sides = {"inputs": step.inputs, "outputs": step.outputs}
    facts = ("name", "type", "meaning", "shape")
    return {
        "subtask": step.subtask,
        "module": step.module,
        "function": step.function,
        **{side: [{fact: getattr(p, fact) for fact in facts} for p in given] for side, given in sides.items()},
    }


def file_of(folder: Path, step: Step) -> Path:
    """The file of a step's module."""
    return folder.absolute() / f"{step.module.replace('.', '/')}.py"
