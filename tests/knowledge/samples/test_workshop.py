"""Machines in the same state differ, so that only what they share tells the state."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_recordings import csv_recordings
from knowledge.methods.readers.labels_from_names import labels_from_names
from knowledge.samples.workshop import write


def test_states_have_their_pitch_and_machines_their_own_level(tmp_path: Path) -> None:
    write(tmp_path, 1)
    recordings, rates = csv_recordings(str(tmp_path))
    labels, groups = labels_from_names(str(tmp_path))
    assert len(recordings) == len(labels) == 64
    assert len(set(groups.values())) == 8
    assert set(rates.values()) == {100.0}
    frequencies = np.fft.rfftfreq(1200, 0.01)
    pitch: dict[str, list[float]] = {}
    for name, recording in recordings.items():
        assert recording.shape == (1200, 4)
        assert abs(np.linalg.norm(recording[:, :3].mean(axis=0)) - 9.81) < 0.3
        power = (np.abs(np.fft.rfft(recording[:, :3] - recording[:, :3].mean(axis=0), axis=0)) ** 2).sum(axis=1)
        pitch.setdefault(labels[name], []).append(frequencies[power.argmax()])
    assert {state: round(float(np.median(found)) / 3) for state, found in pitch.items()} == {
        "drilling": 7,
        "idle": 8,
        "polishing": 9,
        "sawing": 2,
    }
    idle = [recordings[name][:, 3].mean() for name in labels if labels[name] == "idle"]
    assert max(idle) > 1.5 * min(idle)
