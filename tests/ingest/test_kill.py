from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from ingest.ledger import Ledger
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
