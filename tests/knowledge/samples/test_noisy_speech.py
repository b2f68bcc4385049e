"""The generator noisy_speech writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.methods.readers.wav_signals import wav_signals
from knowledge.samples.noisy_speech import write


def test_noisy_speech(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = wav_signals(str(tmp_path))
    truths = truth_by_recording(str(tmp_path), "speech")
    for name, speech in truths.items():
        frames = np.lib.stride_tricks.sliding_window_view(signals[name], 256)[::80]
        assert len(speech) == len(frames)
        assert frames[speech == 1].std() > 1.5 * frames[speech == 0].std()
    # No threshold fits all: the noise of the loudest is above the speech of the softest.
    assert signals["room_0"][:4000].std() > signals["room_4"].std()


def test_noisy_speech_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
