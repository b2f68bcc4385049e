"""Runs in the sandbox: tries pieces of code, each in a process of its own forked from one that has the packages loaded.

    python trial.py OUTPUT TASKS SECONDS MODULE...

A task is a line of JSON: ``id``, ``code`` (a module's text), ``name`` (a function of it), ``statements`` (run one by one
after it) and ``call`` (literals that the function is called with, by parameter, or null). A verdict is a line with ``id`` and
``fault``, and for every statement and every name the type and shape of its value.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import json
import os
import random
import resource
import select
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

_MEMORY = 3 << 30
_FILE = 64 << 20
_PATIENCE = 6


def main(output: Path, tasks: Path, seconds: int, modules: list[str]) -> None:
    """Try every task in turn; a verdict is written as soon as it is known."""
    _prepare(modules)
    with output.open("w", encoding="utf-8") as stream:
        for line in tasks.read_text("utf-8").splitlines():
            task = json.loads(line)
            stream.write(json.dumps({"id": task["id"], **_forked(task, seconds)}) + "\n")
            stream.flush()


def _prepare(modules: list[str]) -> None:
    warnings.simplefilter("ignore")
    for name in modules:
        with contextlib.suppress(BaseException):
            importlib.import_module(name)


def _forked(task: dict[str, Any], seconds: int) -> dict[str, Any]:
    """The verdict on one task; a process that does not end in time is killed."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        _in_child(task, seconds, write)
    os.close(write)
    answer = _received(read, time.monotonic() + _PATIENCE * seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    try:
        verdict: dict[str, Any] = json.loads(answer)
    except ValueError:
        return {"fault": "ended without a verdict or too late"}
    return verdict


def _received(read: int, until: float) -> bytes:
    found = b""
    with open(read, "rb", buffering=0) as stream:
        while select.select([stream], [], [], max(0.0, until - time.monotonic()))[0]:
            piece = stream.read(1 << 16)
            if not piece:
                break
            found += piece
    return found


def _in_child(task: dict[str, Any], seconds: int, write: int) -> None:
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.set_inheritable(write, False)
    started = time.process_time()
    try:
        os.chdir(tempfile.mkdtemp())
        _seed()
        verdict = {"fault": "", **_tried(task)}
    except BaseException as error:  # noqa: BLE001 - whatever the code raises is its verdict
        verdict = {"fault": f"{type(error).__name__}: {error}"[:200]}
    verdict["seconds"] = round(time.process_time() - started, 3)
    os.write(write, json.dumps(verdict).encode())
    os._exit(0)


def _seed() -> None:
    """Make what is drawn at random the same in every run."""
    random.seed(0)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(0)
        make: Callable[..., Any] = numpy.random.default_rng
        numpy.random.default_rng = functools.wraps(make)(lambda seed=None: make(0 if seed is None else seed))


def _tried(task: dict[str, Any]) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "example"}
    exec(compile(task["code"], "module", "exec"), space)  # noqa: S102 - that is what this is for
    function = space.get(task["name"])
    if task["name"] and not callable(function):
        return {"fault": f"{task['name']} is not defined"}
    values = []
    for text in task["statements"]:
        values.append(_facts(_run(text, space)))
        if function is not None:
            space[task["name"]] = function
    if task["call"] is not None and function is not None:
        returned = function(**{name: eval(text, space) for name, text in task["call"].items()})  # noqa: S307
        if returned is None:
            return {"fault": "it returns nothing"}
    names = {name: _facts(value) for name, value in space.items() if name[:1] != "_"} if task["statements"] else {}
    return {"values": values, "names": names}


def _run(text: str, space: dict[str, Any]) -> Any:
    tree = ast.parse(text)
    if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
        return eval(compile(ast.Expression(tree.body[0].value), "statement", "eval"), space)  # noqa: S307
    exec(compile(tree, "statement", "exec"), space)  # noqa: S102
    return None


def _facts(value: Any) -> list[str]:
    """Type and shape; the type of a number is the built-in one."""
    kind = type(value)
    if value is None:
        return ["None", ""]
    if kind.__module__ == "numpy" and getattr(value, "shape", None) == () and hasattr(value, "item"):
        kind = type(value.item())
    home = "" if kind.__module__ == "builtins" else f"{kind.__module__}:"
    shape = getattr(value, "shape", "") if "numpy" in str(kind.__module__) else ""
    return [f"{home}{kind.__qualname__}", str(shape) if isinstance(shape, tuple) and shape else ""]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
