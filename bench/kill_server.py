"""SIGKILL for the model server in each stage of a session: does every session finish? (criterion: all, none is lost)

    python -m bench.kill_server [--times 30] [--seed N]

A real Ollama server with the 135M model answers ``gpiot ask --backend ollama``. In each of the three stages that ask a
model it is killed together with its runners, at the first word of the stage or some seconds into it; the command has to
end with one clear error. The server comes back at its address, and ``gpiot sessions resume`` goes on, up to the next
stage's kill and then to the end: three kills a session. A session has finished when its project is written; sub-tasks
that a model of this size could not do are counted, and are no loss.
"""

from __future__ import annotations

import argparse
import os
import random
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from backends.weights import find_weights
from bench.processes import PROBLEM, Outcome, Process, compiling, environment
from bench.report import show
from tests.backends.ollama_server import binary, create, serving

MODEL = "tiny:135m"
STAGES = ("decompose", "transform", "generate")
COLUMNS = (
    *("session", "killed in", "after", "s later", "processes", "exit", "s to the error", "error"),
    *("began in", "calls before"),
)
TOO_LATE = "none: it had ended"
_PATIENCE = 1800.0
# A model of this size writes one plan in three that is none.
_TRIES = 8
# Shorter than the shortest stage on a quick machine.
_LONGEST_WAIT = 2.0
# One thread: two that wait for each other lose ten times the speed when anything else runs on the machine. The stop ends
# a program at its first empty line, of which this model would otherwise write some for minutes; JSON holds none.
_PARAMETERS = 'PARAMETER num_thread 1\nPARAMETER stop "\n\n"\nPARAMETER stop "<|im_end|>"\n'
# Starts the server anew whenever it has ended and nobody holds it down, as a service manager does.
_KEEPER = """#!/bin/sh
while :; do
    {program} "$@" &
    echo $! > {folder}/pid
    wait $!
    while [ -e {folder}/down ]; do sleep 0.1; done
done
"""


@dataclass(frozen=True, slots=True)
class Server:
    """An Ollama server that can be killed and comes back at its address, with its models."""

    url: str
    folder: Path

    def kill(self) -> int:
        """SIGKILL for the server and the runners that it started; how many processes that were."""
        (self.folder / "down").touch()
        server = int((self.folder / "pid").read_text())
        # Looked up before the server ends: after that, its runners are nobody's children.
        family = [server, *_children(server)]
        for process in family:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return len(family)

    def restart(self) -> None:
        """Let it come back, and wait until it answers."""
        (self.folder / "down").unlink()
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(httpx.TransportError):
                httpx.get(f"{self.url}/api/version", trust_env=False, timeout=1)
                return
            time.sleep(0.1)
        raise RuntimeError("the server did not come back")


def _children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = (map(int, line.split()) for line in listed.splitlines())
    return [process for process, its_parent in pairs if its_parent == parent]


@contextmanager
def mortal_server(folder: Path) -> Iterator[Server]:
    """A server of our own with the 135M model; nothing of it is left afterwards."""
    program = binary()
    if program is None:
        raise SystemExit("no ollama binary; tools/build-ollama makes one")
    keeper = folder / "keeper"
    keeper.write_text(_KEEPER.format(program=shlex.quote(str(program)), folder=shlex.quote(str(folder))), "utf-8")
    keeper.chmod(0o755)
    with serving(keeper, folder) as url:
        create(program, url, MODEL, f"FROM {find_weights('')}\n{_PARAMETERS}", folder)
        yield Server(url, folder)


@dataclass(frozen=True, slots=True)
class Moment:
    """When the server is killed: so many seconds after the first such event of a stage."""

    stage: str
    event: str
    seconds: float

    @classmethod
    def of(cls, stage: str, chance: random.Random) -> Moment:
        """A random one: at the stage's start, while its first prompt is read, or while an answer comes."""
        return cls(stage, chance.choice(("stage_started", "token")), round(chance.uniform(0, _LONGEST_WAIT), 2))

    def fits(self, event: Mapping[str, Any]) -> bool:
        """Whether the seconds begin with this event."""
        return (event["event"], event.get("stage")) == (self.event, self.stage)


def killed(server: Server, process: Process, moment: Moment) -> tuple[Outcome, list[Any]]:
    """A command whose server is killed at this moment, and what it said, as cells; the server is back afterwards."""
    if not process.wait_for(moment.fits, _PATIENCE):
        return process.outcome(_PATIENCE), [0, "", 0.0, "the stage never came"]
    time.sleep(moment.seconds)
    processes, struck = server.kill(), time.monotonic()
    outcome = process.outcome(_PATIENCE)
    seconds = time.monotonic() - struck
    server.restart()
    return outcome, [processes, outcome.code, seconds, unclear(outcome, server.url) or "clear"]


