"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.room_co2 import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_room_co2_settles_where_the_balance_says(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 5):
        co2 = _read(tmp_path / f"room_{number}.csv")[:, 1]
        people = _read(tmp_path / f"room_{number}.truth.csv")[:, 0]
        assert co2[:25].mean() < 430
        change = np.flatnonzero(np.diff(people))
        starts, ends = change[: len(change) // 2 * 2 : 2] + 1, change[1::2]
        longest = int(np.argmax(ends - starts))
        settled = 420 + people[starts[longest]] * 0.0052e-3 / (150 * 2 / 3600) * 1e6
        reached = co2[ends[longest] - 5 : ends[longest]].mean()
        assert 0.6 * (settled - 420) < reached - 420 < 1.3 * (settled - 420)


def test_room_co2_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
