"""The generator yard_sounds writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.methods.readers.wav_signals import wav_signals
from knowledge.samples.yard_sounds import write


def test_yard_sounds(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = wav_signals(str(tmp_path))
    for name, starts in truth_by_recording(str(tmp_path), "start").items():
        assert len(starts) == 9
        assert np.diff(starts).min() > 1.5
        levels = np.sqrt(np.mean(signals[name][: 8000 * 45].reshape(-1, 4000) ** 2, axis=1))
        assert levels.max() > 5 * levels.min()


def test_yard_sounds_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
