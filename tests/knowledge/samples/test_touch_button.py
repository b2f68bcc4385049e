"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.touch_button import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_touch_button_drifts_more_than_a_touch(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 5):
        counts = _read(tmp_path / f"button_{number}.csv")[:, 1]
        touched = _read(tmp_path / f"button_{number}.truth.csv")[:, 0] == 1
        free = np.where(touched, np.nan, counts)
        assert np.nanmedian(free[:1000]) - np.nanmedian(free[-1000:]) > 50
        edge = int(np.flatnonzero(np.diff(touched.astype(int)) == 1)[0])
        assert np.median(counts[edge + 1 : edge + 12]) - np.median(counts[edge - 12 : edge]) > 25
        assert 0.1 < touched.mean() < 0.5


def test_touch_button_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
