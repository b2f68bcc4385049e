"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.pump_sensors import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_pump_sensors_stay_in_their_range_while_faulty(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 5):
        readings = _read(tmp_path / f"pump_{number}.csv")[:, 1:]
        faulty = _read(tmp_path / f"pump_{number}.truth.csv")[:, 0] == 1
        assert faulty.mean() == 0.1
        scores = np.abs(readings - readings[~faulty].mean(axis=0)) / readings[~faulty].std(axis=0)
        assert (scores[faulty] > 3).any(axis=1).mean() < 0.2
        assert abs(np.corrcoef(readings[~faulty].T)[0, 2]) > 0.8


def test_pump_sensors_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
