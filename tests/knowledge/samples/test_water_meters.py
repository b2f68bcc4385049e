"""Counters that never fall, look their part, and are the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples import water_meters


def test_counters_grow_by_a_household_s_use(tmp_path: Path) -> None:
    water_meters.write(tmp_path, 1)
    for name in water_meters.METERS:
        times, litres = np.loadtxt(tmp_path / f"{name}.csv", delimiter=",", skiprows=1, dtype=np.int64).T
        assert set(np.diff(times)) == {900}
        used = np.diff(litres)
        assert used.min() >= 0
        assert 50 < used.sum() / water_meters.DAYS < 20_000
        assert (used[0:20] == 0).any() == (name != "leaking")


def test_a_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / folder).mkdir()
        water_meters.write(tmp_path / folder, seed)
    one, again, other = ((tmp_path / folder / "house.csv").read_bytes() for folder in "abc")
    assert one == again != other
