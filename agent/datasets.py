"""The data set builders with the rooms they need: scripts of theirs in the sandbox."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import SandboxError
from core.runs import Limits
from core.settings import Folders, Settings
from knowledge.datasets.running import INSIDE

if TYPE_CHECKING:
    from knowledge.datasets.progress import OnProgress
    from knowledge.datasets.writing import Built
    from sandbox.isolation import Isolation
    from sandbox.job import Interpreter

_MEMORY_MB = 6144
_PROCESSES = 256
_OUTPUT = "answers"
# Started anew so that the order of sets is the same in every run, and one thread works on each piece of code.
_MAIN = """import json, os, subprocess, sys
script, *arguments = json.loads({command!r})
here = os.path.dirname(os.path.abspath(__file__))
environ = dict(os.environ, PYTHONHASHSEED="0", PYTHONPATH=here, TZ="UTC", NUMBA_DISABLE_JIT="1")
environ |= {{name: "1" for name in environ if name.endswith("_NUM_THREADS")}}
environ |= {{name: "/tmp/cache" for name in ("MPLCONFIGDIR", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME")}}
given = [os.path.join(here, one) if os.path.exists(os.path.join(here, one)) else one for one in arguments]
command = [sys.executable, "-s", "-B", os.path.join(here, script), os.path.abspath({output!r}), *given]
sys.exit(subprocess.run(command, env=environ).returncode)
"""


@dataclass(frozen=True, slots=True)
class SandboxRunner:
    """The port ``Runner``: the builders' scripts with one interpreter in the sandbox."""

    interpreter: Interpreter
    isolation: Isolation

    async def run(self, script: str, files: Mapping[str, bytes], arguments: tuple[str, ...], wall_s: float) -> bytes:
        """What the script has written; see the port."""
        from sandbox.job import Job
        from sandbox.process import run

        with tempfile.TemporaryDirectory(prefix="gpiot-dataset-") as made:
            job = Job(Path(made, "project"), (), (), Path(made, "output"))
            await asyncio.to_thread(_lay_out, job.folder, script, files, arguments)
            limits = Limits(wall_s=wall_s, cpu_s=wall_s, memory_mb=_MEMORY_MB, processes=_PROCESSES, open_files=1024)
            ran = await run(job, self.interpreter, limits, self.isolation, lambda _: None)
            answers = await asyncio.to_thread(_read, job.output / _OUTPUT)
            if answers is None:
                said = ran.printed.strip().splitlines()[-1:] or ["it printed nothing"]
                raise SandboxError(f"{script} did not run with {self.interpreter.python}: {said[0]}.")
            return answers


def _lay_out(folder: Path, script: str, files: Mapping[str, bytes], arguments: tuple[str, ...]) -> None:
    folder.mkdir()
    for name, data in {**files, script: (INSIDE / script).read_bytes()}.items():
        (folder / name).write_bytes(data)
    command = json.dumps([script, *arguments])
    (folder / "main.py").write_text(_MAIN.format(command=command, output=_OUTPUT), "utf-8")


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def sandbox_runner(settings: Settings, folders: Folders, python: str = "") -> SandboxRunner:
    """The runner for an interpreter, or for gpiot's run-time environment; raises SandboxError where there is none."""
    from sandbox.isolation import find_isolation
    from sandbox.job import Interpreter
    from sandbox.runtime import Runtime

    runtime = Runtime.of(folders, python or settings.runtime_python)
    runtime.check()
    return SandboxRunner(Interpreter(runtime.python, runtime.binds), find_isolation())


async def build_cgd(
    packages: tuple[str, ...], trees: tuple[Path, ...], python: str, out: Path, seed: int, tell: OnProgress,
    settings: Settings, folders: Folders,
) -> Built:  # fmt: skip
    """Build CGD, see ``knowledge.datasets.cgd.build``."""
    from knowledge.datasets.card import write_card
    from knowledge.datasets.cgd import PACKAGES, Wanted, build

    runner = sandbox_runner(settings, folders, python)
    wanted = Wanted(packages or tuple(PACKAGES), trees, seed=seed, workers=os.cpu_count() or 1)
    built = await build(wanted, runner, out, tell)
    write_card(out)
    return built
