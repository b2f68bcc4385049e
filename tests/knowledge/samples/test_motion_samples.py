"""Is the generated motion what its truth says?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.samples import (
    air_gestures,
    falls_at_home,
    loose_straps,
    phone_walks,
    trunk_walks,
    tumbling_sensor,
    wrist_activities,
)

WRITERS = [
    module.write
    for module in (
        air_gestures,
        falls_at_home,
        loose_straps,
        phone_walks,
        trunk_walks,
        tumbling_sensor,
        wrist_activities,
    )
]


def read(path: Path) -> np.ndarray:
    """The numbers of a csv file below its header."""
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__module__.rpartition(".")[2])
def test_the_same_seed_gives_the_same_small_data(write: Callable[[Path, int], None], tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "again", "other")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        folder.mkdir()
        write(folder, seed)
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other
    assert sum(map(len, first.values())) < 5_000_000


def test_phone_walks_strike_as_often_as_the_truth_says_and_fidget_harder(tmp_path: Path) -> None:
    phone_walks.write(tmp_path, 1)
    for row in (tmp_path / "truth.csv").read_text().splitlines()[1:]:
        name, steps = row.split(",")
        table = read(tmp_path / f"{name}.csv")
        strength, times = np.linalg.norm(table[:, 1:], axis=1), table[:, 0]
        walking = ((times > 10) & (times < 45)) | ((times > 80) & (times < 112))
        smooth = np.convolve(strength, np.hanning(11) / np.hanning(11).sum(), "same")
        tops = (smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:]) & (smooth[1:-1] > 11) & walking[1:-1]
        assert abs(int(tops.sum()) - int(steps)) <= 0.08 * int(steps)
        assert strength[(times > 48) & (times < 58)].std() > 2


def test_falls_at_home_have_impacts_where_the_truth_says_and_elsewhere(tmp_path: Path) -> None:
    falls_at_home.write(tmp_path, 1)
    harmless = 0
    for path in sorted(tmp_path.glob("*.truth.csv")):
        felt = read(tmp_path / path.name.replace(".truth", ""))[:, 1:]
        strength = np.linalg.norm(felt, axis=1) / 9.81
        impacts = [int(line) for line in path.read_text().split()[1:]]
        assert all(strength[impact : impact + 8].max() > 2.5 for impact in impacts)
        assert all(felt[impact - 400, 2] > 5 > felt[impact + 300, 2] for impact in impacts)
        harmless += not impacts and strength.max() > 2
    assert harmless >= 3


def test_trunk_walks_limp_where_their_names_say_so(tmp_path: Path) -> None:
    trunk_walks.write(tmp_path, 1)
    cadences = dict(row.split(",") for row in (tmp_path / "truth.csv").read_text().splitlines()[1:])
    for name, cadence in cadences.items():
        strength = np.linalg.norm(read(tmp_path / f"{name}.csv")[:, 1:], axis=1)
        step = 60 * 100 / float(cadence)
        centred = strength - strength.mean()
        one, two = (float(centred[: -round(lag)] @ centred[round(lag) :]) for lag in (step, 2 * step))
        assert (one < 0.8 * two) == name.startswith("limping")


def test_tumbling_sensor_feels_gravity_at_its_true_angles(tmp_path: Path) -> None:
    tumbling_sensor.write(tmp_path, 1)
    for number in range(1, 4):
        table, truth = read(tmp_path / f"sensor{number}.csv"), read(tmp_path / f"sensor{number}.truth.csv")
        roll = np.arctan2(table[:, 2], table[:, 3])
        assert np.abs(roll[:150] - truth[:150, 0]).max() < 0.06
        assert np.abs(np.convolve(roll - truth[:, 0], np.full(25, 0.04), "valid")).max() < 0.15
        assert np.abs(roll - truth[:, 0])[500:].max() > 0.1
        assert np.abs(table[:150, 4:].mean(axis=0)).max() > 0.5
        assert np.abs(truth).max() > 0.3


@pytest.mark.parametrize(
    ("module", "count", "people"), [(air_gestures, 90, 6), (wrist_activities, 60, 12), (loose_straps, 40, 10)]
)
def test_labelled_motion_has_every_label_of_every_person(
    module: object, count: int, people: int, tmp_path: Path
) -> None:
    module.write(tmp_path, 1)  # type: ignore[attr-defined]
    names = [path.stem.split("_") for path in tmp_path.glob("*.csv")]
    pairs = {(label, person) for label, person, _ in names}
    labels, owners = {label for label, _ in pairs}, {person for _, person in pairs}
    assert (len(names), len(owners)) == (count, people)
    assert len(pairs) == len(labels) * len(owners)


def test_loose_straps_turn_gravity_every_way(tmp_path: Path) -> None:
    loose_straps.write(tmp_path, 1)
    down = [read(path)[:, 1:].mean(axis=0) for path in sorted(tmp_path.glob("lift_*.csv"))]
    assert np.linalg.norm(down, axis=1) == pytest.approx(9.81, abs=0.5)
    assert np.linalg.norm(np.mean(down, axis=0)) < 6


def test_wrist_activities_differ_in_strength_as_they_should(tmp_path: Path) -> None:
    wrist_activities.write(tmp_path, 1)
    strength = {path.stem: float(read(path)[:, 1:].std(axis=0).max()) for path in tmp_path.glob("*_p1_1.csv")}
    assert strength["brush_p1_1"] > strength["walk_p1_1"] > strength["type_p1_1"]
