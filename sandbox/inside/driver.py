"""Runs a project as ``python main.py ARGUMENTS`` would, and tells the host what its steps do."""

from __future__ import annotations

import atexit
import faulthandler
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

from .encoding import write
from .faults import fault, own
from .keeping import Kept, NotKept
from .limits import set_limits
from .steps import Broken, Finder, Step, Watched
from .telling import Teller


def main(descriptor: int) -> None:
    """Run the job that stands in this file descriptor; ends the process with the status of the program."""
    with open(descriptor, "rb") as stream:
        job = json.loads(stream.read())
    teller = Teller(job["events"])
    # To a host that is gone already this raises, and nothing is run.
    teller.tell("started")
    os.set_inheritable(job["dump"], False)
    faulthandler.enable(job["dump"])
    faulthandler.register(signal.SIGUSR1, job["dump"])
    set_limits(job["limits"])
    sys.exit(_Program(job, teller).run())


class _Program:
    def __init__(self, job: Mapping[str, Any], teller: Teller) -> None:
        os.set_inheritable(job["result"], False)
        self._result: BinaryIO = open(job["result"], "wb", closefd=False)  # noqa: SIM115 - open to the end
        self._folder = Path(job["folder"])
        self._arguments: list[str] = job["arguments"]
        self._only: int = job["only"]
        self._steps = [Step(facts) for facts in job["steps"]]
        self._kept = Kept(Path(job["kept"]), job["kept_mb"]) if job["kept"] else None
        self._teller = teller
        self._files = {str(self._folder / f"{s.module.replace('.', '/')}.py"): s.subtask for s in self._steps}
        self._watched = Watched(
            self._steps, teller, self._kept, self._replayed(job["first"]), self._result_of(), self._write
        )

    def run(self) -> int:
        """Run it; the exit status."""
        sys.path.insert(0, str(self._folder))
        sys.meta_path.insert(0, Finder(self._watched))
        # What is registered first is called last: nothing of the program comes after it.
        atexit.register(self._end)
        try:
            self._run_one() if self._only else self._run_main()
        except NotKept as missing:
            self._teller.tell("refused", reason=str(missing))
            return 1
        except Broken as broken:
            print(f"Contract breached: {broken}", file=sys.stderr)  # noqa: T201
            return 1
        except SystemExit as leaving:
            return self._left(leaving)
        except BaseException as error:  # noqa: BLE001 - whatever the program raises ends here
            return self._failed(error)
        return 0

    def _run_main(self) -> None:
        path = self._folder / "main.py"
        module = ModuleType("__main__")
        module.__file__ = str(path)
        sys.modules["__main__"] = module
        sys.argv = [str(path), *self._arguments]
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)  # noqa: S102 - that is what this is for

    def _run_one(self) -> None:
        step = next(step for step in self._steps if step.subtask == self._only)
        if self._kept is None or not (calls := self._kept.calls(step.subtask)):
            raise NotKept(f"no inputs are kept of sub-task {step.subtask} from an earlier run")
        counts = {other.subtask: len(other.outputs) for other in self._steps}
        given = [self._kept.inputs(step.subtask, call, counts) for call in range(calls)]
        function = getattr(importlib.import_module(step.module), step.function)
        for inputs in given:
            function(**inputs)

    def _left(self, leaving: SystemExit) -> int:
        if leaving.code is None or leaving.code == 0:
            return 0
        self._tell_fault(leaving)
        if isinstance(leaving.code, int):
            return leaving.code & 0xFF
        print(leaving.code, file=sys.stderr)  # noqa: T201
        return 1

    def _failed(self, error: BaseException) -> int:
        self._tell_fault(error)
        sys.excepthook(type(error), error, error.__traceback__)
        return 1

    def _tell_fault(self, error: BaseException) -> None:
        link: BaseException | None = error
        while link is not None:
            link.__traceback__ = own(link.__traceback__)
            link = link.__cause__
        found = fault(error, self._files, self._folder)
        values = next((step.values for step in self._steps if step.subtask == found["subtask"]), {})
        self._teller.tell("fault", values=values, **found)

    def _write(self, outputs: dict[str, Any]) -> None:
        write(self._result, outputs)
        self._teller.tell("result")

    def _end(self) -> None:
        for step in self._steps:
            if step.subtask == self._result_of() and step.calls > 1:
                text = f"Sub-task {step.subtask} was called {step.calls} times: the result is what it gave last"
                self._teller.tell("note", text=text)
        used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        self._teller.tell(
            "end",
            cpu_s=sum(usage.ru_utime + usage.ru_stime for usage in used),
            # ru_maxrss is in units of 1024 bytes on Linux.
            peak_mb=max(usage.ru_maxrss for usage in used) * 1024 / 1e6,
            gpu_mb=_gpu_mb(),
            steps=[[step.subtask, step.seconds] for step in self._steps if step.ran],
        )

    def _replayed(self, first: int) -> frozenset[int]:
        numbers = [step.subtask for step in self._steps]
        return frozenset(numbers[: numbers.index(first)]) if first else frozenset()

    def _result_of(self) -> int:
        return self._only or (self._steps[-1].subtask if self._steps else 0)


def _gpu_mb() -> float | None:
    cuda = getattr(sys.modules.get("torch"), "cuda", None)
    if cuda is None or not cuda.is_initialized():
        return None
    return float(cuda.max_memory_reserved()) / 1e6
