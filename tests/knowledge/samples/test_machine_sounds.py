"""The generator machine_sounds writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.labels_from_names import labels_from_names
from knowledge.methods.readers.wav_signals import wav_signals
from knowledge.samples.machine_sounds import write


def test_machine_sounds(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = wav_signals(str(tmp_path))
    labels, groups = labels_from_names(str(tmp_path))
    assert list(labels.values()).count("normal") == 30
    assert list(labels.values()).count("anomaly") == 9
    assert len(set(groups.values())) == 3
    assert all(signal.size == 32000 and np.abs(signal).max() < 1 for signal in signals.values())


def test_machine_sounds_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
