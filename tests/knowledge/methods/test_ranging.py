"""Ranging and localisation methods on geometry that is known exactly."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.ranging.dilution_of_precision import dilution_of_precision
from knowledge.methods.ranging.fingerprint_positions import fingerprint_positions
from knowledge.methods.ranging.fit_path_loss import fit_path_loss
from knowledge.methods.ranging.nlos_weights import nlos_weights
from knowledge.methods.ranging.particle_filter import particle_filter
from knowledge.methods.ranging.path_loss_distance import path_loss_distance
from knowledge.methods.ranging.position_scores import position_scores
from knowledge.methods.ranging.rfid_phase_distance import rfid_phase_distance
from knowledge.methods.ranging.smooth_rssi import smooth_rssi
from knowledge.methods.ranging.table_positions import table_positions
from knowledge.methods.ranging.tag_hologram import tag_hologram
from knowledge.methods.ranging.tdoa_chan import tdoa_chan
from knowledge.methods.ranging.track_ranges import track_ranges
from knowledge.methods.ranging.trilaterate import trilaterate
from knowledge.methods.ranging.two_way_ranging import two_way_ranging
from knowledge.methods.ranging.weighted_centroid import weighted_centroid

ROOM = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 8.0], [10.0, 8.0], [5.0, 9.0]])
LIGHT_IN_AIR = 299_702_547.0


def test_path_loss_distance_inverts_the_model() -> None:
    distances = np.array([[0.5, 2.0, 12.0], [1.0, 7.0, 30.0]])
    rssi = -62 - 27 * np.log10(distances)
    assert np.allclose(path_loss_distance(rssi, -62, 2.7), distances)
    assert path_loss_distance(np.array([-150.0, np.nan]), farthest=40)[0] == 40
    assert np.isnan(path_loss_distance(np.array([np.nan]))[0])
    with pytest.raises(ValueError, match="exponent"):
        path_loss_distance(rssi, exponent=0)


def test_fit_path_loss_despite_readings_through_a_body() -> None:
    rng = np.random.default_rng(0)
    distances = rng.uniform(0.5, 20, 300)
    rssi = -61 - 23 * np.log10(distances) + rng.normal(0, 2.0, 300)
    rssi[::6] -= 18
    rssi[7] = np.nan
    power, exponent, shadowing = fit_path_loss(rssi, distances)
    assert power == pytest.approx(-61, abs=1.2)
    assert exponent == pytest.approx(2.3, abs=0.12)
    assert 1.5 < shadowing < 3.5
    with pytest.raises(ValueError, match="different distances"):
        fit_path_loss(np.full(5, -60.0), np.full(5, 2.0))


@pytest.mark.parametrize("place", [[2.0, 3.0], [9.0, 7.5], [12.0, -1.0]])
def test_trilaterate_exactly_and_past_one_wall(place: list[float]) -> None:
    distances = np.linalg.norm(ROOM - place, axis=1)
    assert trilaterate(ROOM, distances) == pytest.approx(place, abs=1e-5)
    blocked = distances + np.array([0, 0, 0, 0, 3.0])
    assert np.linalg.norm(trilaterate(ROOM, blocked) - place) < 0.5
    with pytest.raises(ValueError, match="line"):
        trilaterate(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]), np.ones(3))


def test_trilaterate_in_space() -> None:
    anchors = np.column_stack([ROOM, [0.5, 3.0, 2.5, 1.0, 0.2]])
    distances = np.linalg.norm(anchors - [4.0, 2.0, 1.5], axis=1)
    assert trilaterate(anchors, distances) == pytest.approx([4.0, 2.0, 1.5], abs=1e-4)


def test_weighted_centroid_follows_the_strongest() -> None:
    rssi = np.array([[-60.0, -60, -60, -60, np.nan], [-40.0, -80, -80, -80, np.nan], [np.nan] * 5])
    positions = weighted_centroid(ROOM, rssi)
    assert positions[0] == pytest.approx([5, 4])
    assert np.linalg.norm(positions[1]) < 0.2
    assert np.isnan(positions[2]).all()
    doubled = weighted_centroid(ROOM[:2], np.array([-50.0, -50 - 20 * np.log10(2)]), degree=1.0)
    assert doubled == pytest.approx([10 / 3, 0])


@pytest.mark.parametrize("drift", [0.0, 20e-6, -20e-6])
def test_two_way_ranging_whatever_the_clocks_and_replies(drift: float) -> None:
    tick = 1 / (499.2e6 * 128)
    distances = np.array([[0.5, 10.0, 80.0]])
    flight = distances / LIGHT_IN_AIR
    reply_1, reply_2 = 250e-6, 900e-6
    fast = 1 + drift
    intervals = [
        (reply_1 + 2 * flight) * fast,
        reply_1 + 0 * flight,
        reply_2 + 2 * flight,
        (reply_2 + 0 * flight) * fast,
    ]
    exchanges = np.round(np.stack(intervals, axis=-1) / tick)
    assert two_way_ranging(exchanges) == pytest.approx(distances, abs=0.02)
    assert two_way_ranging(exchanges, delay=0.3) == pytest.approx(distances - 0.3, abs=0.02)
    wrapped = exchanges.copy()
    wrapped[..., 0] -= 2**40
    assert two_way_ranging(wrapped) == pytest.approx(distances, abs=0.02)
    wrapped[0, 1, 2] = 0
    assert np.isnan(two_way_ranging(wrapped)[0]).tolist() == [False, True, False]


@pytest.mark.parametrize("place", [[3.0, 2.0], [7.0, 6.0], [14.0, 3.0]])
def test_tdoa_chan_reaches_the_bound(place: list[float]) -> None:
    rng = np.random.default_rng(1)
    distances = np.linalg.norm(ROOM - place, axis=1)
    assert tdoa_chan(ROOM, distances[1:] - distances[0]) == pytest.approx(place, abs=1e-6)
    noisy = distances + 0.02 * rng.standard_normal((200, 5))
    found = np.array([tdoa_chan(ROOM, row[1:] - row[0]) for row in noisy])
    bound = 0.02 * dilution_of_precision(ROOM, np.array(place), clock=True)
    spread = np.sqrt(np.mean(np.sum((found - place) ** 2, axis=1)))
    assert spread < 1.2 * bound
    with pytest.raises(ValueError, match="4 or more"):
        tdoa_chan(ROOM[:3], np.zeros(2))


def test_smooth_rssi_quiets_fading_and_outliers_and_bridges_gaps() -> None:
    rng = np.random.default_rng(2)
    true = -60 - 10 * np.sin(np.arange(600) / 100)[:, None] * np.ones((1, 3))
    readings = true + 4 * rng.standard_normal((600, 3))
    readings[::25, 0] -= 30
    readings[:10, 2] = np.nan
    readings[200:205, 1] = np.nan
    smoothed = smooth_rssi(readings, rate=10.0)
    assert np.isnan(smoothed[:10, 2]).all()
    assert np.isfinite(smoothed[10:]).all()
    assert np.sqrt(np.mean((smoothed[50:] - true[50:]) ** 2)) < 1.7
    assert np.mean((smoothed - true)[100::25, 0]) > -2.2
    with pytest.raises(ValueError, match="shape"):
        smooth_rssi(readings[:, 0])


def test_fingerprint_positions_between_and_with_silent_points() -> None:
    grid = np.stack(np.meshgrid(np.arange(0, 11, 1.0), np.arange(0, 9, 1.0), indexing="ij"), axis=-1).reshape(-1, 2)

    def heard(places: np.ndarray) -> np.ndarray:
        strengths = -40 - 25 * np.log10(0.5 + np.linalg.norm(places[:, None] - ROOM, axis=-1))
        return np.where(strengths < -64, np.nan, strengths)

    places = np.array([[2.5, 3.5], [8.2, 6.1], [5.0, 1.0]])
    found = fingerprint_positions(heard(places), heard(grid), grid, silent=-66.0)
    assert np.linalg.norm(found - places, axis=1).max() < 0.8
    with pytest.raises(ValueError, match="neighbours"):
        fingerprint_positions(heard(places), heard(grid), grid, neighbours=0)


@pytest.mark.parametrize("distance", [0.7, 3.3, 11.0])
def test_rfid_phase_distance_over_hopping_channels(distance: float) -> None:
    rng = np.random.default_rng(3)
    frequencies = rng.permutation(902.75e6 + 0.5e6 * np.arange(50))
    phases = (2.2 + 4 * np.pi * frequencies * distance / 299_792_458.0 + 0.1 * rng.standard_normal(50)) % (2 * np.pi)
    assert rfid_phase_distance(phases, frequencies) == pytest.approx(distance, abs=0.1)
    with pytest.raises(ValueError, match="different"):
        rfid_phase_distance(phases[:2], frequencies[[0, 0]])


@pytest.mark.parametrize("tag", [[0.2, 1.4], [-0.6, 2.1]])
def test_tag_hologram_with_noise_and_multipath(tag: list[float]) -> None:
    rng = np.random.default_rng(4)
    line = np.linspace(-1, 1, 150)
    antenna = np.column_stack([line, 0.1 * np.sin(2 * line)])
    phases = 1.9 + 4 * np.pi * np.linalg.norm(antenna - tag, axis=1) / 0.3256 + 0.1 * rng.standard_normal(150)
    phases[40:60] += 1.5
    reads = np.column_stack([antenna, phases % (2 * np.pi)])
    assert np.linalg.norm(tag_hologram(reads, reach=3.0) - tag) < 0.08
    mirrored = reads * [1, -1, 1]
    assert np.linalg.norm(tag_hologram(mirrored, side=-1, reach=3.0) - [tag[0], -tag[1]]) < 0.08
    with pytest.raises(ValueError, match="one place"):
        tag_hologram(np.tile(reads[:1], (20, 1)))


def test_nlos_weights_fall_with_the_gap() -> None:
    powers = np.array([[[1.0, -80.0, -78.0], [2.0, -90.0, -82.0], [3.0, -95.0, np.nan]]])
    assert nlos_weights(powers) == pytest.approx(np.array([[1.0, 0.51, 0.0]]))
    with pytest.raises(ValueError, match="above clear"):
        nlos_weights(powers, clear=10, blocked=6)


def test_track_ranges_through_blocked_distances() -> None:
    rng = np.random.default_rng(5)
    turn = np.linspace(0, 2 * np.pi, 400)
    way = np.column_stack([5 + 3 * np.cos(turn), 4 + 2.5 * np.sin(turn)])
    distances = np.linalg.norm(way[:, None] - ROOM, axis=-1) + 0.08 * rng.standard_normal((400, 5))
    distances[100:250, 1] += 1.2
    distances[150:300, 3] = np.nan
    weights = np.ones((400, 5))
    errors = np.linalg.norm(track_ranges(distances, ROOM, weights) - way, axis=1)
    assert errors.max() < 0.7
    weights[100:250, 1] = 0.02
    warned = np.linalg.norm(track_ranges(distances, ROOM, weights) - way, axis=1)
    assert np.median(warned) < 0.09
    assert warned.max() < 0.35
    with pytest.raises(ValueError, match="first sample"):
        track_ranges(distances, ROOM, weights * [1, 1, 0, 0, 0])


def test_particle_filter_follows_a_walk_in_heavy_shadowing() -> None:
    rng = np.random.default_rng(6)
    steps = np.arange(150)
    way = np.column_stack([5 + 4 * np.cos(steps / 25), 4 + 3 * np.sin(steps / 25)])
    true = np.linalg.norm(way[:, None] - ROOM, axis=-1)
    distances = true * 10 ** (0.15 * rng.standard_normal(true.shape))
    distances[::10] = np.nan
    distances[::17, 2] *= 5
    found = particle_filter(distances, ROOM)
    alone = np.array([trilaterate(ROOM, row) for row in np.where(np.isfinite(distances), distances, 5.0)])
    error, of_single = (np.median(np.linalg.norm(places - way, axis=1)[20:]) for places in (found, alone))
    assert error < 1.2
    assert error < 0.8 * of_single
    assert np.array_equal(found, particle_filter(distances, ROOM))
    assert not np.array_equal(found, particle_filter(distances, ROOM, seed=1))
    with pytest.raises(ValueError, match="nothing"):
        particle_filter(np.full((3, 5), np.nan), ROOM)


def test_dilution_of_precision_of_known_geometries() -> None:
    cross = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    assert dilution_of_precision(cross, np.zeros(2)) == pytest.approx(1.0)
    assert dilution_of_precision(cross[:3], np.zeros(2)) == pytest.approx(np.sqrt(1.5))
    assert dilution_of_precision(cross[:3], np.zeros(2), clock=True) > dilution_of_precision(cross[:3], np.zeros(2))
    assert dilution_of_precision(cross[:2], np.zeros(2)) == float("inf")
    with pytest.raises(ValueError, match="anchor"):
        dilution_of_precision(cross, cross[0])


def test_table_positions_in_the_order_of_rows() -> None:
    table = {"z": np.array([1, 2]), "y": np.array([5, 6]), "x": np.array([3, 4]), "name": np.array(["a", "b"])}
    assert table_positions(table).tolist() == [[3, 5, 1], [4, 6, 2]]
    with pytest.raises(ValueError, match="y"):
        table_positions({"x": np.zeros(2)})
    with pytest.raises(ValueError, match="twice"):
        table_positions({"x": np.zeros(2), "y": np.zeros(2)})


def test_position_scores_by_recording() -> None:
    truth = {"recording": np.array(["a", "a", "b"]), "x": np.array([0.0, 0, 0]), "y": np.array([0.0, 0, 0])}
    found = {"a": np.array([[9.0, 0.0], [0.0, 1.0]]), "b": np.array([3.0, 4.0])}
    median, error_90, errors = position_scores(found, truth)
    assert (median, errors["b"]) == (5.0, 5.0)
    assert error_90 == pytest.approx(8.2)
    assert position_scores({"a": found["a"]}, truth, settle=1)[0] == 1.0
    with pytest.raises(ValueError, match="b: 2 places"):
        position_scores({"b": found["a"]}, truth)
