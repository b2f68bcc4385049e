"""The synthetic hearts beat where their annotations say, and a bare search for maxima does not find them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.signal import find_peaks

from knowledge.methods.evaluation.beat_accuracy import beat_accuracy
from knowledge.methods.readers.wfdb_beats import wfdb_beats
from knowledge.methods.readers.wfdb_signals import wfdb_signals
from knowledge.samples.heartbeats import write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("heartbeats")
    write(place, 1)
    return place


def test_one_seed_gives_the_same_files_again(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in folder.iterdir())
    assert all((folder / path.name).read_bytes() == path.read_bytes() for path in tmp_path.iterdir())
    write(tmp_path, 2)
    assert (folder / "patient1.dat").read_bytes() != (tmp_path / "patient1.dat").read_bytes()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 5e6


def test_normal_beats_are_tops_of_the_lead(folder: Path) -> None:
    signals, rates = wfdb_signals(str(folder))
    normal = wfdb_beats(str(folder), "N")
    for name, signal in signals.items():
        assert rates[name] == 360.0
        beats = normal[name][(normal[name] > 20) & (normal[name] < len(signal) - 20)]
        around = signal[beats[:, None] + np.arange(-15, 16)]
        assert np.median(np.abs(around.argmax(axis=1) - 15)) <= 2
        assert 40 < 60 / np.median(np.diff(wfdb_beats(str(folder))[name]) / 360) < 120


def test_every_patient_has_some_ventricular_beats_and_careless_search_fails(folder: Path) -> None:
    signals, rates = wfdb_signals(str(folder))
    beats = wfdb_beats(str(folder))
    share = sum(map(len, wfdb_beats(str(folder), "V").values())) / sum(map(len, beats.values()))
    assert 0.01 < share < 0.15
    bare = {
        name: find_peaks(signal, height=signal.mean() + signal.std(), distance=90)[0]
        for name, signal in signals.items()
    }
    assert beat_accuracy(bare, beats, rates)[1] < 0.92
