"""Environments are made and filled by uv where it is installed, otherwise by the standard library and pip."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import SandboxError

_PATIENCE_S = 5.0
_LONGEST_LINE = 2**20


@dataclass(frozen=True, slots=True)
class Installer:
    """What fills the environment of an interpreter.

    constraints: file with the versions that packages are taken in
    log: file that gets all that is printed, one after the other; begun anew by whoever makes an environment
    lock: descriptor that stays open in the installer: where we are killed, nobody comes in its way before it has ended
    on_line: gets each line as well
    """

    python: Path
    constraints: Path
    log: Path
    lock: int
    on_line: Callable[[str], None]

    async def make(self, folder: Path, base: str) -> None:
        """Make a virtual environment on the interpreter ``base``; raises SandboxError."""
        if uv := shutil.which("uv"):
            # With pip in it, so that it can be added to where uv is gone.
            command = [uv, "venv", "--seed", "--allow-existing", "--python", base, str(folder)]
        else:
            command = [base, "-I", "-m", "venv", str(folder)]
        await self._run(command, "Making the run-time environment")

    async def add(self, packages: Sequence[str]) -> None:
        """Install packages by name; raises SandboxError naming the last line and the log."""
        if not packages:
            return
        if uv := shutil.which("uv"):
            command = [uv, "pip", "install", "--no-progress", "--python", str(self.python)]
        else:
            quiet = ("--disable-pip-version-check", "--no-input", "--progress-bar", "off")
            command = [str(self.python), "-I", "-m", "pip", "install", *quiet]
        await self._run([*command, "-c", str(self.constraints), "--", *packages], f"Installing {', '.join(packages)}")

    async def _run(self, command: Sequence[str], what: str) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        last = ""
        with self.log.open("w", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n")
            async with _started(command, self.lock) as process:
                if process.stdout is None:
                    raise TypeError("the process was started without a pipe")
                async for raw in process.stdout:
                    if line := raw.decode("utf-8", "replace").strip():
                        log.write(f"{line}\n")
                        self.on_line(line)
                        last = line
                code = await process.wait()
        if code:
            raise SandboxError(f"{what} failed: {last or f'status {code}'}", f"All that was printed: {self.log}")


@asynccontextmanager
async def _started(command: Sequence[str], lock: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process with its output in one pipe; it and its children end with the block."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
            limit=_LONGEST_LINE,
            start_new_session=True,
            pass_fds=(lock,),
        )
    except OSError as error:
        raise SandboxError(f"{command[0]} cannot be started: {error.strerror}.") from error
    try:
        yield process
    finally:
        if process.returncode is None:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """First the chance to take back what was begun, then the end."""
    for number, patience in ((signal.SIGINT, _PATIENCE_S), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(TimeoutError):
            # What it still prints would fill the pipe that it waits on.
            await asyncio.wait_for(process.communicate(), patience)
            return
