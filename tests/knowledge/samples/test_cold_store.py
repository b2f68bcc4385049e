"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.cold_store import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_cold_store_changes_mean_then_spread(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 6):
        temperature = _read(tmp_path / f"store_{number}.csv")[:, 1]
        changes = _read(tmp_path / f"store_{number}.truth.csv")[:, 0].astype(int)
        usual, higher, loose, after = np.split(temperature, changes)
        assert 1.0 < higher.mean() - usual.mean() < 2.2
        assert loose.std() > 3 * usual.std()
        assert after.std() < 1.3 * usual.std()


def test_cold_store_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
