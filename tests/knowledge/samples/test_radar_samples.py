"""Generated radar data: what the truth says is in the samples, and simple ways miss it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples import fmcw_obstacles, radar_gait, radar_people, radar_vitals

BIN = 5e6 / 256 * 299_792_458.0 / (2 * 60e12)


def truth(folder: Path) -> dict[str, list[float]]:
    rows = [line.split(",") for line in (folder / "truth.csv").read_text().splitlines()[1:]]
    return {name: [float(value) for value in values] for name, *values in rows}


def test_fmcw_obstacles_stand_where_they_should_beside_stronger_leakage(tmp_path: Path) -> None:
    fmcw_obstacles.write(tmp_path, 1)
    for name, (distance,) in truth(tmp_path).items():
        spectrum = np.abs(np.fft.fft(np.load(tmp_path / f"{name}.npy") * np.hanning(256), axis=1)).mean(axis=0)
        place = round(distance / BIN)
        near = spectrum[place - 1 : place + 2].max()
        assert near > 4 * np.median(spectrum)
        assert spectrum[:4].max() > near


def test_radar_vitals_hold_the_heart_below_the_breathing(tmp_path: Path) -> None:
    radar_vitals.write(tmp_path, 1)
    for name, (breaths, beats) in truth(tmp_path).items():
        profiles = np.fft.fft(np.load(tmp_path / f"{name}.npy") * np.hanning(32), axis=1)
        chest = profiles[:, 2 + profiles[:, 2:16].var(axis=0).argmax()]
        phase = np.unwrap(np.angle(chest - chest.mean()))
        lines = np.abs(np.fft.rfft((phase - phase.mean()) * np.hanning(2000)))
        frequencies = np.fft.rfftfreq(2000, 1 / 40) * 60
        breathing, heart = (lines[np.abs(frequencies - rate) < 2].max() for rate in (breaths, beats))
        assert frequencies[lines[2:].argmax() + 2] < 25
        assert breathing > 4 * heart


def test_radar_gait_names_every_gait_of_every_subject(tmp_path: Path) -> None:
    radar_gait.write(tmp_path, 1)
    names = {path.stem for path in tmp_path.glob("*.npy")}
    assert names == {f"{g}_s{s}_{t}" for g in ("walk", "limp", "run") for s in range(1, 6) for t in range(1, 4)}
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 5e6
    speeds = {}
    for gait in ("walk", "run"):
        shifts = np.fft.fftfreq(6000, 1 / 2000) * 12.4e-3 / 2
        powers = [np.abs(np.fft.fft(np.load(path)[:, 0])) ** 2 for path in tmp_path.glob(f"{gait}_*")]
        speeds[gait] = np.mean([np.abs(shifts[1:][power[1:].argmax()]) for power in powers])
    assert 0.9 < speeds["walk"] < 1.6 < speeds["run"] < 2.7


def test_radar_people_are_not_the_number_of_points(tmp_path: Path) -> None:
    radar_people.write(tmp_path, 1)
    people = truth(tmp_path)
    assert sorted(value for (value,) in people.values()) == [0, 1, 1, 2, 2, 3, 3, 4]
    points = {name: np.loadtxt(tmp_path / f"{name}.csv", delimiter=",", skiprows=1) for name in people}
    empty = next(name for name, (value,) in people.items() if value == 0)
    assert len(points[empty]) > 1000
    assert all(table.shape[1] == 6 and table[:, 0].max() == 149 for table in points.values())
