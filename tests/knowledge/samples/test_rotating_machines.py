"""The generator rotating_machines writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.labels_from_names import labels_from_names
from knowledge.samples.rotating_machines import write


def test_rotating_machines(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, rates = csv_signals(str(tmp_path), "acceleration")
    labels, groups = labels_from_names(str(tmp_path))
    assert set(labels.values()) == {"healthy", "outer", "inner", "ball"}
    assert set(groups.values()) == {"machine0", "machine1"}
    assert all(abs(rate - 10000) < 10 for rate in rates.values())
    # The gear is the strongest line in all of them.
    for signal in signals.values():
        assert 380 < np.fft.rfftfreq(signal.size, 1e-4)[np.abs(np.fft.rfft(signal)).argmax()] < 580


def test_rotating_machines_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
