"""Generated positions: the truth fits the data, and the errors that are claimed are there."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_recordings import csv_recordings
from knowledge.methods.readers.truth_table import truth_table
from knowledge.samples import ble_walks, gps_pasture, gps_trips, gps_visits, rfid_shelf, uwb_walks

DEGREE = 111_320.0


def fixes(path: Path, origin: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    table = table[table[:, 1] != 0]
    north, east = (table[:, 1:] - origin).T * DEGREE
    return table[:, 0], np.column_stack([east * np.cos(np.radians(origin[0])), north])


def test_ble_walks_fade_with_distance(tmp_path: Path) -> None:
    ble_walks.write(tmp_path, 1)
    recordings, rates = csv_recordings(str(tmp_path))
    truth = truth_table(str(tmp_path))
    assert set(recordings) == set(rates) == {"walk_1", "walk_2", "walk_3"}
    strengths = np.vstack([recordings[name] for name in ("walk_1", "walk_2", "walk_3")])
    way = np.column_stack([truth["x"], truth["y"]])
    reach = np.linalg.norm(way[:, None] - ble_walks.BEACONS, axis=2)
    heard = np.isfinite(strengths)
    slope, level = np.polyfit(np.log10(reach[heard]), strengths[heard], 1)
    assert -28 < slope < -17
    assert -64 < level < -58
    assert 0.1 < 1 - heard.mean() < 0.2


def test_uwb_walks_are_too_long_where_the_first_path_is_weak(tmp_path: Path) -> None:
    uwb_walks.write(tmp_path, 1)
    truth = truth_table(str(tmp_path))
    way = np.column_stack([truth["x"], truth["y"]])[truth["recording"] == "walk_1"]
    exchanges = np.load(tmp_path / "walk_1.npy")
    reach = np.linalg.norm(way[:, None] - uwb_walks.ANCHORS, axis=2)
    round_1, reply_1, round_2, reply_2 = np.moveaxis(exchanges[..., :4], -1, 0)
    ran = round_1 > 0
    sums = np.where(ran, round_1 + round_2 + reply_1 + reply_2, 1.0)
    errors = (round_1 * round_2 - reply_1 * reply_2) / sums * uwb_walks.TICK * uwb_walks.LIGHT - reach
    blocked = exchanges[..., 5] - exchanges[..., 4] > 7.5
    assert abs(np.median(errors[ran & ~blocked])) < 0.03
    assert np.median(errors[ran & blocked]) > 0.5
    naive = (round_1 - reply_1) * uwb_walks.TICK * uwb_walks.LIGHT / 2 - reach
    assert np.abs(np.median(naive[ran & ~blocked])) > 0.05


def test_rfid_shelf_phases_follow_the_path(tmp_path: Path) -> None:
    rfid_shelf.write(tmp_path, 1)
    truth = truth_table(str(tmp_path))
    for number, tag in enumerate(np.column_stack([truth["x"], truth["y"]]), 1):
        x, y, phase = np.loadtxt(tmp_path / f"tag_{number}.csv", delimiter=",", skiprows=1).T
        misfit = np.exp(1j * (phase - 4 * np.pi * np.hypot(x - tag[0], y - tag[1]) / rfid_shelf.WAVELENGTH))
        assert np.abs(misfit.mean()) > 0.8


def test_gps_trips_are_longer_by_raw_fixes(tmp_path: Path) -> None:
    gps_trips.write(tmp_path, 1)
    times, places = fixes(tmp_path / "log.csv", (52.01, 4.36))
    assert np.diff(times).max() > 300
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).sum() > 25_000
    assert np.median(np.linalg.norm(places - [8400, 3600], axis=1)) < 9000


def test_gps_pasture_leaves_three_times(tmp_path: Path) -> None:
    gps_pasture.write(tmp_path, 1)
    _, places = fixes(tmp_path / "collar.csv", (52.01, 4.36))
    outside = places[:, 0] > 350
    assert (np.diff(outside.astype(int)) == 1).sum() > 6  # flutter along the fence and jumps
    assert (tmp_path / "pasture.txt").read_text().startswith("x,y\n")


def test_gps_visits_stay_at_three_places(tmp_path: Path) -> None:
    gps_visits.write(tmp_path, 1)
    times, places = fixes(tmp_path / "phone.csv", (48.14, 11.58))
    assert np.median(np.linalg.norm(places[times < 14_000], axis=1)) < 15
    assert np.linalg.norm(places[-1] - np.median(places[(times > 17_000) & (times < 30_000)], axis=0)) < 40
    jumps = np.linalg.norm(np.diff(places, axis=0), axis=1) > 250
    assert jumps.sum() > 40
