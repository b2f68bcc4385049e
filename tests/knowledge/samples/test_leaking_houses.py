"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.leaking_houses import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_leaking_houses_leak_less_than_they_vary(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 6):
        flow = _read(tmp_path / f"house_{number}.csv")[:, 1]
        leak = int(_read(tmp_path / f"house_{number}.truth.csv")[0, 0])
        assert 120 < leak < 210
        assert 2.0 < flow[leak:].mean() - flow[:leak].mean() < 5.0
        assert flow[leak:].min() < flow[:leak].max()


def test_leaking_houses_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
