"""Motion sensors: generated walks, falls and turns whose truth is known, and recorded ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from knowledge.methods.imu.activity_features import activity_features
from knowledge.methods.imu.complementary_filter import complementary_filter
from knowledge.methods.imu.enmo import enmo
from knowledge.methods.imu.euler_angles import euler_angles
from knowledge.methods.imu.falls import falls
from knowledge.methods.imu.gait_events import gait_events
from knowledge.methods.imu.gait_symmetry import gait_symmetry
from knowledge.methods.imu.gait_verdict import gait_verdict
from knowledge.methods.imu.gestures_by_dtw import gestures_by_dtw
from knowledge.methods.imu.gravity_removal import gravity_removal
from knowledge.methods.imu.inertial_channels import inertial_channels
from knowledge.methods.imu.madgwick import madgwick
from knowledge.methods.imu.mahony import mahony
from knowledge.methods.imu.stationary_samples import stationary_samples
from knowledge.methods.imu.step_peaks import step_peaks
from knowledge.methods.imu.vertical_acceleration import vertical_acceleration
from knowledge.methods.imu.walking_bouts import walking_bouts
from knowledge.methods.imu.zero_velocity_integration import zero_velocity_integration
from tests.ingest.shared import shared

GRAVITY = 9.81


def turned(vectors: np.ndarray, seed: int = 0) -> np.ndarray:
    """The vectors in a sensor that is mounted at some angle."""
    return np.asarray(Rotation.random(random_state=seed).apply(vectors))


def walk(contacts: np.ndarray, seconds: float, rate: float, limp: float = 0.0) -> np.ndarray:
    """Acceleration of a trunk: a bounce and a heel strike at each contact, every other one weaker by a share."""
    times = np.arange(round(seconds * rate)) / rate
    strengths = np.where(np.arange(len(contacts)) % 2, 1 - limp, 1.0)
    phase = np.interp(times, contacts, np.arange(len(contacts)), left=np.nan, right=np.nan)
    gain = np.interp(times, contacts, strengths)
    bounce = np.nan_to_num(1.8 * np.cos(2 * np.pi * (phase - 0.12))) * gain
    strikes = (np.exp(-(((times[:, None] - contacts) / 0.03) ** 2)) * strengths).sum(axis=1)
    sway = np.nan_to_num(0.8 * np.sin(np.pi * phase))
    return np.column_stack([0.4 * strikes, sway, GRAVITY + bounce + 2 * strikes])


def tumbling(seconds: float, rate: float, bias: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Accelerometer, gyroscope and true roll and pitch of a sensor that rolls, pitches and turns, with noise and shaking."""
    times, generator = np.arange(round(seconds * rate)) / rate, np.random.default_rng(1)
    roll, pitch, yaw = 0.7 * np.sin(1.1 * times), 0.5 * np.sin(0.7 * times + 1), 0.6 * times
    attitude = Rotation.from_euler("ZYX", np.column_stack([yaw, pitch, roll]))
    turning = np.vstack([(attitude[:-1].inv() * attitude[1:]).as_rotvec() * rate, np.zeros((1, 3))])
    shaking = 1.5 * np.sin(2 * np.pi * 3 * times)[:, None] * np.array([1.0, 0.5, 0.0])
    felt = attitude.inv().apply(np.array([0, 0, GRAVITY]) + shaking) + generator.normal(0, 0.1, (len(times), 3))
    return felt, turning + bias + generator.normal(0, 0.01, turning.shape), roll, pitch


def degrees(found: np.ndarray, true: np.ndarray, skip: int) -> float:
    """Root mean square difference of angles after the first samples."""
    return float(np.degrees(np.sqrt(np.mean((found - true)[skip:] ** 2))))


def test_gravity_removal_parts_posture_and_motion() -> None:
    times = np.arange(3000) / 50
    lean = 0.3 * np.sin(2 * np.pi * 0.02 * times)
    true = GRAVITY * np.column_stack([np.sin(lean), 0 * lean, np.cos(lean)])
    motion = np.column_stack([np.sin(2 * np.pi * 1.5 * times), 0 * times, 2 * np.sin(2 * np.pi * 2 * times)])
    linear, gravity = gravity_removal(true + motion, 50.0)
    assert np.abs(gravity - true)[200:-200].max() < 0.15
    assert np.abs(linear - motion)[200:-200].max() < 0.15
    with pytest.raises(ValueError, match="finite"):
        gravity_removal(np.full((100, 3), np.nan), 50.0)


