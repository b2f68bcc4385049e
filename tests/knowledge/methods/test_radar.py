"""Radar methods on reflections computed from the radar equation's phases: distance, speed and angle are known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.radar.angle_fft import angle_fft
from knowledge.methods.radar.ca_cfar import ca_cfar
from knowledge.methods.radar.chest_signal import chest_signal
from knowledge.methods.radar.cluster_points import cluster_points
from knowledge.methods.radar.count_tracks import count_tracks
from knowledge.methods.radar.dacm_phase import dacm_phase
from knowledge.methods.radar.gait_features import gait_features
from knowledge.methods.radar.integrate_profiles import integrate_profiles
from knowledge.methods.radar.interpolate_peaks import interpolate_peaks
from knowledge.methods.radar.micro_doppler import micro_doppler
from knowledge.methods.radar.moving_points import moving_points
from knowledge.methods.radar.mti_filter import mti_filter
from knowledge.methods.radar.music_angles import music_angles
from knowledge.methods.radar.nearest_target import nearest_target
from knowledge.methods.radar.os_cfar import os_cfar
from knowledge.methods.radar.range_doppler_map import range_doppler_map
from knowledge.methods.radar.range_fft import range_fft
from knowledge.methods.radar.vital_signs import vital_signs

LIGHT = 299_792_458.0
WAVELENGTH = 3.9e-3
RATE, SLOPE, INTERVAL = 5e6, 60e12, 1e-4


def noise(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return np.asarray((rng.standard_normal(shape) + 1j * rng.standard_normal(shape)) / np.sqrt(2))


def chirps_of(distance: float, speed: float, count: int = 128, samples: int = 256) -> np.ndarray:
    """The beat signal of one target that goes away at ``speed``."""
    places = distance + speed * np.arange(count) * INTERVAL
    beats = 2 * places[:, None] * SLOPE / LIGHT * np.arange(samples) / RATE
    return np.exp(2j * np.pi * (beats + 2 * places[:, None] / WAVELENGTH))


@pytest.mark.parametrize("distance", [1.5, 4.2, 6.0])
def test_range_fft_finds_the_distance_beside_an_offset(distance: float) -> None:
    chirps = chirps_of(distance, 0.0) + 5.0
    width = RATE / 256 * LIGHT / (2 * SLOPE)
    for given, scale in ((chirps, 1.0), (chirps.real, 0.5)):
        profiles, ranges = range_fft(given)
        top = np.abs(profiles[0]).argmax()
        assert ranges[top] == pytest.approx(distance, abs=0.6 * width)
        assert np.abs(profiles[0, top]) == pytest.approx(scale, rel=0.2)
    with pytest.raises(ValueError, match="8 samples"):
        range_fft(chirps[:, :4])


@pytest.mark.parametrize("speed", [3.0, -6.0])
def test_range_doppler_map_signs_speeds(speed: float) -> None:
    profiles, ranges = range_fft(chirps_of(4.0, speed))
    power, speeds = range_doppler_map(profiles)
    row, column = np.unravel_index(power.argmax(), power.shape)
    assert power.shape == (len(ranges), len(speeds))
    assert ranges[row] == pytest.approx(4.0, abs=0.06)
    assert speeds[column] == pytest.approx(speed, abs=0.16)
    assert power.max() == pytest.approx(1.0, rel=0.4)


def test_ca_cfar_keeps_its_rate_of_false_alarms() -> None:
    power = np.random.default_rng(0).exponential(size=(400, 400)) * np.linspace(1, 50, 400)[:, None]
    assert 110 <= len(ca_cfar(power, false_alarm=1e-3)) <= 210  # 160 expected
    power[100, 100], power[300, 300] = 25 * 13, 25 * 40
    assert [300, 300] in ca_cfar(power, false_alarm=1e-6).tolist()
    assert len(ca_cfar(power, false_alarm=1e-7)) <= 2
    with pytest.raises(ValueError, match="wide and high"):
        ca_cfar(power[:10])


def test_os_cfar_sees_neighbours_that_would_mask_each_other() -> None:
    rng = np.random.default_rng(1)
    spectrum = np.abs(noise(rng, 20_000))
    assert 5 <= len(os_cfar(spectrum, false_alarm=1e-3)) <= 35
    targets = np.array([5000, 5006, 5012, 5020])
    spectrum[targets] = [30, 12, 40, 10]
    assert set(targets) <= set(os_cfar(spectrum, false_alarm=1e-5).tolist())
    with pytest.raises(ValueError, match="longer"):
        os_cfar(spectrum[:20])


def test_mti_filter_removes_what_stands_and_keeps_the_noise_level() -> None:
    rng = np.random.default_rng(2)
    wall = np.full((500, 4), 100 + 20j)
    for pulses in (2, 3):
        filtered = mti_filter(wall + noise(rng, 500, 4), pulses)
        assert filtered.shape == (501 - pulses, 4)
        assert np.mean(np.abs(filtered) ** 2) == pytest.approx(1.0, abs=0.1)
    ramp = np.arange(10)[:, None] * np.ones((1, 2)) * 1j
    assert np.allclose(mti_filter(ramp, 3), 0)
    assert not np.allclose(mti_filter(ramp, 2), 0)


@pytest.mark.parametrize("angle", [-50.0, 0.0, 20.0])
def test_angle_fft_and_music_find_one_direction(angle: float) -> None:
    rng = np.random.default_rng(3)
    row = np.exp(1j * np.pi * np.sin(np.radians(angle)) * np.arange(8))
    snapshots = noise(rng, 50, 1) * row + 0.1 * noise(rng, 50, 8)
    spectrum, angles = angle_fft(snapshots)
    assert angles[spectrum.argmax()] == pytest.approx(angle, abs=1.0)
    assert spectrum.max() == pytest.approx(np.mean(np.abs(snapshots) ** 2), rel=0.1)
    assert music_angles(snapshots) == pytest.approx([angle], abs=0.5)


def test_music_angles_separates_what_a_beam_does_not() -> None:
    rng = np.random.default_rng(4)
    rows = np.exp(1j * np.pi * np.outer(np.sin(np.radians([-4.0, 5.0])), np.arange(8)))
    snapshots = noise(rng, 300, 2) @ rows + 0.1 * noise(rng, 300, 8)
    assert music_angles(snapshots, sources=2) == pytest.approx([-4.0, 5.0], abs=0.6)
    coherent = noise(rng, 300, 1) * (rows[0] + 1j * rows[1]) + 0.05 * noise(rng, 300, 8)
    assert len(music_angles(coherent, sources=2)) == 2
    with pytest.raises(ValueError, match="antennas"):
        music_angles(snapshots, sources=8)


def test_angle_fft_needs_a_row_of_antennas() -> None:
    with pytest.raises(ValueError, match="complex"):
        angle_fft(np.ones((4, 8)))


def test_chest_signal_prefers_breathing_to_a_strong_wall() -> None:
    rng = np.random.default_rng(5)
    profiles = 0.05 * noise(rng, 400, 30)
    profiles[:, 20] += 50.0
    profiles[:, 0] += 3 * noise(rng, 400)
    profiles[:, 11] += np.exp(2j * np.sin(np.arange(400) / 15))
    samples, chosen = chest_signal(profiles)
    assert chosen == 11
    assert np.array_equal(samples, profiles[:, 11])


@pytest.mark.parametrize("scale", [1.0, 30.0])
def test_dacm_phase_follows_many_turns_beside_a_static_reflection(scale: float) -> None:
    rng = np.random.default_rng(6)
    truth = 9 * np.sin(2 * np.pi * 0.3 * np.arange(3000) / 100)
    samples = scale * (2 - 1j + np.exp(1j * truth) + 0.01 * noise(rng, 3000))
    phase = dacm_phase(samples)
    assert phase[0] == 0.0
    assert np.abs((phase - truth) - np.mean(phase - truth)).max() < 0.4
    assert np.corrcoef(dacm_phase(samples - scale * (2 - 1j), offset=False), truth)[0, 1] > 0.999


@pytest.mark.parametrize(("breaths", "beats", "rate"), [(12.0, 63.0, 20.0), (16.5, 82.0, 20.0), (21.0, 110.0, 50.0)])
def test_vital_signs_past_the_harmonics_of_breathing(breaths: float, beats: float, rate: float) -> None:
    rng = np.random.default_rng(7)
    times = np.arange(int(60 * rate)) / rate
    turn = 2 * np.pi * breaths / 60 * times
    chest = 6 * np.sin(turn) + 1.2 * np.sin(2 * turn + 1) + 0.6 * np.sin(4 * turn + 2) + 0.3 * np.sin(5 * turn)
    heart = 0.25 * np.sin(2 * np.pi * beats / 60 * times) + 0.08 * np.sin(4 * np.pi * beats / 60 * times)
    found = vital_signs(chest + heart + 0.05 * rng.standard_normal(len(times)), rate)
    assert found == pytest.approx((breaths, beats), abs=1.0)
    with pytest.raises(ValueError, match="20 s"):
        vital_signs(chest[: int(5 * rate)], rate)


def test_micro_doppler_shows_torso_and_swinging_limb() -> None:
    rng = np.random.default_rng(8)
    times = np.arange(4000) / 1000
    swing = 1.0 + 1.2 * np.cos(2 * np.pi * times)
    turns = 4 * np.pi / 12.4e-3 * np.stack([1.0 * times, np.cumsum(swing) / 1000])
    profiles = np.zeros((4000, 3), complex)
    profiles[:, 1] = np.exp(1j * turns[0]) + 0.5 * np.exp(1j * turns[1]) + 40
    profiles += 0.1 * noise(rng, 4000, 3)
    spectrogram, speeds, at = micro_doppler(profiles, wavelength=24.8e-3)
    assert spectrogram.shape == (len(at), len(speeds))
    torso = speeds[spectrogram.argmax(axis=1)]
    assert np.median(torso) == pytest.approx(2.0, abs=0.06)  # twice the wavelength: twice the speed
    limb = speeds[[np.flatnonzero(row > 20)[-1] for row in spectrogram]]
    assert limb.max() == pytest.approx(4.4, abs=0.25)
    assert at[limb.argmax()] % 1.0 == pytest.approx(0.0, abs=0.15) or at[limb.argmax()] % 1.0 > 0.85


def test_gait_features_measure_speed_width_and_rhythm() -> None:
    times, speeds = np.arange(0, 8, 0.02), np.linspace(-6, 6, 241)
    found = []
    for torso, swing, period in ((1.2, 0.6, 1.1), (2.5, 2.0, 0.7)):
        limb = torso + swing * np.sin(2 * np.pi * times / period)
        power = np.exp(-((speeds - torso) ** 2) / 0.01) + 0.4 * np.exp(-((speeds - limb[:, None]) ** 2) / 0.01)
        found.append(gait_features(10 * np.log10(1 + 1e4 * power), speeds, times))
    walk, run = found
    assert (walk[2], run[2]) == pytest.approx((1.2, 2.5), abs=0.3)
    assert run[6] > 1.5 * walk[6]
    # The width swings to both sides of the torso: twice a period.
    assert min(abs(walk[10] - 1.1), abs(walk[10] - 0.55)) < 0.03
    assert min(abs(run[10] - 0.7), abs(run[10] - 1.4)) < 0.03
    with pytest.raises(ValueError, match="second or more"):
        gait_features(np.ones((3, 241)), speeds, times[:3])


def test_interpolate_peaks_beats_the_bins() -> None:
    places = np.array([20.0, 50.25, 80.5, 110.8])
    tones = np.exp(2j * np.pi * places[:, None] * np.arange(256) / 256).sum(axis=0)
    spectrum = np.abs(np.fft.fft(tones * np.hanning(256)))
    peaks = np.array([20, 50, 80, 111])
    assert interpolate_peaks(spectrum, peaks) == pytest.approx(places, abs=0.03)
    assert interpolate_peaks(spectrum, peaks, 0.1) == pytest.approx(places / 10, abs=0.003)
    assert interpolate_peaks(spectrum, np.array([0])).tolist() == [0.0]
    assert interpolate_peaks(spectrum, np.array([], int)).tolist() == []
    with pytest.raises(ValueError, match="within"):
        interpolate_peaks(spectrum, np.array([256]))


def test_moving_points_keeps_two_people_in_line_apart_from_ghosts() -> None:
    near, far = [3, 0.0, 2.0, 1.0, 0.6, 20.0], [3, 0.0, 4.0, 1.0, -0.4, 15.0]
    ghost, other_frame = [3, 0.0, 5.0, 1.0, 0.6, 12.0], [4, 0.0, 5.0, 1.0, 0.6, 12.0]
    same_body = [3, 0.0, 2.3, 0.5, 0.6, 15.0]
    chair, weak = [3, 1.0, 1.0, 1.0, 0.01, 30.0], [3, 1.0, 1.0, 1.0, 0.5, 4.0]
    kept = moving_points(np.array([near, same_body, far, ghost, other_frame, chair, weak]))
    assert kept.tolist() == [near, same_body, far, other_frame]
    assert moving_points(np.empty((0, 6))).shape == (0, 6)


def test_cluster_points_finds_bodies_in_sparse_frames() -> None:
    rng = np.random.default_rng(9)
    bodies = np.array([[0, 2, 1], [1.5, 3, 1], [-2, 4, 1.2]])
    rows = [
        np.column_stack([np.full(9, frame), np.repeat(bodies, 3, axis=0) + rng.normal(0, [0.1, 0.1, 0.3], (9, 3))])
        for frame in range(10)
    ]
    stray = np.column_stack([rng.integers(0, 10, 8), rng.uniform([-5, 6, 0], [5, 9, 2], (8, 3))])
    points = np.vstack([*rows, stray])
    centroids, frames = cluster_points(points)
    assert np.bincount(frames)[2:].tolist() == [3] * 8
    nearest = np.linalg.norm(centroids[:, None, :2] - bodies[:, :2], axis=-1).min(axis=1)
    assert nearest.max() < 0.2
    empty = cluster_points(np.empty((0, 4)))
    assert (empty[0].shape, len(empty[1])) == ((0, 3), 0)


def test_count_tracks_bridges_gaps_and_ignores_flickers() -> None:
    rng = np.random.default_rng(10)
    steps = np.arange(60)
    one = np.column_stack([0.05 * steps, np.zeros(60)])
    two = np.column_stack([3 - 0.05 * steps, np.full(60, 1.5)])
    seen = rng.random((60, 2)) < 0.8
    seen[[0, -1]] = True
    flicker = np.array([[9.0, 9.0]])
    places, frames = [], []
    for frame in steps:
        found = [walk[frame] for walk, there in zip((one, two), seen[frame], strict=True) if there]
        found += [flicker[0]] if frame in {20, 50} else []
        places.extend(found)
        frames.extend([frame] * len(found))
    counts, typical = count_tracks(np.array(places), np.array(frames))
    assert counts.tolist() == [2] * 60
    assert typical == 2
    assert count_tracks(np.empty((0, 3)), np.empty(0, int))[1] == 0
    with pytest.raises(ValueError, match="order"):
        count_tracks(np.zeros((2, 2)), np.array([3, 1]))


def test_integrate_profiles_lifts_an_echo_that_drifts_in_phase() -> None:
    rng = np.random.default_rng(11)
    profiles = noise(rng, 256, 64)
    profiles[:, 40] += 0.7 * np.exp(2j * np.pi * np.arange(256) / 90)
    spectrum = integrate_profiles(profiles)
    assert spectrum.argmax() == 40
    assert np.sqrt(np.mean(np.delete(spectrum, 40) ** 2)) == pytest.approx(1 / np.sqrt(8), rel=0.1)
    assert integrate_profiles(profiles, coherent=256)[40] < spectrum[40] / 3
    with pytest.raises(ValueError, match="300 chirps"):
        integrate_profiles(profiles, coherent=300)


def test_nearest_target_weighs_echoes_by_their_distance() -> None:
    places, peaks = np.array([0.1, 1.0, 2.0, 4.0]), np.array([1, 10, 20, 40])
    spectrum = np.full(64, 1e-3)
    spectrum[peaks] = [500.0, 0.04, 0.25, 0.3]
    assert nearest_target(places, spectrum, peaks) == 2.0
    assert nearest_target(places, spectrum, peaks, below=45) == 1.0
    assert np.isnan(nearest_target(places[:1], spectrum, peaks[:1]))
    with pytest.raises(ValueError, match="as many"):
        nearest_target(places, spectrum, peaks[:2])
