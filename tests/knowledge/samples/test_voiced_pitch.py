"""The generator voiced_pitch writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.methods.readers.wav_signals import wav_signals
from knowledge.samples.voiced_pitch import write


def test_voiced_pitch(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = wav_signals(str(tmp_path))
    for name, pitch in truth_by_recording(str(tmp_path), "pitch").items():
        assert len(pitch) == len(range(0, signals[name].size - 269, 80))
        assert 80 < pitch.min() < pitch.max() < 450
        spectrum = np.abs(np.fft.rfft(signals[name]))
        frequencies = np.fft.rfftfreq(signals[name].size, 1 / 8000)
        assert spectrum[frequencies < 250].max() < 0.1 * spectrum.max()


def test_voiced_pitch_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
