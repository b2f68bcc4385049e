"""The generator mains_recordings writes what it says."""

from __future__ import annotations

from pathlib import Path

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.methods.readers.truth_table import truth_table
from knowledge.samples.mains_recordings import write


def test_mains_recordings(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = csv_signals(str(tmp_path), "voltage")
    starts = truth_by_recording(str(tmp_path), "start")
    assert all(0.05 < value < 0.7 for value in truth_table(str(tmp_path))["value"])
    for name, moments in starts.items():
        for moment in moments:
            before, after = (signals[name][round((moment + s) * 5000) :][:400].std() for s in (-0.09, 0.005))
            assert abs(after / before - 1) > 0.1


def test_mains_recordings_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
