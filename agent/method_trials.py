"""The examples of methods, run where their code will run: what is shown before a method is taken over was seen here."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import SandboxError
from core.knowledge import Method
from core.runs import Limits, Ran
from core.settings import Folders, Settings

_MAIN = '''"""Runs the examples of methods and prints one line of JSON for each."""

import doctest
import importlib
import io
import json
import sys

for line in open(sys.argv[1]):
    module, name = line.split()
    said = io.StringIO()
    try:
        loaded = importlib.import_module(module)
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        for test in doctest.DocTestFinder(recurse=False).find(getattr(loaded, name), name, globs=vars(loaded)):
            runner.run(test, out=said.write)
        failed, ran = runner.failures, runner.tries
    except Exception as error:
        failed, ran = 1, 1
        said.write(f"{type(error).__name__}: {error}")
    print(json.dumps({"method": module, "failed": failed, "ran": ran, "said": said.getvalue()[-2000:]}), flush=True)
'''
_SECONDS, _MEGABYTES = 120.0, 2000


@dataclass(frozen=True, slots=True)
class Tried:
    """How the examples of a method went."""

    method: str
    ran: int
    failed: int
    said: str = ""

    @property
    def words(self) -> str:
        """For people: ``3 of 3 examples give what they should``."""
        return f"{self.ran - self.failed} of {self.ran} examples give what they should"


async def tried(methods: Sequence[Method], settings: Settings, folders: Folders) -> Mapping[str, Tried]:
    """Run the examples of these methods in the sandbox, all in one process; by the methods' names.

    Raises SandboxError where nothing can be run here, or where the run was ended.
    """
    from sandbox.isolation import find_isolation
    from sandbox.job import Interpreter, Job
    from sandbox.process import run
    from sandbox.runtime import Runtime

    isolation = await asyncio.to_thread(find_isolation)
    runtime = Runtime.of(folders, settings.runtime_python)
    runtime.check()
    modules = {f"method_{number}": method for number, method in enumerate(methods)}
    with tempfile.TemporaryDirectory(prefix="gpiot-methods-") as place:
        program = _written(Path(place) / "program", modules)
        job = Job(program, (str(program / "methods.txt"),), (), Path(place) / "output")
        interpreter = Interpreter(runtime.python, await asyncio.to_thread(lambda: runtime.binds))
        ran = await run(job, interpreter, Limits(_SECONDS, _SECONDS, _MEGABYTES), isolation, lambda _: None)
    return _read(ran, modules)


def _written(folder: Path, modules: Mapping[str, Method]) -> Path:
    folder.mkdir()
    (folder / "main.py").write_text(_MAIN, "utf-8")
    (folder / "methods.txt").write_text("".join(f"{name} {one.function}\n" for name, one in modules.items()), "utf-8")
    for name, method in modules.items():
        (folder / f"{name}.py").write_text(method.code, "utf-8")
    return folder


def _read(ran: Ran, modules: Mapping[str, Method]) -> Mapping[str, Tried]:
    if ran.fault:
        raise SandboxError(f"The examples did not run to their end: {ran.fault.reason}.", "See: gpiot doctor")
    found: dict[str, Tried] = {}
    for line in ran.printed.splitlines():
        if line.startswith('{"method"'):
            told = json.loads(line)
            name = modules[told["method"]].name
            found[name] = Tried(name, told["ran"], told["failed"], told["said"])
    return found
