"""Belt-worn acceleration with gravity, cadences of people that overlap, and files that tell label and person."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples import belt_activity


def _recordings(folder: Path) -> dict[tuple[str, str], np.ndarray]:
    belt_activity.write(folder, 1)
    names = {path: path.stem.split("_") for path in sorted(folder.glob("*.csv"))}
    return {
        (label, person): np.loadtxt(path, delimiter=",", skiprows=1)[:, 1:]
        for path, (label, person, _) in names.items()
    }


def test_gravity_is_there_and_the_sensor_is_turned(tmp_path: Path) -> None:
    recordings = _recordings(tmp_path)
    assert len(recordings) == 20 * 5
    means = np.array([recording.mean(axis=0) for recording in recordings.values()])
    assert np.abs(np.linalg.norm(means, axis=1) - 9.81).max() < 0.5
    assert means[:, 0].std() > 1


def test_cadences_rise_from_stairs_to_running_and_overlap(tmp_path: Path) -> None:
    cadence = {}
    for (label, person), recording in _recordings(tmp_path).items():
        spectrum = np.abs(np.fft.rfft(recording[:, 2] - recording[:, 2].mean()))
        cadence[label, person] = np.argmax(spectrum[15:]) / belt_activity.SECONDS + 0.5
    stairs, walk, run = (
        np.array([c for (name, _), c in cadence.items() if name == label]) for label in ("stairs", "walk", "run")
    )
    assert 1.4 < np.median(stairs) < np.median(walk) < np.median(run) < 2.9
    assert stairs.max() > walk.min()
