"""The generator two_microphones writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_recordings import csv_recordings
from knowledge.methods.readers.truth_table import truth_table
from knowledge.samples.two_microphones import write


def test_two_microphones(tmp_path: Path) -> None:
    write(tmp_path, 1)
    recordings, rates = csv_recordings(str(tmp_path))
    truth = truth_table(str(tmp_path))
    assert len(recordings) == 10
    assert all(abs(rate - 16000) < 20 for rate in rates.values())
    # A sound from the right is heard first on the right.
    angles = dict(zip(truth["name"].tolist(), truth["value"].tolist(), strict=True))
    for name in ("sound_0", "sound_9"):
        left, right = recordings[name].T
        lags = np.arange(-10, 11)
        best = lags[np.argmax([np.dot(left, np.roll(right, lag)) for lag in lags])]
        assert np.sign(best) == np.sign(angles[name])


def test_two_microphones_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