def test_vertical_acceleration_is_the_same_at_any_angle() -> None:
    body = walk(np.arange(0.5, 29, 0.55), 30, 50)
    signal, horizontal = vertical_acceleration(turned(body, 3), 50.0)
    assert np.corrcoef(signal, body[:, 2])[0, 1] > 0.99
    assert np.corrcoef(horizontal, np.linalg.norm(body[:, :2], axis=1))[0, 1] > 0.9
    with pytest.raises(ValueError, match="gravity"):
        vertical_acceleration(np.zeros((100, 3)), 50.0)


@pytest.mark.parametrize(("rate", "interval"), [(25.0, 0.5), (50.0, 0.62), (100.0, 0.45)])
def test_walking_bouts_and_step_peaks_count_steps_not_gestures(rate: float, interval: float) -> None:
    generator = np.random.default_rng(2)
    contacts = np.cumsum(np.append(10.0, generator.normal(interval, 0.015, 60)))
    stop = contacts[-1] + interval
    body = walk(contacts, stop + 20, rate)
    times = np.arange(len(body)) / rate
    body[times > stop + 8] += 4 * generator.normal(size=(int((times > stop + 8).sum()), 3))
    body = turned(body, 5) + generator.normal(0, 0.2, body.shape)
    bouts = walking_bouts(body, rate)
    assert len(bouts) == 1
    assert np.abs(bouts[0] / rate - [10, stop]).max() < 3
    steps, count = step_peaks(body, rate, bouts)
    assert count == len(steps)
    assert abs(len(steps) - len(contacts)) <= 2
    assert np.abs(np.diff(steps) / rate - interval).mean() < 0.06


def test_step_peaks_counts_nothing_without_bouts() -> None:
    assert step_peaks(np.ones((100, 3)), 50.0, np.empty((0, 2), int))[1] == 0
    assert walking_bouts(np.tile([0, 0, GRAVITY], (500, 1)), 50.0).shape == (0, 2)
    with pytest.raises(ValueError, match="10 Hz"):
        step_peaks(np.ones((100, 3)), 5.0, np.array([[0, 100]]))


@pytest.mark.parametrize("interval", [0.45, 0.6, 0.75])
def test_gait_symmetry_tells_a_limp_from_an_even_walk(interval: float) -> None:
    generator = np.random.default_rng(3)
    contacts = np.cumsum(np.append(0.0, generator.normal(interval, 0.008, 80)))
    seconds = contacts[-1]
    even, limping = (
        walk(contacts, seconds, 100, limp)[:, 2] + generator.normal(0, 0.2, round(seconds * 100)) for limp in (0.0, 0.6)
    )
    cadence, step, stride, symmetry = gait_symmetry(even, 100.0)
    assert cadence == pytest.approx(60 / interval, rel=0.02)
    assert symmetry == pytest.approx(1, abs=0.05)
    assert min(step, stride) > 0.8
    cadence, _, stride, symmetry = gait_symmetry(limping, 100.0)
    assert cadence == pytest.approx(60 / interval, rel=0.02)
    assert symmetry < 0.85
    assert stride > 0.75


def test_gait_events_come_once_a_step_and_in_turn() -> None:
    contacts = np.arange(0.5, 29.5, 0.55)
    body = walk(contacts, 30, 100)[:, 2] - GRAVITY
    strikes, lifts = gait_events(body + np.random.default_rng(4).normal(0, 0.2, 3000), 100.0)
    inner = contacts[2:-2]
    offsets = (strikes[:, None] / 100 - inner)[
        np.abs(strikes[:, None] / 100 - inner).argmin(axis=0), np.arange(len(inner))
    ]
    assert abs(len(strikes) - len(contacts)) <= 2
    assert abs(np.median(offsets)) < 0.12
    assert offsets.std() < 0.015
    order = np.sort(np.concatenate([strikes, lifts]))
    assert np.isin(order[::2], strikes).mean() > 0.9 or np.isin(order[1::2], strikes).mean() > 0.9


