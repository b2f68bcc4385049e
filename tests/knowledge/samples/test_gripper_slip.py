"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.gripper_slip import write


def _read(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def test_gripper_slip_shakes_only_while_it_slips(tmp_path: Path) -> None:
    write(tmp_path, 1)
    for number in range(1, 6):
        force = _read(tmp_path / f"grip_{number}.csv")[:, 1]
        onsets = _read(tmp_path / f"grip_{number}.truth.csv")[:, 0].astype(int)
        assert len(onsets) == 4
        for onset in onsets:
            assert np.diff(force[onset : onset + 200]).std() > 3 * np.diff(force[onset - 200 : onset]).std()
        slip = np.concatenate([force[onset : onset + 200] - np.median(force[onset : onset + 200]) for onset in onsets])
        assert force[900:920].max() - force[890:900].mean() > slip.max()  # a tap is stronger than a slip


def test_gripper_slip_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
