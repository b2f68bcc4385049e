"""The generator home_power writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.samples.home_power import write


def test_home_power(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = csv_signals(str(tmp_path), "power")
    for name, starts in truth_by_recording(str(tmp_path), "start").items():
        rises = signals[name][starts + 2] - signals[name][starts - 3]
        assert np.median(rises) > 60
        assert len(starts) > 15


def test_home_power_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