def test_complementary_filter_beats_both_sensors_alone() -> None:
    felt, turning, roll, pitch = tumbling(60, 100, bias=0.01)
    found = complementary_filter(felt, turning, 100.0)
    alone = np.arctan2(felt[:, 1], felt[:, 2])
    integrated = roll[0] + np.cumsum(turning[:, 0]) / 100
    assert degrees(found[0], roll, 500) < 2.5
    assert degrees(found[1], pitch, 500) < 2.5
    assert min(degrees(alone, roll, 500), degrees(integrated, roll, 500)) > 4


def test_complementary_filter_passes_the_half_turn() -> None:
    angles = np.linspace(0, 2 * np.pi, 1000)
    felt = GRAVITY * np.column_stack([0 * angles, np.sin(angles), np.cos(angles)])
    turning = np.column_stack([np.full(1000, 2 * np.pi / 10), np.zeros(1000), np.zeros(1000)])
    roll, _ = complementary_filter(felt, turning, 100.0)
    assert np.abs(np.angle(np.exp(1j * (roll - angles)))).max() < 0.05


def test_madgwick_tracks_roll_pitch_and_turns_in_heading() -> None:
    felt, turning, roll, pitch = tumbling(40, 100)
    found = euler_angles(madgwick(felt, turning, 100.0))
    assert degrees(found[0], roll, 500) < 2
    assert degrees(found[1], pitch, 500) < 2
    heading = np.unwrap(found[2])
    assert heading[-1] - heading[1000] == pytest.approx(0.6 * 30, abs=0.15)


def test_madgwick_begins_level_with_gravity_and_passes_over_missing_samples() -> None:
    still = np.tile(GRAVITY * np.array([-np.sin(0.5), 0, np.cos(0.5)]), (50, 1))
    still[10:20] = 0
    quaternions = madgwick(still, np.zeros((50, 3)), 50.0)
    assert np.allclose(np.linalg.norm(quaternions, axis=1), 1)
    assert np.allclose(euler_angles(quaternions)[1], 0.5, atol=0.01)


def test_mahony_learns_the_bias_of_the_gyroscope() -> None:
    felt, turning, roll, pitch = tumbling(60, 100, bias=0.05)
    quaternions, bias = mahony(felt, turning, 100.0)
    found = euler_angles(quaternions)
    assert degrees(found[0], roll, 3000) < 2.5
    assert degrees(found[1], pitch, 3000) < 2.5
    assert np.abs(bias[-1000:, :2].mean(axis=0) - 0.05).max() < 0.015
    with pytest.raises(ValueError, match="samples, 3"):
        mahony(felt, turning[:-1], 100.0)


def test_euler_angles_agree_with_scipy() -> None:
    attitudes = Rotation.random(200, random_state=2)
    quaternions = attitudes.as_quat()[:, [3, 0, 1, 2]]
    expected = attitudes.as_euler("ZYX")
    roll, pitch, yaw = euler_angles(3 * quaternions)
    assert np.allclose(np.column_stack([yaw, pitch, roll]), expected, atol=1e-6)
    with pytest.raises(ValueError, match="zero"):
        euler_angles(np.zeros((1, 4)))


def fall(lying: bool, stirring: float = 0.0, impact: float = 3.0) -> np.ndarray:
    """Twenty seconds with free fall and impact at 10 s, ending on the ground or upright."""
    generator = np.random.default_rng(6)
    body = np.tile([0.0, 0.0, GRAVITY], (2000, 1))
    body[960:990] *= 0.3
    body[990:996] = [impact * GRAVITY, 0, 0]
    if lying:
        body[996:] = [GRAVITY, 0.0, 0.0]
    body[1010:] += stirring * GRAVITY * generator.normal(size=(990, 3))
    return body + generator.normal(0, 0.2, body.shape)


def test_falls_needs_all_of_weightlessness_impact_posture_and_rest() -> None:
    assert np.allclose(falls(turned(fall(lying=True), 7), 100.0), 990, atol=3)
    assert falls(fall(lying=False), 100.0).size == 0
    assert falls(fall(lying=True, stirring=0.5), 100.0).size == 0
    assert falls(fall(lying=True, impact=1.5), 100.0).size == 0
    no_flight = fall(lying=True)
    no_flight[960:990] = [0, 0, GRAVITY]
    assert falls(no_flight, 100.0).size == 0


