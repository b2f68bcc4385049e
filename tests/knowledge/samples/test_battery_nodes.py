"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.battery_nodes import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_battery_nodes_have_not_died_yet(tmp_path: Path) -> None:
    write(tmp_path, 1)
    rows = [line.split(",") for line in (tmp_path / "truth.csv").read_text().splitlines()[1:]]
    for name, days in rows:
        voltage = _read(tmp_path / f"{name}.csv")[:, 1]
        resting = np.quantile(voltage[-120:], 0.6)
        slope = (resting - np.quantile(voltage[-600:-480], 0.6)) / 40
        assert float(days) > 10
        assert (resting - 3.0) / -slope - 5 < 1.5 * float(days)
        assert voltage.min() < resting - 0.1


def test_battery_nodes_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
