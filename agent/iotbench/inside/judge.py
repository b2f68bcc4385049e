"""Runs hidden tests against programs: the tests stay in this process, each program has one of its own.

A program cannot forge its verdict: it sees no more than the arguments of the calls, what it gives back is read as plain
data (numbers, texts, containers, arrays), and what it prints, patches, kills or exits is its own process. The batch,
with the tests and the token that marks true verdicts, is gone from the disk before the first program starts.
"""

from __future__ import annotations

import builtins
import io
import json
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

from worker import serve  # type: ignore[import-not-found, unused-ignore]

_PRELOADABLE = ("numpy", "scipy.optimize", "scipy.signal", "scipy.stats", "pandas", "pywt")
_MOST_BYTES = 64 << 20
_PLAIN = {
    "builtins": {"bytearray", "complex", "dict", "frozenset", "list", "range", "set", "slice", "str", "tuple"},
    "numpy": {"dtype", "ndarray"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "numpy.core.multiarray": {"_reconstruct", "scalar"},
    "numpy.core.numeric": {"_frombuffer"},
    "_codecs": {"encode"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
}


class Ended(BaseException):
    """A program's process gives no answer any more; no test catches it."""


class _Reader(pickle.Unpickler):
    """Reads plain data and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        """A class by its name."""
        if name not in _PLAIN.get(module, ()):
            raise TypeError(f"it gives a {module}.{name}, no plain value")
        return super().find_class(module, name)


class Function:
    """A program's function, called in its own process; its errors are raised here as the built-in ones they are."""

    def __init__(self, connection: Connection, seconds: float) -> None:
        self._connection = connection
        self._until = time.monotonic() + seconds
        state, said = self._reply()
        if state != "ready":
            raise Ended("it does not load: " + ": ".join(said))

    def __call__(self, *given: Any, **named: Any) -> Any:
        """What the program gives back; raises what it raises, and Ended where it answers no more."""
        with suppress(OSError):
            self._connection.send_bytes(pickle.dumps((given, named), protocol=5))
        state, value = self._reply()
        if state != "value":
            raise _error(*value)
        return value

    def _reply(self) -> tuple[str, Any]:
        try:
            if not self._connection.poll(max(0.0, self._until - time.monotonic())):
                raise Ended("it takes too long")
            state, value = _Reader(io.BytesIO(self._connection.recv_bytes(_MOST_BYTES))).load()
        except (EOFError, OSError) as error:
            late = time.monotonic() >= self._until
            raise Ended("it takes too long" if late else "its process ended") from error
        return str(state), value


def _error(kind: str, words: str) -> Exception:
    found = getattr(builtins, kind, RuntimeError)
    if issubclass(found, UnicodeError):
        # Those of its kinds that speak of bytes cannot be made of words.
        return ValueError(words)
    return found(words) if issubclass(found, Exception) else RuntimeError(words)


def main() -> None:
    """Judge the batch in the working folder; one line of JSON for each program goes to ``verdicts.jsonl``."""
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    source = Path("batch.json")
    batch = json.loads(source.read_text("utf-8"))
    source.unlink()
    context = multiprocessing.get_context("forkserver")
    # What many programs import is imported once, and every worker begins with it.
    texts = " ".join(case["code"] + case["check"] for case in batch["cases"])
    context.set_forkserver_preload(["worker", *(name for name in _PRELOADABLE if name in texts)])
    lock = threading.Lock()

    def judge(case: dict[str, str]) -> None:
        verdict = {
            "token": batch["token"],
            "key": case["key"],
            "why": _why(context, case, batch["cpu_s"], batch["wall_s"]),
        }
        with lock, Path("verdicts.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(verdict) + "\n")

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(judge, batch["cases"]))


def _why(context: ForkServerContext, case: dict[str, str], cpu_s: int, wall_s: float) -> str:
    """Why a program fails its tests; empty where it passes."""
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(case["code"], case["function"], cpu_s, theirs), daemon=True)
    process.start()
    theirs.close()
    # What hangs while it is sent to is ended from outside.
    timer = threading.Timer(wall_s + 1.0, _kill, (process,))
    timer.start()
    try:
        _check(case["check"])(Function(ours, wall_s))
    except (Exception, Ended) as error:  # noqa: BLE001 - whatever the tests raise is the verdict
        return "it takes too long" if _over(process) else f"{type(error).__name__}: {error}"[:300]
    finally:
        timer.cancel()
        ours.close()
        _kill(process)
        process.join()
    return ""


def _over(process: ForkServerProcess) -> bool:
    """Whether a process was ended at its limit of processor time."""
    process.join(0.1)
    return process.exitcode == -signal.SIGXCPU


def _check(code: str) -> Callable[[Function], None]:
    space: dict[str, Any] = {}
    exec(compile(code, "check.py", "exec", dont_inherit=True), space)  # noqa: S102 - the benchmark's own tests
    check: Callable[[Function], None] = space["check"]
    return check


def _kill(process: ForkServerProcess) -> None:
    """End a program's process with all that it has started."""
    if process.pid is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