def test_activity_features_tell_posture_rhythm_and_strength() -> None:
    times = np.arange(2000) / 50
    body = np.column_stack([0.5 * np.sin(2 * np.pi * 3 * times), np.sin(2 * np.pi * 3 * times), GRAVITY + 0 * times])
    features = activity_features(body, 50.0)
    assert features.shape == (19, 28)
    assert np.allclose(features[:, 16], 3, atol=0.26)
    assert np.allclose(features[:, 24], 1, atol=0.01)
    assert np.allclose(features[:, 2], GRAVITY)
    noise = activity_features(body + np.random.default_rng(7).normal(0, 2, body.shape), 50.0)
    assert (noise[:, 20] > features[:, 20] + 0.3).all()
    assert activity_features(body[:30], 50.0).shape == (1, 28)
    with pytest.raises(ValueError, match="overlap"):
        activity_features(body, 50.0, overlap=1.0)


def gestures(people: int) -> tuple[dict[str, np.ndarray], dict[str, str], dict[str, str]]:
    """Four strokes by people who differ in speed, strength and rhythm."""
    generator = np.random.default_rng(8)
    recordings, labels, groups = {}, {}, {}
    for person in range(people):
        for take in range(2):
            for kind in range(4):
                count = int(generator.integers(40, 120))
                phase = np.linspace(0, 1, count) ** generator.uniform(0.65, 1.5)
                angle = 2 * np.pi * phase
                stroke = np.column_stack([np.sin(angle * (1 + kind % 2)), np.cos(angle) if kind < 2 else np.sin(angle)])
                name = f"{kind}_{person}_{take}"
                recordings[name] = generator.uniform(0.8, 1.2) * stroke + generator.normal(0, 0.25, stroke.shape)
                labels[name], groups[name] = f"stroke{kind}", f"p{person}"
    return recordings, labels, groups


def test_gestures_by_dtw_recognises_strokes_of_unknown_people_better_without_a_stiff_clock() -> None:
    data = gestures(5)
    targets, predicted = gestures_by_dtw(*data)
    assert (targets == predicted).mean() >= 0.95
    with pytest.raises(ValueError, match="two people"):
        gestures_by_dtw(data[0], data[1], dict.fromkeys(data[0], "same"))


def test_gestures_by_dtw_never_compares_a_person_with_themselves() -> None:
    ramp, bump = np.linspace(0, 1, 40)[:, None], np.sin(np.linspace(0, np.pi, 40))[:, None]
    takes = {"1": ramp, "2": ramp, "3": bump, "4": ramp}
    labels, groups = {"1": "x", "2": "x", "3": "y", "4": "z"}, {"1": "a", "2": "a", "3": "b", "4": "b"}
    assert gestures_by_dtw(takes, labels, groups, nearest=1)[1].tolist() == ["z", "z", "x", "x"]


def test_stationary_samples_sees_slow_turning_and_light_shaking() -> None:
    generator, rate = np.random.default_rng(9), 100.0
    felt = turned(np.tile([0, 0, GRAVITY], (900, 1))) + generator.normal(0, 0.1, (900, 3))
    turning = generator.normal(0, 0.03, (900, 3))
    felt[300:400] += 1.0 * np.sin(2 * np.pi * 5 * np.arange(100) / rate)[:, None]
    turning[600:700, 2] += 0.5
    stationary = stationary_samples(felt, turning, rate)
    moving = np.zeros(900, bool)
    moving[300:400] = moving[600:700] = True
    assert (stationary[moving] == 0).mean() > 0.95
    assert stationary[~moving].mean() > 0.9


def test_zero_velocity_integration_holds_against_bias() -> None:
    rate, rest = 100.0, np.ones(1000, bool)
    linear = np.random.default_rng(10).normal(0, 0.05, (1000, 3)) + np.array([0.1, -0.05, 0.02])
    for start in (100, 300, 500, 700):
        linear[start : start + 100, 0] += 4 * np.pi * np.sin(2 * np.pi * np.arange(100) / 100)
        rest[start : start + 100] = False
    velocity, positions = zero_velocity_integration(linear, rest, rate)
    assert positions[-1] == pytest.approx([8.0, 0, 0], abs=0.15)
    assert np.abs(velocity[rest]).max() == 0
    with pytest.raises(ValueError, match="stationary"):
        zero_velocity_integration(linear, np.zeros(1000, bool), rate)


