"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.greenhouse import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_greenhouse_spikes_are_far_from_the_course(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 5):
        temperature = _read(tmp_path / f"house_{number}.csv")[:, 1]
        deficit = _read(tmp_path / f"house_{number}.truth.csv")[:, 0]
        spikes = np.abs(temperature[1:-1] - (temperature[:-2] + temperature[2:]) / 2) > 7
        assert 0.005 < spikes.mean() < 0.08
        assert 0 <= deficit.min() < deficit.max() < 6
        assert np.abs(np.diff(deficit)).max() < 0.3


def test_greenhouse_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
