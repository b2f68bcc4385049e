"""GPS methods on tracks whose places are known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.gps.fixes_of_table import fixes_of_table
from knowledge.methods.gps.geofence_events import geofence_events
from knowledge.methods.gps.haversine import haversine
from knowledge.methods.gps.local_east_north import local_east_north
from knowledge.methods.gps.outside_report import outside_report
from knowledge.methods.gps.remove_jumps import remove_jumps
from knowledge.methods.gps.simplify_track import simplify_track
from knowledge.methods.gps.smooth_track import smooth_track
from knowledge.methods.gps.speed_heading import speed_heading
from knowledge.methods.gps.split_trips import split_trips
from knowledge.methods.gps.stay_points import stay_points
from knowledge.methods.gps.trip_report import trip_report
from knowledge.methods.gps.visit_report import visit_report


def drive(*parts: tuple[float, float, float], step: float = 5.0) -> tuple[np.ndarray, np.ndarray]:
    """A track at even times from parts of (seconds, m/s east, m/s north)."""
    velocities = np.concatenate([np.tile([[east, north]], (int(seconds / step), 1)) for seconds, east, north in parts])
    positions = np.concatenate([np.zeros((1, 2)), np.cumsum(velocities * step, axis=0)])
    return np.arange(len(positions)) * step, positions


def test_haversine_between_cities_and_over_the_date_line() -> None:
    paris, london, tokyo = (48.8566, 2.3522), (51.5074, -0.1278), (35.6762, 139.6503)
    lat, lon = np.array([paris, paris]).T
    other_lat, other_lon = np.array([london, tokyo]).T
    assert haversine(lat, lon, other_lat, other_lon) / 1000 == pytest.approx([343.6, 9712], rel=0.002)
    assert float(haversine(np.array(0.0), np.array(179.9), np.array(0.0), np.array(-179.9))) == pytest.approx(
        22239, abs=2
    )
    with pytest.raises(ValueError, match="swapped"):
        haversine(lon * 50, lat, other_lat, other_lon)


def test_fixes_of_table_cleans_and_sorts() -> None:
    table = {
        "Timestamp": np.array([5.0, 1, 1, 3, 4, 2, np.nan]),
        "LAT": np.array([50.5, 50.1, 50.2, 0, 91, np.nan, 50]),
        "lng": np.array([7.5, 7.1, 7.2, 0, 7, 7, 7]),
    }
    times, latitudes, longitudes = fixes_of_table(table)
    assert (times.tolist(), latitudes.tolist(), longitudes.tolist()) == ([1, 5], [50.1, 50.5], [7.1, 7.5])
    with pytest.raises(ValueError, match="longitudes"):
        fixes_of_table({"time": times, "lat": latitudes})


@pytest.mark.parametrize("latitude", [-45.0, 0.0, 52.0])
def test_local_east_north_agrees_with_the_great_circle(latitude: float) -> None:
    latitudes, longitudes = latitude + np.array([0, 0.01, 0, -0.01]), 13 + np.array([0, 0, 0.01, -0.01])
    positions = local_east_north(latitudes, longitudes)
    assert positions[0].tolist() == [0, 0]
    assert positions[1, 1] > 1000 > abs(positions[1, 0])
    assert positions[2, 0] > 500 > abs(positions[2, 1])
    distances = haversine(latitudes[:1], longitudes[:1], latitudes, longitudes)
    assert np.linalg.norm(positions, axis=1) == pytest.approx(distances, rel=0.006)
    moved = local_east_north(latitudes, longitudes, origin_longitude=13.01)
    assert moved[2] == pytest.approx([0, 0], abs=1e-6)
    with pytest.raises(ValueError, match="one at least"):
        local_east_north(np.empty(0), np.empty(0))


def test_local_east_north_knows_the_ellipsoid() -> None:
    north = local_east_north(np.array([60.0, 60.001]), np.array([0.0, 0.0]))[1, 1]
    assert north == pytest.approx(111.412, abs=0.01)  # a thousandth of the degree's length at 60 degrees, WGS 84


def test_remove_jumps_drops_reflections_and_believes_a_new_place() -> None:
    times, positions = drive((200, 10, 0))
    jumped = positions.copy()
    jumped[[10, 20, 21]] += [900, 400]
    kept_times, kept = remove_jumps(times, jumped)
    assert sorted(set(times) - set(kept_times)) == [50, 100, 105]
    assert np.array_equal(kept, positions[np.isin(times, kept_times)])
    ferry = positions + np.where(times > 100, 50_000, 0)[:, None]
    assert len(remove_jumps(times, ferry)[0]) == len(times)
    with pytest.raises(ValueError, match="increase"):
        remove_jumps(times[::-1], positions)


def test_smooth_track_over_irregular_times_with_velocities() -> None:
    rng = np.random.default_rng(0)
    times, positions = drive((150, 12, 0), (150, 0, 12), step=1.0)
    kept = np.sort(rng.choice(len(times), 200, replace=False))
    noisy = positions[kept] + rng.normal(0, 5, (200, 2))
    smoothed, velocities = smooth_track(times[kept], noisy)
    assert np.sqrt(np.mean((smoothed - positions[kept]) ** 2)) < 3.0
    inner = (times[kept] > 20) & (times[kept] < 130)
    assert velocities[inner].mean(axis=0) == pytest.approx([12, 0], abs=0.3)
    assert np.abs(velocities[inner] - [12, 0]).max() < 3
    once = smooth_track(times[:1], positions[:1])
    assert once[0].tolist() == positions[:1].tolist()


def test_stay_points_are_found_between_walks() -> None:
    rng = np.random.default_rng(1)
    times, positions = drive(
        (600, 1.4, 0), (1500, 0, 0), (600, 0, 1.4), (300, 0, 0), (400, 1.4, 0), (900, 0, 0), step=10.0
    )
    places, spans = stay_points(times, positions + rng.normal(0, 8, positions.shape))
    assert len(places) == 2
    assert places == pytest.approx(np.array([[840, 0], [1400, 840]]), abs=8)
    assert np.ptp(spans, axis=1).ravel() == pytest.approx([1500, 900], abs=100)
    assert stay_points(times[:60], positions[:60])[0].shape == (0, 2)


def test_simplify_track_keeps_corners_within_its_tolerance() -> None:
    rng = np.random.default_rng(2)
    _, positions = drive((300, 10, 0), (300, 0, 10), (300, -10, 0))
    noisy = positions + rng.uniform(-1, 1, positions.shape)
    kept = simplify_track(noisy, tolerance=3.0)
    assert (kept[0], kept[-1]) == (0, len(positions) - 1)
    assert 4 <= len(kept) <= 6
    assert np.abs(kept[:, None] - [60, 120]).min(axis=0).max() <= 1
    loop = np.vstack([positions, positions[::-1]])
    assert 60 in simplify_track(loop)
    assert simplify_track(positions[:1]).tolist() == [0]
    assert simplify_track(positions[:0]).tolist() == []


def test_geofence_events_without_flutter_at_the_border() -> None:
    rng = np.random.default_rng(3)
    fence = np.array([[0.0, 0.0], [400.0, 0.0], [400.0, 400.0], [200.0, 150.0], [0.0, 400.0]])
    along = np.column_stack([np.linspace(-200, 600, 161), np.full(161, 60.0)])
    border = np.column_stack([np.full(80, 400.0), np.linspace(60, 300, 80)])
    positions = np.vstack([along, border]) + rng.normal(0, 4, (241, 2))
    times, entered = geofence_events(np.arange(241.0), positions, fence)
    assert entered.tolist() == [True, False]
    assert times == pytest.approx([40, 120], abs=4)
    notch = np.tile([[200.0, 300.0]], (20, 1))  # between the two upper corners: outside
    assert geofence_events(np.arange(20.0), notch, fence)[0].size == 0
    with pytest.raises(ValueError, match="three corners"):
        geofence_events(np.arange(20.0), notch, fence[:2])


def test_split_trips_by_rests_and_gaps_not_by_traffic_lights() -> None:
    times, positions = drive((600, 10, 0), (90, 0, 0), (300, 0, 10), (900, 0, 0), (600, -10, 0))
    gap = times >= 2100
    times = times + 1000 * gap
    trips = split_trips(times, positions)
    # The rest's last fix, 5 s before the next trip's first, is within the radius of the place where it ended.
    assert times[trips].tolist() == [
        [0, pytest.approx(990, abs=10)],
        [pytest.approx(1890, abs=10), 2095],
        [3100, times[-1]],
    ]
    assert split_trips(times[:10], positions[:10] * 0).shape == (0, 2)


def test_speed_heading_holds_the_heading_at_rest() -> None:
    velocities = np.array([[0, 0.1], [-3, 0], [0.1, 0.2], [0, -2], [1, 1]])
    speeds, headings = speed_heading(velocities)
    assert speeds[1] == 3
    assert np.isnan(headings[0])
    assert headings[1:] == pytest.approx([270, 270, 180, 45])
    with pytest.raises(ValueError, match="shape"):
        speed_heading(np.zeros(4))


def test_trip_report_adds_up() -> None:
    times, positions = drive((600, 10, 0), (600, 0, 0), (300, 0, 20))
    velocities = np.gradient(positions, times, axis=0)
    count, total, minutes, top, report = trip_report(times, positions, velocities, np.array([[0, 120], [240, 300]]))
    assert count == 2
    assert (total, minutes, top) == pytest.approx((12.0, 15.0, 72.0))
    assert report["mean_kmh"] == pytest.approx(np.array([36, 72]))
    assert report["start_s"].tolist() == [0, 1200]
    nothing = trip_report(times, positions, velocities, np.empty((0, 2), int))
    assert nothing[:4] == (0, 0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="within"):
        trip_report(times, positions, velocities, np.array([[0, 9999]]))


def test_outside_report_counts_open_absences() -> None:
    times = np.arange(0, 6001, 60.0)
    events, entered = np.array([600.0, 1800, 3000, 5400]), np.array([True, False, True, False])
    assert outside_report(times, events, entered) == (3, 40.0, 20.0)
    assert outside_report(times, events, entered, shortest=900) == (1, 20.0, 20.0)
    assert outside_report(times, events[:0], entered[:0]) == (0, 0.0, 0.0)
    with pytest.raises(ValueError, match="alternate"):
        outside_report(times, events[:2], np.array([True, True]))


def test_visit_report_joins_visits_but_no_chain() -> None:
    places = np.array([[0.0, 0], [500, 0], [30, 10], [580, 0], [660, 0]])
    spans = np.array([[0.0, 60], [100, 700], [800, 1400], [1500, 1560], [1600, 1660]])
    distinct, visits, minutes, report = visit_report(places, spans)
    assert (distinct, visits, minutes) == (3, 5, 23.0)
    assert report["minutes"].tolist() == [11, 11, 1]
    assert sorted(report["visits"].tolist()) == [1, 2, 2]
    assert visit_report(places[:1], spans[:1])[:2] == (1, 1)
    assert visit_report(places[:0], spans[:0])[:3] == (0, 0, 0.0)
    with pytest.raises(ValueError, match="spans"):
        visit_report(places, spans[:2])


def test_stay_points_do_not_break_where_somebody_arrived_at_the_edge() -> None:
    rng = np.random.default_rng(5)
    times = np.arange(200) * 30.0
    positions = rng.normal(0, 8, (200, 2))
    positions[:2] = [[49, 0], [25, 0]]
    assert len(stay_points(times, positions, radius=50.0)[0]) == 1
