"""Temperatures with the steps, the range and the roughness of the sensor that they stand for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.samples import temperature_loggers


@pytest.mark.parametrize(
    ("place", "lowest", "highest"), [("freezer", -21, -12), ("greenhouse", 4, 28), ("cellar", 9, 13), ("mast", -12, 12)]
)
def test_a_place_has_its_climate(tmp_path: Path, place: str, lowest: float, highest: float) -> None:
    temperature_loggers.write(tmp_path, 1)
    times, celsius = np.loadtxt(tmp_path / f"{place}.csv", delimiter=",", skiprows=1).T
    assert times.size == 14 * 288
    assert lowest < celsius.min() < celsius.max() < highest
    assert np.abs(celsius * 100 - np.rint(celsius * 100)).max() < 1e-6
    assert np.median(np.abs(np.diff(celsius))) > 0.009


def test_the_hard_parts_are_there(tmp_path: Path) -> None:
    temperature_loggers.write(tmp_path, 1)
    celsius = {
        place: np.loadtxt(tmp_path / f"{place}.csv", delimiter=",", skiprows=1)[:, 1]
        for place in temperature_loggers.PLACES
    }
    assert (np.diff(celsius["freezer"]) > 4).sum() == 2 * 14 - 1
    assert (np.diff(celsius["greenhouse"]) < -3).sum() > 20
    assert (np.diff(np.sign(celsius["mast"])) != 0).sum() > 14
