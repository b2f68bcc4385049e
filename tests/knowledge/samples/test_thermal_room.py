"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.thermal_room import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_thermal_room_is_warm_where_people_are(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 4):
        frames = np.load(tmp_path / f"room_{number}.npy")
        people = _read(tmp_path / f"room_{number}.truth.csv")[:, 0]
        excess = (frames - frames[:60].mean(axis=0)).max(axis=(1, 2))
        assert not people[:60].any()
        assert set(people) >= {0, 1, 2}
        assert excess[people > 0].min() > excess[people == 0].max() - 1.0


def test_thermal_room_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
