"""The generator battery_logs writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.samples.battery_logs import write


def test_battery_logs(tmp_path: Path) -> None:
    write(tmp_path, 1)
    currents, _ = csv_signals(str(tmp_path), "current")
    for name, charge in truth_by_recording(str(tmp_path), "charge").items():
        assert 0.02 < charge.min() < charge.max() < 1.0
        counted = charge[0] + np.cumsum(currents[name]) * 20 / 3600 / 2.5
        # Adding up alone runs away.
        assert abs(counted[-1] - charge[-1]) > 0.07


def test_battery_logs_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
