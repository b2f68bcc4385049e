"""Programs judged by the hidden tests of their tasks: many in one run of the sandbox, each in a process of its own."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from core.runs import Limits
from core.settings import Folders, Settings
from sandbox.isolation import Isolation
from sandbox.job import Interpreter

INSIDE = Path(__file__).with_name("inside")
CPU_S, WALL_S = 20, 60.0
"""What one program may take for all its tests; by the processor first, so that a busy machine fails none."""
BATCH = 40
_STARTING_S = 60.0
_MEMORY_MB = 6144


@dataclass(frozen=True, slots=True)
class Case:
    """A program to judge: a module with a function, and the module that checks it."""

    key: str
    code: str
    function: str
    check: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges in the sandbox with one interpreter; ``cpu_s`` and ``wall_s`` are what one program may take."""

    interpreter: Interpreter
    isolation: Isolation
    cpu_s: int = CPU_S
    wall_s: float = WALL_S

    async def judged(self, cases: Sequence[Case]) -> Mapping[str, str]:
        """Why each program fails, by the case's key; empty for one that passes.

        Raises SandboxError where nothing can be run.
        """
        found, broke = await self._run(cases)
        left = [case for case in cases if case.key not in found]
        if len(cases) == 1:
            return found or {cases[0].key: f"it breaks the run: {broke or 'no verdict came'}"}
        # One program has taken the run along: halves of what is left find out which.
        for half in (left[: len(left) // 2], left[len(left) // 2 :]):
            found |= await self.judged(half) if half else {}
        return found

    async def _run(self, cases: Sequence[Case]) -> tuple[dict[str, str], str]:
        from sandbox.job import Job
        from sandbox.process import run

        token = secrets.token_hex(16)
        limited = {"cpu_s": self.cpu_s, "wall_s": self.wall_s}
        batch = {"token": token, **limited, "cases": [asdict(case) for case in cases]}
        limits = Limits(
            wall_s=_STARTING_S + self.wall_s * len(cases),
            cpu_s=_STARTING_S + 2 * self.cpu_s * len(cases),
            memory_mb=_MEMORY_MB,
            processes=192,
        )
        with tempfile.TemporaryDirectory(prefix="gpiot-iotbench-") as place:
            job = Job(Path(place, "project"), (), (), Path(place, "output"))
            await asyncio.to_thread(_lay_out, job.folder, job.output, json.dumps(batch))
            ran = await run(job, self.interpreter, limits, self.isolation, lambda _: None)
            found = await asyncio.to_thread(_read, job.output / "verdicts.jsonl", token)
        return found, f"{ran.fault.reason} {ran.printed[-200:]}".strip() if ran.fault else ""


def open_judge(settings: Settings, folders: Folders) -> Judge:
    """The judge with the interpreter of the settings; raises SandboxError where there is none."""
    from sandbox.isolation import find_isolation
    from sandbox.runtime import Runtime

    runtime = Runtime.of(folders, settings.runtime_python)
    runtime.check()
    return Judge(Interpreter(runtime.python, runtime.binds), find_isolation())


async def judged_in_batches(judge: Judge, cases: Sequence[Case], keep: Callable[[Mapping[str, str]], None]) -> None:
    """Judge all cases, batch by batch; ``keep`` gets the verdicts of each batch as it is done."""
    for start in range(0, len(cases), BATCH):
        keep(await judge.judged(cases[start : start + BATCH]))


def _lay_out(program: Path, output: Path, batch: str) -> None:
    """The scripts, which the program may read, and in its working folder the batch, which it deletes."""
    shutil.copytree(INSIDE, program, ignore=shutil.ignore_patterns("__*"))
    output.mkdir()
    (output / "batch.json").write_text(batch, "utf-8")


def _read(path: Path, token: str) -> dict[str, str]:
    """The true verdicts: whoever else writes into the file does not know the token."""
    found: dict[str, str] = {}
    for line in path.read_text("utf-8", "replace").splitlines() if path.is_file() else []:
        try:
            verdict = json.loads(line)
        except ValueError:
            continue
        if isinstance(verdict, dict) and verdict.get("token") == token:
            found.setdefault(verdict["key"], verdict["why"])
    return found
