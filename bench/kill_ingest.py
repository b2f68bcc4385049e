"""SIGKILL at random moments of an ingest: does the next one complete, with nothing lost and nothing double?

    python -m bench.kill_ingest FOLDER... [--times 30] [--seed N] [--embedder minilm|none]

One ingest to its end, vectors included, gives the length of a run, its passages and an answer of the search; then as
many ingests, each into a home of its own, are killed, one in each of as many equal parts of that length, at a random
moment of it. What the ledger called read at that moment, and the vectors that were reported, must be in the index as
the kill left it. The next ingest must complete; passages and answer are then those of the run that nobody killed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.processes import ROOT, Outcome, Process, environment, run
from bench.report import show
from ingest.ledger import Ledger
from retrieval import operations
from retrieval.edge import EdgeIndex

COLUMNS = ("killed after s", "in", "papers read", "vectors told", "lost", "read again", "end")
# Words of any paper; the answer is compared, not judged.
QUESTION = "How is the signal measured, and what are the results?"


@dataclass(frozen=True, slots=True)
class State:
    """What a home holds: ids of passages by paper, how many have vectors, and the papers that the ledger calls read."""

    passages: Mapping[str, Sequence[str]]
    vectors: int
    read: Mapping[str, int]

    def lost(self, whole: State, told: int) -> int:
        """Passages of papers that were called read, and vectors that were reported, that are not there."""
        gone = sum(len(set(whole.passages[paper]) - set(self.passages.get(paper, ()))) for paper in self.read)
        return gone + max(0, told - self.vectors)


@dataclass(frozen=True, slots=True)
class Whole:
    """The run that nobody killed: its seconds as a process, what it left, and the papers and pages of its answer."""

    seconds: float
    state: State
    answer: Sequence[tuple[str, int]]


def state_of(home: Path) -> State:
    """What a home holds, looked at in a copy: opening an index mends it."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "data"
        if (home / "data").is_dir():
            shutil.copytree(home / "data", copy)
        return asyncio.run(_state(copy))


async def _state(data: Path) -> State:
    ledger, index = Ledger(data / "papers.db"), EdgeIndex(data / "index")
    points = await index.run(partial(operations.payloads, condition=None))
    lacking = len(await index.without_vectors(1_000_000))
    await index.close()
    entries = ledger.entries("read")
    ledger.close()
    passages: dict[str, list[str]] = {}
    for point in points:
        passages.setdefault(point["paper"], []).append(point["id"])
    by_paper = {paper: sorted(ids) for paper, ids in passages.items()}
    return State(by_paper, len(points) - lacking, {entry.paper: entry.passages for entry in entries})


def whole_run(environ: Mapping[str, str], home: Path, folders: Sequence[str]) -> Whole:
    """An ingest to its end; ends the program where it fails or leaves a passage without its vector."""
    began = time.monotonic()
    outcome = run(environ, "ingest", *folders)
    seconds = time.monotonic() - began
    if outcome.code:
        raise SystemExit(f"The run that is not killed fails: {outcome.reason or outcome.stderr}")
    return Whole(seconds, state_of(home), answer(environ))


def answer(environ: Mapping[str, str]) -> list[tuple[str, int]]:
    """Papers and pages of the best passages; scores of vectors depend on what was embedded together."""
    command = [sys.executable, "-m", "cli.main", "search", QUESTION, "--json"]
    done = subprocess.run(command, env=dict(environ), capture_output=True, text=True, check=True, cwd=ROOT)
    return sorted((hit["paper"], hit["page"]) for hit in json.loads(done.stdout))


def killed_after(environ: Mapping[str, str], folders: Sequence[str], moment: float) -> Outcome:
    """An ingest that gets SIGKILL so many seconds after it was started."""
    process = Process(environ, "ingest", *folders)
    time.sleep(moment)
    process.send(signal.SIGKILL)
    return process.outcome()


def trial(environ: Mapping[str, str], home: Path, folders: Sequence[str], moment: float, whole: Whole) -> list[Any]:
    """One killed ingest and the next one as a row; its end is ``finished`` or what is wrong."""
    before = killed_after(environ, folders, moment)
    left = state_of(home)
    steps = before.named("ingest_progress")
    told = max((step["passages"] for step in steps if step["phase"] == "embed"), default=0)
    after = run(environ, "ingest", *folders)
    phase = "its end" if before.code == 0 else steps[-1]["phase"] if steps else "start-up"
    lost, again = left.lost(whole.state, told), after.last.get("new", 0)
    return [round(moment, 2), phase, len(left.read), told, lost, again, _end(after, state_of(home), environ, whole)]


def _end(after: Outcome, state: State, environ: Mapping[str, str], whole: Whole) -> str:
    if after.code or after.last.get("event") != "ingested":
        return f"failed: {after.reason or after.stderr}"
    if after.stderr:
        return f"noise: {after.stderr}"
    # A passage that is there twice is a difference, too.
    if state != whole.state:
        return "other passages"
    return "finished" if answer(environ) == whole.answer else "another answer"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--embedder", choices=["minilm", "none"], default="minilm")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    folders = [str(folder.absolute()) for folder in given.folders]
    with tempfile.TemporaryDirectory(prefix="gpiot-kill-") as place:
        homes = [Path(place) / str(number) for number in range(given.times + 1)]
        environs = [environment(home, GPIOT_EMBEDDER=given.embedder) for home in homes]
        whole = whole_run(environs[-1], homes[-1], folders)
        rows = []
        for number in range(given.times):
            moment = whole.seconds * (number + chance.random()) / given.times
            rows.append(trial(environs[number], homes[number], folders, moment, whole))
            print(f"{number + 1} of {given.times}: {rows[-1]}", file=sys.stderr)
            shutil.rmtree(homes[number], ignore_errors=True)
    show(
        "kill_ingest",
        COLUMNS,
        rows,
        embedder=given.embedder,
        seed=given.seed,
        run_seconds=whole.seconds,
        papers=len(whole.state.read),
        passages=sum(map(len, whole.state.passages.values())),
        killed=sum(row[1] != "its end" for row in rows),
        finished=sum(row[-1] == "finished" for row in rows),
        lost=sum(row[4] for row in rows),
    )


if __name__ == "__main__":
    main()
