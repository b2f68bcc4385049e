"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.room_temperature import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_room_temperature_turns_in_the_morning(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 6):
        past, future = _read(tmp_path / f"room_{number}.csv"), _read(tmp_path / f"room_{number}.truth.csv")[:, 0]
        begin = past[-1, 0] / 3600 % 24
        assert 3 < begin < 8.5
        assert len(future) == 12
        assert future[-1] > past[-1, 1]


def test_room_temperature_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
