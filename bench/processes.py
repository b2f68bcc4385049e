"""``gpiot`` as a process of its own: started, read line by line, ended by a signal in the middle, and run to its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROBLEM = "Count steps with a wrist accelerometer.\n\nCode Input\n1. data_path (str): path of the recordings\n"
_TITLES = ("Load recordings", "Filter noise", "Find peaks", "Report counts")

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a process has said.

    code: its exit code; negative: the signal that ended it
    seconds: from its first event to its last
    """

    events: tuple[Event, ...]
    code: int
    stderr: str
    seconds: float

    @property
    def session(self) -> str:
        """The session that it worked on, empty where it came to none."""
        return next((event["session"] for event in self.events if event.get("session")), "")

    @property
    def last(self) -> Event:
        """Its last event."""
        return self.events[-1] if self.events else {}

    @property
    def reason(self) -> str:
        """Why it failed, as its last event or object says; empty where it did not."""
        return str(self.last.get("reason", self.last.get("error", "")))

    def named(self, name: str) -> list[Event]:
        """Its events of this name."""
        return [event for event in self.events if event["event"] == name]


class Process:
    """One ``gpiot ... --json`` at work; its output is read as it comes, so that it never waits for its reader."""

    def __init__(self, environ: Mapping[str, str], *arguments: str) -> None:
        # A file: a pipe that nobody reads would stop it.
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - it is closed with the outcome
        self._events: list[Event] = []
        self._times: list[float] = []
        self._ended = False
        self._news = threading.Condition()
        command = [sys.executable, "-m", "cli.main", *arguments, "--json"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._said, env=dict(environ)
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_for(self, wanted: Callable[[Event], bool], seconds: float) -> bool:
        """Wait until an event fits, or all are there; whether one did."""
        with self._news:
            self._news.wait_for(lambda: self._ended or any(map(wanted, self._events)), seconds)
            return any(map(wanted, self._events))

    def send(self, number: signal.Signals) -> None:
        """Send a signal; a process that has ended gets none."""
        self._process.send_signal(number)

    def outcome(self, seconds: float = 300) -> Outcome:
        """Wait for its end; a process that takes longer is killed, and TimeoutExpired raised."""
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            self._reader.join()
        self._said.seek(0)
        with self._said as said:
            seconds = self._times[-1] - self._times[0] if self._times else 0.0
            return Outcome(tuple(self._events), code, said.read(), seconds)

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is None:
            raise RuntimeError("the process has no output")
        with stream:
            for line in stream:
                # Killed in the middle of a line, it leaves half of one.
                if line.endswith(b"\n"):
                    with self._news:
                        self._events.append(json.loads(line))
                        self._times.append(time.monotonic())
                        self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


def run(environ: Mapping[str, str], *arguments: str, seconds: float = 300) -> Outcome:
    """Run a command to its end."""
    return Process(environ, *arguments).outcome(seconds)


def killed(environ: Mapping[str, str], *arguments: str, after: float, seconds: float = 300) -> Outcome:
    """Run a command and send SIGKILL so many seconds after its first event."""
    process = Process(environ, *arguments)
    process.wait_for(lambda _: True, seconds)
    time.sleep(after)
    process.send(signal.SIGKILL)
    return process.outcome(seconds)


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a person with nothing but this GPIOT_HOME, whose models write everything themselves."""
    usual = {key: value for key, value in os.environ.items() if not key.startswith(("GPIOT_", "OLLAMA_"))}
    by_the_model = {"GPIOT_EXAMPLES": "false", "GPIOT_TAKE_OVER": "never"}
    return {**usual, "PYTHONPATH": str(ROOT), "GPIOT_HOME": str(home), **by_the_model, **more}


def compiling(folder: Path) -> int:
    """How many modules a project folder holds; raises SyntaxError for one that does not compile."""
    modules = sorted(folder.glob("*.py"))
    for path in modules:
        compile(path.read_text("utf-8"), str(path), "exec")
    return len(modules)


def write_script(path: Path, delay: float) -> Path:
    """A script for the scripted backend that answers a whole run of four sub-tasks, each answer after so many seconds."""
    plan = [
        {"title": title, "description": f"{title} of the accelerometer, step {n}.", "depends_on": [n] if n else []}
        for n, title in enumerate(_TITLES)
    ]
    given = {"name": "data_path", "type": "str", "meaning": "path of the recordings"}
    found = {"name": "count", "type": "int", "meaning": "steps that were counted"}
    answers = {
        "Decompose this problem": json.dumps({"subtasks": plan}),
        "target of this sub-task": '{"target": "Reach the goal of this step by its method."}',
        "input parameters of the function": json.dumps({"inputs": [given]}),
        "what the function for sub-task": json.dumps({"outputs": [found]}),
        "Write the Python function": "count them\n    return 0\n```\nIt **counts**.",
    }
    rules = [{"match": match, "answers": [{"text": text, "delay": delay}]} for match, text in answers.items()]
    path.write_text(json.dumps(rules), "utf-8")
    return path
