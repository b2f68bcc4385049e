"""The embedded model through the command line, killed in the middle and taken up again."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from backends.weights import find_weights
from bench.processes import Process, compiling, environment, run
from core.errors import ModelMissing

pytestmark = pytest.mark.model


@pytest.fixture(autouse=True)
def _needs_weights() -> None:
    try:
        find_weights("")
    except ModelMissing as error:
        pytest.skip(f"{error.message} {error.hint}")


def test_a_killed_ask_is_resumed_to_a_folder_in_which_every_module_compiles(tmp_path: Path) -> None:
    environ, out = environment(tmp_path / "home"), tmp_path / "out"
    command = ("ask", "Blink an LED when a door opens.", "--backend", "embedded", "--yes", "--out", str(out))
    process = Process(environ, *command)
    assert process.wait_for(lambda event: event["event"] == "token" and event["stage"] == "transform", 240)
    process.send(signal.SIGKILL)
    before = process.outcome(30)
    assert not out.exists()
    after = run(environ, "sessions", "resume", before.session, "--yes", seconds=400)
    assert (after.code, after.last["event"]) == (0, "done"), after
    assert not after.named("sub_task_ready"), "the plan was kept"
    tasks = json.loads((out / "project.json").read_text("utf-8"))["subtasks"]
    assert [task["state"] for task in tasks] == ["done"] * len(tasks)
    assert compiling(out) == len(tasks) + 1
    assert after.named("model_chosen")[0]["weak"]
