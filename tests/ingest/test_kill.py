from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.kill_ingest import COLUMNS, State, Whole, trial, whole_run
from bench.processes import environment
from ingest.ledger import Ledger
from retrieval.weights import INSTALL_HINT, PACKAGE
from tests.ingest.disk import DiskIndex, acknowledged

ROOT = Path(__file__).parents[2]
FILES = 80


def start(folder: Path, home: Path) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "SLOW_READER": "0.03"}
    return subprocess.Popen([sys.executable, "-m", "tests.ingest.disk", str(folder), str(home)], cwd=ROOT, env=environ)


def kill_when(running: subprocess.Popen[bytes], home: Path, batches: int, pause: float) -> None:
    """SIGKILL a moment after this many batches were acknowledged, or when it is over."""
    while running.poll() is None and len(acknowledged(home / "index.jsonl")) < batches:
        time.sleep(0.01)
    time.sleep(pause)
    running.send_signal(signal.SIGKILL)
    running.wait()


def test_killed_three_times_nothing_is_lost_and_nothing_is_double(tmp_path: Path) -> None:
    folder, home = tmp_path / "papers", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_text(f"Paper number {number} of a heart.\nIts second page.")
    chance = random.Random(4)
    seen = 0
    for _ in range(3):
        kill_when(start(folder, home), home, seen + 1, chance.uniform(0.0, 0.3))
        seen = len(acknowledged(home / "index.jsonl"))
    assert seen >= 3
    before = set(DiskIndex(home / "index.jsonl").kept)
    assert start(folder, home).wait() == 0
    kept = DiskIndex(home / "index.jsonl").kept
    assert before <= set(kept)
    assert sorted(one.title for one in kept.values()) == sorted(
        f"{number}" for number in range(FILES) for _ in range(2)
    )
    ledger = Ledger(home / "papers.db")
    assert {entry.state for entry in ledger.entries()} == {"read"}
    ledger.close()
    # What was in the ledger when it was killed was not read again.
    reads = (folder / "reads.log").read_text().split()
    assert len(reads) < 4 * FILES


NOTES = ROOT / "examples" / "notes" / "pdf"
PARTS = 3


@pytest.fixture(scope="module")
def notes() -> list[str]:
    return [str(NOTES / "heartbeat-detection.pdf")]


@pytest.fixture(scope="module")
def whole(notes: list[str], tmp_path_factory: pytest.TempPathFactory) -> Whole:
    if find_spec(PACKAGE) is None:
        pytest.skip(f"the weights of the embedder are not installed. {INSTALL_HINT}")
    home = tmp_path_factory.mktemp("whole")
    return whole_run(environment(home), home, notes)


@pytest.mark.model
@pytest.mark.parametrize("part", range(PARTS))
def test_the_program_is_killed_and_the_next_ingest_completes(
    tmp_path: Path, notes: list[str], whole: Whole, part: int
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    moment = whole.seconds * (part + random.Random(seed).random()) / PARTS
    print(f"seed {seed}: killed {moment:.3f} s after the start of {whole.seconds:.3f} s")
    row = dict(zip(COLUMNS, trial(environment(tmp_path), tmp_path, notes, moment, whole), strict=True))
    assert (row["lost"], row["end"]) == (0, "finished"), row


def test_a_loss_a_double_and_a_lost_vector_are_seen() -> None:
    sound = State({"a": ["1", "2"], "b": ["3"]}, 3, {"a": 2, "b": 1})
    assert sound.lost(sound, told=3) == 0
    assert State({"a": ["1"], "b": ["3"]}, 2, {"a": 2}).lost(sound, told=0) == 1
    # What the ledger did not call read may be missing.
    assert State({"a": ["1", "2"]}, 0, {"a": 2}).lost(sound, told=0) == 0
    assert State({"a": ["1", "2"]}, 1, {"a": 2}).lost(sound, told=2) == 1
    assert State({"a": ["1", "1", "2"], "b": ["3"]}, 4, sound.read) != sound