def unclear(outcome: Outcome, url: str) -> str:
    """What is wrong with how a command told that its server is gone; empty where it was one clear error."""
    if outcome.named("written"):
        return TOO_LATE
    if outcome.code != 3 or len(outcome.named("failed")) != 1 or outcome.last["event"] != "failed":
        return f"unclear: {outcome.reason or outcome.stderr or outcome.last}"[:90]
    if url not in outcome.reason or not outcome.last["hint"] or not outcome.last["resumable"]:
        return f"unclear: {outcome.reason}"[:90]
    return f"noise: {outcome.stderr}"[:90] if "Traceback" in outcome.stderr else ""


def session(server: Server, number: int, chance: random.Random) -> tuple[list[list[Any]], Outcome, Path]:
    """A session whose server is killed in every stage: a row a kill, how the last resume ended, and its folder."""
    home = server.folder / f"home-{number}"
    more = {"GPIOT_PARALLEL": "1", "GPIOT_OLLAMA_NUM_CTX": "4096", "GPIOT_EMBEDDER": "none"}
    environ = environment(home, GPIOT_OLLAMA_URL=server.url, GPIOT_SEED=str(number + 1), **more)
    options = ("--backend", "ollama", "--model", MODEL, "--yes")
    arguments = ["ask", PROBLEM, *options, "--out", str(home / "out")]
    rows = []
    for stage in STAGES:
        moment = Moment.of(stage, chance)
        for _ in range(_TRIES):
            outcome, cells = killed(server, Process(environ, *arguments), moment)
            arguments = ["sessions", "resume", outcome.session, "--yes"]
            if not without_a_plan(outcome):
                break
        rows.append([number, stage, moment.event, moment.seconds, *cells, began(outcome), len(outcome.named("called"))])
        print(rows[-1], file=sys.stderr)
    # Killed too late, it has ended without the last resume.
    for _ in range(_TRIES):
        if outcome.named("written"):
            break
        outcome = Process(environ, *arguments).outcome(_PATIENCE)
        if not without_a_plan(outcome):
            break
    return rows, outcome, home / "out"


def without_a_plan(outcome: Outcome) -> bool:
    """Whether the model alone is to blame: it wrote no valid plan, and is asked for another one by the next resume."""
    return outcome.code == 1 and outcome.last.get("stage") == STAGES[0] and not outcome.named("written")


def began(outcome: Outcome) -> str:
    """The stage that a command began in, empty where it came to none."""
    return next((str(event["stage"]) for event in outcome.named("stage_started")), "")


def lost(outcome: Outcome, out: Path) -> str:
    """Why a session did not finish; empty where its project is written and every module of it compiles.

    A stage that was done before the last kill must not be done again.
    """
    by_the_model = outcome.code == 1 and outcome.last.get("event") == "failed"
    if not outcome.named("written") or not (outcome.code == 0 or by_the_model):
        return f"exit code {outcome.code}: {outcome.reason or outcome.stderr}"
    if not (out / "project.json").is_file() or not compiling(out):
        return "no project was left"
    if began(outcome) in STAGES[:-1]:
        return f"{began(outcome)} was done and was done again"
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30, help="kills, rounded up to whole sessions of three")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    chance = random.Random(given.seed)
    rows, ends, failed = [], [], 0
    with tempfile.TemporaryDirectory(prefix="gpiot-server-") as folder, mortal_server(Path(folder)) as server:
        for number in range(-(-given.times // len(STAGES))):
            kills, outcome, out = session(server, number, chance)
            rows += kills
            ends.append(lost(outcome, out))
            failed += len({event["subtask"] for event in outcome.named("sub_task_failed")})
            print(f"session {number}: {ends[-1] or 'finished'}", file=sys.stderr)
    unclear_errors = sum(row[7] not in ("clear", TOO_LATE) for row in rows)
    show(
        "kill_server",
        COLUMNS,
        rows,
        seed=given.seed,
        kills=len(rows),
        too_late=sum(row[7] == TOO_LATE for row in rows),
        unclear=unclear_errors,
        finished=ends.count(""),
        lost=len(ends) - ends.count(""),
        sub_tasks_failed_by_the_model=failed,
    )
    if any(ends) or unclear_errors:
        raise SystemExit("a session was lost, or told its trouble unclearly")


if __name__ == "__main__":
    main()
