"""The generator keyword_streams writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.methods.readers.wav_signals import wav_signals
from knowledge.samples.keyword_streams import write


def test_keyword_streams(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = wav_signals(str(tmp_path))
    starts = truth_by_recording(str(tmp_path), "start")
    assert sum(name.startswith("template") for name in signals) == 4
    assert {len(moments) for moments in starts.values()} == {5}
    # Right before a keyword is a pause, after it is speech.
    for name, moments in starts.items():
        for sample in np.round(moments * 8000).astype(int):
            assert np.std(signals[name][sample : sample + 1600]) > 3 * np.std(signals[name][sample - 600 : sample])


def test_keyword_streams_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
