"""Is the sample data what it says?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples.machine_thermal import write


def test_machine_thermal_hides_defects_that_are_not_the_hottest(tmp_path: Path) -> None:
    write(tmp_path, 1)
    misled = 0
    for number in range(1, 5):
        image = np.median(np.load(tmp_path / f"machine_{number}.frames.npy"), axis=0)
        spots = np.load(tmp_path / f"machine_{number}.spots.npy")
        for row, column in spots.round().astype(int):
            ring = image[row - 3 : row + 4, column - 3 : column + 4]
            assert image[row, column] > np.median(ring) + 4
        hottest = np.array(np.unravel_index(image.argmax(), image.shape))
        misled += bool(np.linalg.norm(spots[0] - hottest) > 2)
    assert misled >= 1


def test_machine_thermal_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000
