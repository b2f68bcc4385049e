"""The generator run_ups writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_table import truth_table
from knowledge.samples.run_ups import write


def test_run_ups(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = csv_signals(str(tmp_path), "tacho")
    orders = truth_table(str(tmp_path))["value"]
    assert len(orders) == len(signals) == 6
    assert all(2.5 <= order <= 14 and order * 2 == int(order * 2) for order in orders)
    for tacho in signals.values():
        edges = np.flatnonzero((tacho[:-1] < 2.5) & (tacho[1:] >= 2.5))
        assert np.diff(edges)[:5].mean() > 1.5 * np.diff(edges)[-5:].mean()


def test_run_ups_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
