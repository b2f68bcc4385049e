"""What is to be run, by which interpreter, and what a run tells while it goes on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import SandboxError
from core.runs import Step

# Bound into the sandbox as themselves these would show what it is there to hide, or stand in its own way.
_RESERVED = tuple(map(Path, ("/proc", "/sys", "/dev", "/run", "/etc", "/gpiot")))


@dataclass(frozen=True, slots=True)
class Job:
    """One run of an assembled project.

    folder: the project: ``main.py`` and the modules of its steps; read-only for the program
    arguments: of ``main.py``
    steps: in dependency order; the outputs of the last one are the result
    output: folder that takes the files the program writes, and its working folder; it is created
    data: files and folders that it may read, at their own absolute paths
    kept: folder that keeps the values of every step for later partial runs; nothing outside the sandbox unpickles them
    first: run from this sub-task on, those before it give the values kept of them; 0: all
    only: run just this sub-task on the inputs kept of it, without ``main.py``; its outputs are the result; 0: all
    gpu: let the program see the graphics devices
    """

    folder: Path
    arguments: tuple[str, ...]
    steps: tuple[Step, ...]
    output: Path
    data: tuple[Path, ...] = ()
    kept: Path | None = None
    first: int = 0
    only: int = 0
    gpu: bool = False


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The Python that runs the program; ``binds`` are the folders it needs: its environment and its base."""

    python: Path
    binds: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """What the program has printed since the last time, control characters included."""

    text: str


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A sub-task's function was called."""

    subtask: int


@dataclass(frozen=True, slots=True)
class StepDone:
    """A sub-task's function has returned, after so many seconds."""

    subtask: int
    seconds: float


RunEvent = Printed | StepStarted | StepDone
OnEvent = Callable[[RunEvent], None]


def check(job: Job, interpreter: Interpreter) -> None:
    """Raise SandboxError for a job that cannot be run, or not safely."""
    problem = next(_problems(job, interpreter), None)
    if problem:
        raise SandboxError(*problem)


def _problems(job: Job, interpreter: Interpreter) -> Iterator[tuple[str, str]]:
    if not (job.folder / "main.py").is_file():
        yield f"{job.folder} holds no main.py", "Name the folder of an assembled project."
    if not os.access(interpreter.python, os.X_OK):
        yield f"{interpreter.python} is no Python interpreter", "Make the run-time environment anew."
    for path in job.data:
        if not path.exists():
            yield f"There is no {path}", "Name a file or a folder that exists."
        elif problem := _exposure(path):
            yield problem
    known = {step.subtask for step in job.steps}
    for number in {job.first, job.only} - known - {0}:
        yield f"The project has no sub-task {number}", f"It has {', '.join(map(str, sorted(known))) or 'none'}."
    if (job.first or job.only) and (job.kept is None or not job.kept.is_dir()):
        yield "No values are kept of an earlier run", "Run the whole program once; later runs can begin anywhere."
    yield from _overlaps(job)


def _exposure(path: Path) -> tuple[str, str] | None:
    """Why a path must not be shown to a program."""
    found = path.resolve()
    if Path.home().resolve().is_relative_to(found):
        return (
            f"{path} is no folder of recordings: it holds your home folder",
            "Name the folder of the recordings itself.",
        )
    if any(found.is_relative_to(reserved) or path.absolute().is_relative_to(reserved) for reserved in _RESERVED):
        return f"{path} belongs to the system", "Copy what the program is to read to a folder of its own."
    return None


def _overlaps(job: Job) -> Iterator[tuple[str, str]]:
    """The folders that are written to must not hold, or be, what may only be read."""
    hint = "Choose an empty folder for what the program writes."
    for folder in (job.output, *([job.kept] if job.kept else [])):
        for path in (job.folder, *job.data, Path.home()):
            if path.resolve().is_relative_to(folder.resolve()):
                yield f"The program would write to {folder}, and {path} is there", hint
