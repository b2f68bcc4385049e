"""The generator sound_levels writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.truth_table import truth_table
from knowledge.methods.readers.wav_signals import wav_signals
from knowledge.samples.sound_levels import write


def test_sound_levels(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, rates = wav_signals(str(tmp_path))
    truth = truth_table(str(tmp_path))
    assert set(rates.values()) == {16000.0}
    for name, level in zip(truth["name"], truth["value"], strict=True):
        flat = 20 * np.log10(10 * signals[str(name)].std() / 20e-6)
        assert 40 < level < flat - 5


def test_sound_levels_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
