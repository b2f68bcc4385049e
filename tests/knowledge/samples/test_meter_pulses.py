"""The generator meter_pulses writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_table import truth_table
from knowledge.samples.meter_pulses import write


def test_meter_pulses(tmp_path: Path) -> None:
    write(tmp_path, 1)
    times, _ = csv_signals(str(tmp_path), "seconds")
    for name, energy in zip(*truth_table(str(tmp_path)).values(), strict=True):
        steps = np.diff(times[str(name)])
        assert np.sum(steps > 0.03) / 1000 == energy
        assert np.sum(steps <= 0.02) > 0.05 * steps.size


def test_meter_pulses_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
