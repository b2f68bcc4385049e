"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.energy_load import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_energy_load_goes_on_into_the_next_day(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 7):
        past = _read(tmp_path / f"building_{number}.csv")[:, 1]
        future = _read(tmp_path / f"building_{number}.truth.csv")[:, 0]
        assert (len(past), len(future)) == (24 * 28, 24)
        assert np.corrcoef(past[-24:], future)[0, 1] > 0.95
        assert past[-24:].mean() > past[:24].mean() + 30


def test_energy_load_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
