"""Small projects for the sandbox, and one way to run them: with the interpreter of the tests."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from core.project import Parameter
from core.runs import Limits, Ran, Step
from sandbox.isolation import Isolation, LimitsOnly, find_isolation
from sandbox.job import Interpreter, Job, Printed, RunEvent
from sandbox.process import run

PYTHON = Interpreter(Path(sys.executable), (Path(sys.prefix), Path(sys.base_prefix)))
SHORT = Limits(wall_s=20, cpu_s=20, memory_mb=500, processes=32, written_mb=20, printed_mb=1)
needs_bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
BOTH = [pytest.param("bubblewrap", marks=needs_bubblewrap), "limits only"]


def isolated(name: str) -> Isolation:
    """The isolation of this name."""
    return LimitsOnly() if name == "limits only" else find_isolation()


def p(name: str, kind: str = "object", shape: str = "", meaning: str = "of the test") -> Parameter:
    """A parameter of a step."""
    return Parameter(name, kind, meaning, shape)


@dataclass
class Bench:
    """Writes projects into a folder and runs them."""

    root: Path
    isolation: Isolation
    limits: Limits = SHORT
    events: list[RunEvent] = field(default_factory=list)

    @property
    def project(self) -> Path:
        """The folder of the project."""
        return self.root / "project"

    @property
    def output(self) -> Path:
        """The folder that the program writes to."""
        return self.root / "output"

    def write(self, files: Mapping[str, str]) -> None:
        """Write the modules of a project."""
        self.project.mkdir(exist_ok=True)
        for name, text in files.items():
            (self.project / name).write_text(textwrap.dedent(text))

    def job(self, *steps: Step, **more: Any) -> Job:
        """A job on the project."""
        return Job(**{"folder": self.project, "arguments": (), "steps": steps, "output": self.output, **more})

    async def run(self, *steps: Step, limits: Limits | None = None, **more: Any) -> Ran:
        """Run the project."""
        return await run(self.job(*steps, **more), PYTHON, limits or self.limits, self.isolation, self.events.append)

    async def main(self, text: str, limits: Limits | None = None, **more: Any) -> Ran:
        """Run a program of nothing but a ``main.py``."""
        self.write({"main.py": text})
        return await self.run(limits=limits, **more)

    async def step(self, text: str, *outputs: Parameter, limits: Limits | None = None, **more: Any) -> Ran:
        """Run a program of one step: the body of its function, which takes nothing."""
        body = textwrap.indent(textwrap.dedent(text).strip("\n"), "    ")
        self.write({"step_1_it.py": f"def it():\n{body}\n", "main.py": "from step_1_it import it\nit()\n"})
        return await self.run(Step(1, "step_1_it", "it", (), outputs), limits=limits, **more)

    @property
    def printed(self) -> str:
        """What the events have shown as printed."""
        return "".join(event.text for event in self.events if isinstance(event, Printed))


def processes_with(mark: str) -> list[int]:
    """The processes whose command line holds a mark."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and path.name != str(os.getpid()):
            try:
                said = (path / "cmdline").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if mark.encode() in said:
                found.append(int(path.name))
    return found