def test_enmo_counts_only_what_exceeds_gravity() -> None:
    times = np.arange(6000) / 50
    body = np.column_stack([0 * times, 0 * times, GRAVITY * (1 + 0.5 * np.sin(2 * np.pi * 2 * times) * (times >= 60))])
    activity, minutes = enmo(turned(body), 50.0)
    assert np.allclose(activity[:12], 0, atol=1e-6)
    assert np.allclose(activity[12:], 500 / np.pi, atol=2)
    assert minutes == pytest.approx(1.0)
    body[:100] = np.nan
    assert np.isfinite(enmo(body, 50.0)[0]).all()


def recorded(activity: str) -> dict[str, np.ndarray]:
    """Wrist recordings of one activity in m/s², by the person and a number."""
    files = sorted((shared("imu") / activity).glob("*.txt"))
    return {
        f"{_person(file)}_{number}": (np.loadtxt(file) / 63 * 3 - 1.5) * GRAVITY for number, file in enumerate(files)
    }


def _person(file: Path) -> str:
    return file.stem.rsplit("-", 1)[1]


@pytest.mark.data
def test_walking_bouts_hold_on_recorded_walks_and_not_on_pouring_water() -> None:
    def share(recordings: dict[str, np.ndarray]) -> float:
        return float(np.mean([np.diff(walking_bouts(body, 32.0)).sum() / len(body) for body in recordings.values()]))

    walks, pouring = share(recorded("Walk")), share(recorded("Pour_water"))
    assert walks > 0.6
    assert pouring < 0.15


@pytest.mark.data
def test_step_peaks_of_recorded_walks_come_at_a_walking_pace() -> None:
    paces = []
    for body in recorded("Walk").values():
        steps, _ = step_peaks(body, 32.0, np.array([[0, len(body)]]))
        paces.append(60 * 32 / np.median(np.diff(steps)))
    assert np.mean((np.array(paces) > 80) & (np.array(paces) < 140)) >= 0.9


@pytest.mark.data
def test_activity_features_and_gestures_by_dtw_recognise_recorded_motions_of_unknown_people() -> None:
    kinds = ("Climb_stairs", "Drink_glass", "Getup_bed", "Pour_water", "Sitdown_chair", "Walk")
    recordings = {f"{kind}/{name}": body for kind in kinds for name, body in recorded(kind).items()}
    labels = {name: name.split("/")[0] for name in recordings}
    people = {name: name.split("/")[1].split("_")[0] for name in recordings}
    targets, predicted = gestures_by_dtw(recordings, labels, people)
    assert (targets == predicted).mean() >= 0.6
    features = {name: activity_features(body, 32.0, 30.0)[0] for name, body in recordings.items()}
    assert _nearest_mean(features, labels, people) >= 0.6


def _nearest_mean(features: dict[str, np.ndarray], labels: dict[str, str], people: dict[str, str]) -> float:
    names = sorted(features)
    matrix = np.array([features[name] for name in names])
    matrix = (matrix - matrix.mean(axis=0)) / (matrix.std(axis=0) + 1e-9)
    kinds, owners = np.array([labels[name] for name in names]), np.array([people[name] for name in names])
    right = 0
    for row, kind, owner in zip(matrix, kinds, owners, strict=True):
        others = owners != owner
        means = {other: matrix[others & (kinds == other)].mean(axis=0) for other in set(kinds)}
        right += min(means, key=lambda other: float(np.linalg.norm(row - means[other]))) == kind
    return right / len(names)


def test_gait_verdict_asks_for_regular_strides_first() -> None:
    assert [gait_verdict(*pair) for pair in ((0.86, 0.9), (0.84, 0.9), (0.5, 0.4))] == ["even", "limping", "irregular"]
    with pytest.raises(ValueError, match="numbers"):
        gait_verdict(float("nan"), 0.9)


def test_inertial_channels_converts_units_and_takes_off_the_offset_at_rest() -> None:
    recording = np.zeros((300, 6))
    recording[:, 2], recording[:, 4] = 1000.0, 2.0
    recording[100:, 4] += 180.0
    acceleration, rotation = inertial_channels(recording, acceleration_unit="mg")
    assert acceleration[0] == pytest.approx([0, 0, 9.80665])
    assert rotation[0] == pytest.approx([0, 0, 0])
    assert rotation[200] == pytest.approx([0, np.pi, 0])
    with pytest.raises(ValueError, match="units"):
        inertial_channels(recording, rotation_unit="rpm")
