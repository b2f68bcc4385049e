"""A reading process as the pipeline sees it: started when there is something to read, replaced when it dies."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from core.errors import LiteratureError
from core.papers import Paper, Passage
from ingest.readers import READERS

_START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What a worker is made of, as ``module:name``: a reader class a suffix, and the function that cuts passages."""

    readers: Mapping[str, str] = field(default_factory=lambda: READERS)
    chunker: str = "ingest.chunking:passages"


@dataclass(frozen=True, slots=True)
class PaperFrame:
    """A paper was read: how many passages follow, and what else the ledger wants to know."""

    paper: Paper
    passages: int
    unread: int
    ocr: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FailedFrame:
    """The file could not be read."""

    reason: str
    hint: str


Frame = PaperFrame | FailedFrame | list[Passage]


class Worker:
    """One process that reads one file at a time."""

    def __init__(self, deadline: float, parts: Parts) -> None:
        self._deadline = deadline
        self._arguments = [str(deadline), json.dumps(dict(parts.readers)), parts.chunker]
        self._process: asyncio.subprocess.Process | None = None
        self._stderr: IO[bytes] | None = None

    async def start(self) -> None:
        """Have a process that is ready; raises LiteratureError where none can be started."""
        if self._process is not None:
            return
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109 - a plain string is wanted
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ingest.worker", *self._arguments,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=self._stderr,
            env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            # Ctrl-C reaches the whole group of the terminal; the pipeline ends its workers itself.
            start_new_session=True,
        )  # fmt: skip
        try:
            await asyncio.wait_for(self._frame(), _START_SECONDS)
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            reason = self._last_words() or "it gives no sign"
            await self.stop()
            raise LiteratureError(
                f"The process that reads papers cannot start: {reason}.", "Install gpiot again."
            ) from error

    async def read(self, path: Path) -> AsyncIterator[Frame]:
        """What comes of one file. A crash or a file over its deadline is a FailedFrame, and the process is replaced.

        Only waiting counts against the deadline: a slow index does not make files fail.
        """
        await self.start()
        loop = asyncio.get_running_loop()
        left = self._deadline
        try:
            self._ask(path)
            while True:
                began = loop.time()
                frame = await asyncio.wait_for(self._frame(), max(left, 0.001))
                left -= loop.time() - began
                if frame["kind"] == "done":
                    return
                yield _parsed(frame)
                if frame["kind"] == "failed":
                    return
        except TimeoutError:
            await self.stop()
            yield FailedFrame(f"took longer than {self._deadline:g} s", "Split the file, or allow more time.")
        except (asyncio.IncompleteReadError, ConnectionError):
            reason = await self._cause_of_death()
            yield FailedFrame(reason, "The file makes its reader crash; save it anew with another program.")

    async def stop(self) -> None:
        """End the process, whatever it does; a second call does nothing."""
        process, self._process = self._process, None
        stderr, self._stderr = self._stderr, None
        if stderr is not None:
            stderr.close()
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            # The pipes' transports would otherwise close only when they are collected.
            process._transport.close()  # type: ignore[attr-defined]
            await process.wait()

    def _ask(self, path: Path) -> None:
        if self._process is None or self._process.stdin is None:
            raise ConnectionError
        self._process.stdin.write(json.dumps({"path": os.fsencode(path).hex()}).encode() + b"\n")

    async def _frame(self) -> dict[str, Any]:
        if self._process is None or self._process.stdout is None:
            raise ConnectionError
        size = int.from_bytes(await self._process.stdout.readexactly(4), "little")
        frame: dict[str, Any] = json.loads(await self._process.stdout.readexactly(size))
        return frame

    async def _cause_of_death(self) -> str:
        code = await self._process.wait() if self._process is not None else 0
        said = self._last_words()
        await self.stop()
        if code < 0:
            return f"crashed ({signal.Signals(-code).name})"
        return f"crashed ({said})" if said else "crashed"

    def _last_words(self) -> str:
        if self._stderr is None:
            return ""
        self._stderr.seek(0)
        rows = self._stderr.read().decode("utf-8", "replace").strip().splitlines()
        return rows[-1][:200] if rows else ""


def _parsed(frame: Mapping[str, Any]) -> Frame:
    if frame["kind"] == "failed":
        return FailedFrame(frame["reason"], frame["hint"])
    if frame["kind"] == "passages":
        return [Passage(**item) for item in frame["items"]]
    told = {**frame["paper"], "authors": tuple(frame["paper"]["authors"]), "doubts": tuple(frame["paper"]["doubts"])}
    return PaperFrame(Paper(**told), frame["passages"], frame["unread"], frame["ocr"], frame["seconds"])
