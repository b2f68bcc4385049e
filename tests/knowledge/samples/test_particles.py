"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.particles import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_particles_read_too_high_where_it_is_humid(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for name in ("harbour", "park", "road"):
        readings, dry = _read(tmp_path / f"{name}.csv"), _read(tmp_path / f"{name}.truth.csv")[:, 0]
        ratio, humid = readings[:, 1] / dry, readings[:, 2] > 85
        assert np.median(ratio[humid]) > 2
        assert np.median(ratio[readings[:, 2] < 55]) < 1.35


def test_particles_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
