"""Process values with their switching, their noise and their spikes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples import process_log


def test_signals_follow_the_pump(tmp_path: Path) -> None:
    process_log.write(tmp_path, 1)
    level, pressure, motor = (
        np.loadtxt(tmp_path / f"{name}.csv", delimiter=",", skiprows=1)[:, 1] for name in ("level", "pressure", "motor")
    )
    assert level.size == process_log.SECONDS
    assert 30 < motor.min() < motor.max() < 76
    assert 150 < np.percentile(pressure, 1) < 200
    assert 400 < np.percentile(pressure, 99) < 560
    slopes = np.diff(level[::50]) / 50
    assert (abs(slopes - 0.25) < 0.02).sum() + (abs(slopes + 0.22) < 0.02).sum() > 0.75 * slopes.size


def test_spikes_are_single_samples(tmp_path: Path) -> None:
    process_log.write(tmp_path, 1)
    pressure = np.loadtxt(tmp_path / "pressure.csv", delimiter=",", skiprows=1)[:, 1]
    bend = pressure[1:-1] - (pressure[2:] + pressure[:-2]) / 2
    assert (bend > 20).sum() == process_log.SPIKES
