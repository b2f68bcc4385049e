"""The generator two_loggers writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_table import truth_table
from knowledge.samples.two_loggers import write


def test_two_loggers(tmp_path: Path) -> None:
    write(tmp_path, 1)
    chests, rates = csv_signals(str(tmp_path), "chest")
    wrists, _ = csv_signals(str(tmp_path), "wrist")
    assert all(80 <= abs(drift) <= 200 for drift in truth_table(str(tmp_path))["value"])
    assert set(rates.values()) == {25.0}
    for name, chest in chests.items():
        assert chest.size == wrists[name].size == 15000
        assert abs(np.corrcoef(chest, wrists[name])[0, 1]) < 0.7


def test_two_loggers_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
