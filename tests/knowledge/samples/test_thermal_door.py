"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.thermal_door import write


def test_thermal_door_has_walkers_in_both_directions(tmp_path: Path) -> None:
    write(tmp_path, 1)
    rows = [line.split(",") for line in (tmp_path / "truth.csv").read_text().splitlines()[1:]]
    assert len(rows) == 5
    for name, entered, left in rows:
        frames = np.load(tmp_path / f"{name}.npy")
        busy = np.abs(frames - np.median(frames, axis=0)).max(axis=(1, 2)) > 2.0
        visits = int((np.diff(busy.astype(int)) == 1).sum())
        assert int(entered) > 0
        assert int(left) > 0
        assert visits >= int(entered) + int(left)


def test_thermal_door_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
