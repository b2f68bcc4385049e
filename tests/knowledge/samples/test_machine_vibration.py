"""The generator machine_vibration writes what it says."""

from __future__ import annotations

from pathlib import Path

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.labels_from_names import labels_from_names
from knowledge.samples.machine_vibration import write


def test_machine_vibration(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = csv_signals(str(tmp_path), "acceleration")
    labels, _ = labels_from_names(str(tmp_path))
    assert sorted(labels.values()) == sorted(3 * ["A", "B", "C", "D"])
    # Acceleration alone does not order the zones.
    strengths = {zone: min(signals[n].std() for n in signals if labels[n] == zone) for zone in "ABCD"}
    assert max(strengths.values()) < 1.5 * min(strengths.values())


def test_machine_vibration_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
