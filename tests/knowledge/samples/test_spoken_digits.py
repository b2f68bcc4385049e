"""The generator spoken_digits writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.labels_from_names import labels_from_names
from knowledge.methods.readers.wav_signals import wav_signals
from knowledge.samples.spoken_digits import write


def test_spoken_digits(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, rates = wav_signals(str(tmp_path))
    labels, groups = labels_from_names(str(tmp_path))
    assert len(signals) == 60
    assert set(rates.values()) == {8000.0}
    assert len(set(labels.values())) == 6
    assert len(set(groups.values())) == 5
    assert all(0.05 < np.abs(signal).max() < 1 for signal in signals.values())


def test_spoken_digits_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
