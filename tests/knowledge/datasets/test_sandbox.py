"""The builders' scripts in the real sandbox: many pieces of code in one run, none of which reaches out of it."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from agent.datasets import SandboxRunner
from core.errors import SandboxError
from core.settings import Folders
from knowledge.datasets.trying import Task, tried
from sandbox.isolation import find_isolation
from sandbox.job import Interpreter
from sandbox.runtime import Runtime


@pytest.fixture(scope="module")
def runner() -> SandboxRunner:
    try:
        isolation = find_isolation()
    except SandboxError as error:
        pytest.skip(error.message)
    nowhere = Path("nowhere")
    runtime = Runtime.of(Folders(nowhere, nowhere, nowhere, nowhere), sys.executable)
    return SandboxRunner(Interpreter(runtime.python, runtime.binds), isolation)


def test_verdicts_on_code_that_runs_fails_hangs_and_reaches_out(runner: SandboxRunner, tmp_path: Path) -> None:
    target = tmp_path / "reached"
    tasks = {
        "right": Task("right", "def f(x):\n    return x + 1\n", "f", ["y = f(1)", "y"], {"x": "2"}),
        "raises": Task("raises", statements=["1 / 0"]),
        "nothing": Task("nothing", "def f():\n    pass\n", "f", call={}),
        "crashes": Task("crashes", statements=["import os", "os.kill(os.getpid(), 9)"]),
        "network": Task("network", statements=["import socket", "socket.create_connection(('192.0.2.1', 80), 1)"]),
        "writes": Task("writes", statements=[f"open({str(target)!r}, 'w')"]),
        "seeded": Task("seeded", "import random\nx = random.random()\n", statements=["assert x > 0.84 and x < 0.85"]),
        "last": Task("last", statements=["[1, 2]"]),
    }
    found = asyncio.run(tried(runner, list(tasks.values()), ["json"]))
    assert list(found) == list(tasks)
    assert {name for name, verdict in found.items() if not verdict.fault} == {"right", "seeded", "last"}
    assert list(found["right"].values) == [["None", ""], ["int", ""]]
    assert found["right"].names["y"] == ["int", ""]
    assert found["last"].values == [["list", ""]]
    assert "ZeroDivisionError" in found["raises"].fault
    assert found["nothing"].fault == "it returns nothing"
    assert found["crashes"].reason == "out of time, or killed"
    assert found["raises"].reason == "does not run"
    assert not target.exists()


def test_what_hangs_is_ended_and_the_next_is_tried(runner: SandboxRunner) -> None:
    tasks = [Task("hangs", statements=["while True: pass"]), Task("next", statements=["1"])]
    lines = "".join(json.dumps(asdict(task)) + "\n" for task in tasks)
    written = asyncio.run(runner.run("trial.py", {"tasks.jsonl": lines.encode()}, ("tasks.jsonl", "1"), 60.0))
    verdicts = [json.loads(line) for line in written.splitlines()]
    assert [verdict["id"] for verdict in verdicts] == ["hangs", "next"]
    assert verdicts[0]["fault"]
    assert not verdicts[1]["fault"]


def test_packages_are_surveyed(runner: SandboxRunner) -> None:
    written = asyncio.run(runner.run("survey.py", {}, ("click",), 60.0))
    about, *objects = [json.loads(line) for line in written.splitlines()]
    assert about["package"] == "click"
    assert about["version"]
    names = [one["name"] for one in objects]
    assert "click.option" in names
    assert "click.Command.invoke" in names
    assert not any("._" in name for name in names)
