"""SIGKILL at random moments of a run: does every session resume and finish? (criterion: all finish, none is lost)

    python -m bench.kill [--times 20] [--backend scripted|embedded] [--seed N]

One run to its end gives the length of a run; then as many runs are killed, one in each of as many equal parts of that
length, at a random moment of it, and taken up with ``gpiot sessions resume``.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.processes import PROBLEM, Outcome, compiling, environment, killed, run, write_script
from bench.report import show

COLUMNS = ("killed after s", "in stage", "calls before", "calls after", "end", "modules")
DELAY = 0.3


def trial(environ: Mapping[str, str], arguments: list[str], out: Path, moment: float) -> list[Any]:
    """One killed and resumed run as a row; its end is ``finished``, ``failed`` (the model's fault) or ``lost``."""
    before = killed(environ, *arguments, "--out", str(out), after=moment)
    after = run(environ, "sessions", "resume", before.session, "--yes") if before.code < 0 else before
    stages = before.named("stage_started")
    calls = len(before.named("called")), len(after.named("called")) if after is not before else 0
    end, modules = ended(after, out)
    return [round(moment, 2), stages[-1]["stage"] if stages else "", *calls, end, modules]


def ended(outcome: Outcome, out: Path) -> tuple[str, int]:
    """How a run ended and how many modules it left."""
    last = outcome.last.get("event")
    if outcome.code == 0 and last == "done" and (out / "project.json").is_file():
        return "finished", compiling(out)
    if outcome.code == 1 and last == "failed" and outcome.last["resumable"]:
        return f"failed: {outcome.reason[:60]}", compiling(out)
    print(f"lost: exit code {outcome.code}: {outcome.reason or outcome.stderr}", file=sys.stderr)
    return "lost", 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--backend", choices=["scripted", "embedded"], default="scripted")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="gpiot-kill-") as folder:
        root = Path(folder)
        environ = environment(root / "home", GPIOT_SCRIPT=str(write_script(root / "script.json", DELAY)))
        arguments = ["ask", PROBLEM, "--backend", given.backend, "--yes"]
        whole = run(environ, *arguments, "--out", str(root / "whole"))
        if whole.code:
            raise SystemExit(f"The run that is not killed fails: {whole.reason or whole.stderr}")
        rows = []
        for number in range(given.times):
            moment = whole.seconds * (number + chance.random()) / given.times
            rows.append(trial(environ, arguments, root / str(number), moment))
            print(f"{number + 1} of {given.times}: {rows[-1]}", file=sys.stderr)
    ends = [row[4] for row in rows]
    show(
        "kill",
        COLUMNS,
        rows,
        backend=given.backend,
        seed=given.seed,
        run_seconds=whole.seconds,
        run_calls=len(whole.named("called")),
        finished=ends.count("finished"),
        lost=ends.count("lost"),
    )


if __name__ == "__main__":
    main()
