"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.irrigation import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_irrigation_refills_what_the_field_lacks(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for name in ("maize_north", "maize_south", "orchard"):
        weather, irrigation = _read(tmp_path / f"{name}.csv"), _read(tmp_path / f"{name}.truth.csv")[:, 0]
        assert np.all(weather[:, 1] < weather[:, 2])
        assert irrigation[irrigation > 0].min() >= 30.0
        assert 250 < irrigation.sum() + weather[:, 3].sum() < 1500


def test_irrigation_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
