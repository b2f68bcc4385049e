"""Touch methods on synthetic counts and pressures whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.touch.debounce import debounce
from knowledge.methods.touch.force_calibration import force_calibration
from knowledge.methods.touch.grip_features import grip_features
from knowledge.methods.touch.slider_positions import slider_positions
from knowledge.methods.touch.slip_onsets import slip_onsets
from knowledge.methods.touch.touch_points import touch_points
from knowledge.methods.touch.touch_states import touch_states


def _button(seed: int, rate: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    count = int(60 * rate)
    truth = np.zeros(count, bool)
    for start in (10, 20, 30, 45):
        truth[int(start * rate) : int((start + 0.6 + 0.8 * (start == 30)) * rate)] = True
    drift = np.linspace(0, 90, count)  # more than the touch itself
    return 800 + drift + 40 * truth + rng.normal(0, 3, count), truth


@pytest.mark.parametrize(("seed", "rate"), [(0, 100.0), (1, 40.0), (2, 250.0)])
def test_touch_states_follow_touches_over_drift(seed: int, rate: float) -> None:
    signal, truth = _button(seed, rate)
    touched = touch_states(signal, rate)
    assert np.abs(np.diff(touched.astype(int))).sum() == 8
    assert (touched == truth).mean() > 0.995


def test_touch_states_do_not_take_a_spike_for_a_touch() -> None:
    signal, _ = _button(3)
    signal[500] += 200
    assert not touch_states(signal, 100.0)[480:520].any()
    with pytest.raises(ValueError, match="release"):
        touch_states(signal, 100.0, press=3.0, release=4.0)


def test_touch_states_keep_a_long_touch() -> None:
    signal = 500 + np.random.default_rng(4).normal(0, 2, 6000)
    signal[1000:5000] += 40
    touched = touch_states(signal, 100.0)
    assert touched[1010:4990].all()
    assert not touched[5010:].any()


def test_debounce_gives_one_edge_a_press() -> None:
    rng = np.random.default_rng(0)
    truth = np.zeros(2000, bool)
    truth[300:700], truth[1200:1500] = True, True
    bouncing = truth.copy()
    for edge in (300, 700, 1200, 1500):
        bouncing[edge : edge + 8] = rng.random(8) > 0.5
    bouncing[[100, 900]] = True
    states = debounce(bouncing, 1000.0, hold=0.012)
    assert np.abs(np.diff(states.astype(int))).sum() == 4
    assert (states[12:] == truth[:-12]).mean() > 0.97
    with pytest.raises(ValueError, match="above 0"):
        debounce(bouncing, 0.0)


def _swipe(places: np.ndarray, electrodes: int) -> np.ndarray:
    distance = np.abs(np.arange(electrodes)[None] - places[:, None])
    return np.asarray(100 * np.maximum(1 - np.minimum(distance, electrodes - distance) / 1.5, 0))


def test_slider_positions_follow_a_swipe_between_electrodes() -> None:
    places = np.linspace(1.0, 5.0, 81)
    rises = _swipe(places, 8) + np.random.default_rng(1).normal(0, 1, (81, 8))
    positions = slider_positions(rises, 40.0, pitch=4.0)
    assert np.abs(positions / 4.0 - places).max() < 0.2
    disturbed = rises.copy()
    disturbed[:, 7] += 30  # a drop of water far from the finger
    assert np.abs(slider_positions(disturbed, 40.0)[:60] - places[:60]).max() < 0.2


def test_slider_positions_go_round_a_wheel() -> None:
    rises = _swipe(np.array([7.5]), 8)
    assert slider_positions(rises, 40.0, wheel=True) == pytest.approx([7.5], abs=0.01)
    assert np.isnan(slider_positions(np.zeros((1, 8)), 40.0)[0])
    with pytest.raises(ValueError, match="three electrodes"):
        slider_positions(np.zeros((4, 2)), 40.0)


def _grip(seed: int, rate: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    times = np.arange(0, 8, 1 / rate)
    force = 4 + 2 * np.sin(2 * np.pi * 0.4 * times) + np.where(times > 5, 3.0, 0.0) + rng.normal(0, 0.02, len(times))
    for start, end in ((2.0, 2.3), (6.0, 6.6)):
        inside = (times >= start) & (times < end)
        force[inside] += 0.25 * rng.normal(0, 1, inside.sum())
    return force


@pytest.mark.parametrize(("seed", "rate"), [(0, 1000.0), (1, 1000.0), (2, 2000.0), (3, 400.0)])
def test_slip_onsets_are_told_from_changes_of_grip(seed: int, rate: float) -> None:
    onsets = slip_onsets(_grip(seed, rate), rate) / rate
    assert onsets == pytest.approx([2.0, 6.0], abs=0.03)


def test_slip_onsets_need_a_fast_sensor() -> None:
    with pytest.raises(ValueError, match="too low"):
        slip_onsets(np.zeros(1000), 50.0)


def test_grip_features_give_the_moments_of_a_known_contact() -> None:
    frames = np.zeros((20, 8, 8))
    frames[5:15, 2:4, 1:7] = 1.5
    features = grip_features(frames)
    assert features[:8] == pytest.approx([18.0, 12 / 64, 1.5, 2.5, 3.5, np.sqrt(35 / 12), 0.5, np.log(12)])
    assert features[8:16] == pytest.approx(np.zeros(8), abs=1e-9)
    assert features[16] == 0.5


def test_grip_features_do_not_depend_on_how_the_hand_is_turned() -> None:
    frames = np.random.default_rng(2).gamma(1.0, 1.0, (5, 8, 8))
    turned = grip_features(np.rot90(frames, axes=(1, 2)))
    assert turned[[0, 1, 2, 5, 6, 7]] == pytest.approx(grip_features(frames)[[0, 1, 2, 5, 6, 7]])
    with pytest.raises(ValueError, match="pressure"):
        grip_features(np.zeros((3, 4, 4)))


def test_force_calibration_stands_one_bad_point() -> None:
    rng = np.random.default_rng(3)
    forces = np.array([0.5, 1, 2, 4, 6, 8, 12, 16, 20])
    conductances = 25 * forces**1.1 * rng.normal(1, 0.01, 9)
    conductances[4] *= 3
    truth = np.array([0.7, 3.0, 15.0])
    measured, exponent = force_calibration(conductances, forces, np.append(25 * truth**1.1, [0.0, np.nan]))
    assert measured[:3] == pytest.approx(truth, rel=0.04)
    assert measured[3] == 0.0
    assert np.isnan(measured[4])
    assert exponent == pytest.approx(1.1, abs=0.03)


def test_force_calibration_refuses_what_is_no_force_sensor() -> None:
    with pytest.raises(ValueError, match="rise"):
        force_calibration(np.array([3.0, 2.0, 1.0]), np.array([1.0, 2.0, 3.0]), np.array([1.0]))


def test_touch_points_place_two_fingers_finer_than_the_grid() -> None:
    rows, columns = np.indices((10, 16))
    truth = np.array([[3.3, 4.6], [6.0, 11.25]])
    fingers = [np.exp(-((rows - r) ** 2 + (columns - c) ** 2) / 1.6) for r, c in truth]
    image = 120 * fingers[0] + 90 * fingers[1] + np.random.default_rng(4).normal(0, 1.5, (10, 16))
    points = touch_points(image, threshold=30.0)
    assert points == pytest.approx(truth, abs=0.08)


def test_touch_points_of_an_untouched_pad_are_none() -> None:
    assert touch_points(np.ones((4, 4)), threshold=5.0).shape == (0, 2)
    assert len(touch_points(np.full((4, 4), 9.0), threshold=5.0)) == 1
