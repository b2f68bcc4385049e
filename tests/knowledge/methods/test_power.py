"""Power methods on mains waves, switching homes and batteries whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.power.appliance_edges import appliance_edges
from knowledge.methods.power.appliance_pairs import appliance_pairs
from knowledge.methods.power.appliance_states import appliance_states
from knowledge.methods.power.harmonic_distortion import harmonic_distortion
from knowledge.methods.power.load_profile import load_profile
from knowledge.methods.power.power_quantities import power_quantities
from knowledge.methods.power.pulse_energy import pulse_energy
from knowledge.methods.power.state_of_charge import state_of_charge
from knowledge.methods.power.voltage_events import voltage_events

RATE = 6400.0
TIMES = np.arange(6400) / RATE


def mains(rms: float, frequency: float = 50.0, phase: float = 0.0) -> np.ndarray:
    wave: np.ndarray = np.sqrt(2) * rms * np.sin(2 * np.pi * frequency * TIMES - phase)
    return wave


def home() -> tuple[np.ndarray, np.ndarray]:
    """A day's power at 0.1 Hz of a fridge (120 W), kettle (2000 W) and lamp (60 W) on 80 W, and what was on."""
    on = np.zeros((3000, 3), dtype=bool)
    for start in range(100, 2800, 400):
        on[start : start + 150, 0] = True
    on[520:545, 1] = on[1740:1770, 1] = True
    on[600:1200, 2] = on[1710:2600, 2] = True
    power = 80 + on @ np.array([120.0, 2000.0, 60.0]) + np.random.default_rng(0).normal(0, 3, 3000)
    # The compressor's inrush lasts for one reading.
    power[np.arange(100, 2800, 400)] += 400
    return power, on


@pytest.mark.parametrize("frequency", [50.0, 49.7, 50.35])
def test_power_quantities(frequency: float) -> None:
    voltage, phase = mains(230.0, frequency, 0.3), 0.3 + np.pi / 6
    current = mains(4.0, frequency, phase) + mains(3.0, 3 * frequency, 0.5)
    rms_voltage, rms_current, active, reactive, apparent, factor = power_quantities(voltage, current, RATE)
    assert rms_voltage == pytest.approx(230.0, rel=0.002)
    # The harmonic counts in the current, not in the real power.
    assert rms_current == pytest.approx(5.0, rel=0.003)
    assert active == pytest.approx(230 * 4 * np.cos(np.pi / 6), rel=0.005)
    assert reactive == pytest.approx(230 * 4 * 0.5, rel=0.01)
    assert apparent == pytest.approx(230 * 5, rel=0.005)
    assert factor == pytest.approx(0.8 * np.cos(np.pi / 6), rel=0.005)


def test_power_quantities_sign() -> None:
    assert power_quantities(mains(230.0), mains(2.0, phase=-np.pi / 4), RATE)[3] < 0
    assert power_quantities(mains(230.0), -mains(2.0), RATE)[2] == pytest.approx(-460, rel=0.005)
    assert power_quantities(mains(230.0), np.zeros(6400), RATE)[5] == 0
    with pytest.raises(ValueError, match="four periods"):
        power_quantities(mains(230.0)[:150], mains(2.0)[:150], RATE)
    with pytest.raises(ValueError, match="length"):
        power_quantities(mains(230.0), mains(2.0)[1:], RATE)


@pytest.mark.parametrize("true", [50.0, 49.6, 50.21])
def test_harmonic_distortion(true: float) -> None:
    current = mains(5.0, true) + mains(2.0, 3 * true, 1.0) + mains(1.0, 5 * true, 2.0) + mains(0.5, 11 * true)
    distortion, harmonics, frequency = harmonic_distortion(current + 1.0, RATE)
    assert frequency == pytest.approx(true, abs=0.01)
    assert distortion == pytest.approx(np.sqrt(5.25) / 5, rel=0.02)
    assert harmonics[[0, 2, 4, 10]] == pytest.approx([5.0, 2.0, 1.0, 0.5], rel=0.03)
    assert harmonics[1] < 0.02
    assert harmonic_distortion(mains(1.0, true), RATE)[0] < 0.01
    with pytest.raises(ValueError, match="fundamental"):
        harmonic_distortion(mains(5.0, 42.0), RATE)
    with pytest.raises(ValueError, match="four periods"):
        harmonic_distortion(current[:400], RATE)


def test_voltage_events() -> None:
    voltage = mains(230.0)
    voltage[1000:1640] *= 0.7
    voltage[3000:3400] *= 1.2
    voltage[5000:5600] *= 0.01
    starts, durations, extremes, kinds = voltage_events(voltage, RATE)
    assert kinds.tolist() == ["dip", "swell", "interruption"]
    assert extremes == pytest.approx([161.0, 276.0, 2.3], rel=0.01)
    assert starts == pytest.approx([1000 / RATE, 3000 / RATE, 5000 / RATE], abs=0.02)
    assert durations == pytest.approx([0.1, 0.0625, 0.094], abs=0.025)
    # 88 percent to 91 and back: within the hysteresis it is one dip.
    shaky = mains(230.0) * 0.88
    shaky[2000:3000] *= 0.91 / 0.88
    assert voltage_events(shaky, RATE)[0].size == 1
    assert voltage_events(mains(230.0), RATE)[0].size == 0
    with pytest.raises(ValueError, match="ten times"):
        voltage_events(voltage, 400.0)


def test_appliance_edges() -> None:
    power, on = home()
    onsets, steps = appliance_edges(power)
    changes = np.flatnonzero(np.any(np.diff(on.astype(int), axis=0), axis=1)) + 1
    assert onsets.tolist() == changes.tolist()
    truth = np.diff(80 + on @ np.array([120.0, 2000.0, 60.0]))[changes - 1]
    assert steps == pytest.approx(truth, abs=6.0)
    assert appliance_edges(np.full(10, 50.0))[0].size == 0
    with pytest.raises(ValueError, match="finite"):
        appliance_edges(np.array([1.0, np.nan]))


def test_appliance_pairs() -> None:
    runs = np.column_stack(appliance_pairs(*appliance_edges(home()[0])))
    kettle = runs[runs[:, 2] > 1000]
    assert kettle[:, :2].tolist() == [[520, 545], [1740, 1770]]
    assert kettle[:, 2] == pytest.approx(2000, abs=5)
    assert np.sum(np.abs(runs[:, 2] - 60) < 10) == 2
    assert np.sum(np.abs(runs[:, 2] - 120) < 10) == 7
    # Without a fall that fits there is no run; what was forgotten is not paired.
    assert appliance_pairs(np.array([1, 5]), np.array([100.0, -300.0]))[0].size == 0
    assert appliance_pairs(np.array([1, 500]), np.array([100.0, -100.0]), longest=50)[0].size == 0
    assert [column.size for column in appliance_pairs(np.array([], dtype=int), np.array([]))] == [0, 0, 0]
    with pytest.raises(ValueError, match="length"):
        appliance_pairs(np.array([1]), np.array([1.0, 2.0]))


def test_appliance_states() -> None:
    power, on = home()
    states = appliance_states(power, np.array([120.0, 2000.0, 60.0]), base=80.0)
    assert np.mean(states == on) > 0.995
    # Two appliances of 60 W make the third of 120: each reading by itself cannot tell, switching costs keep it still.
    assert np.abs(np.diff(states.astype(int), axis=0)).sum() <= np.abs(np.diff(on.astype(int), axis=0)).sum() + 4
    with pytest.raises(ValueError, match="ratings"):
        appliance_states(power, np.ones(11))


def test_pulse_energy() -> None:
    # 500 W for half an hour, then 2000 W for half an hour, at 1000 pulses a kilowatt hour.
    times = np.concatenate([np.arange(0, 1800, 7.2), np.arange(1800, 3600.1, 1.8)])
    bounced = np.sort(np.concatenate([times, times[::5] + 0.004]))
    energy, powers, profile = pulse_energy(bounced)
    assert energy == pytest.approx(1.25, abs=0.001)
    assert profile == pytest.approx([0.125, 0.125, 0.5, 0.5], abs=0.001)
    assert powers[0] == pytest.approx(500)
    assert powers[-1] == pytest.approx(2000)
    assert pulse_energy(times, pulses_per_kwh=500.0)[0] == pytest.approx(2 * energy)
    with pytest.raises(ValueError, match="bounce"):
        pulse_energy(np.array([0.0, 0.01]))


def test_load_profile() -> None:
    power = np.full(86400, 150.0)
    power[30000:33600] = 2150.0
    power[40000:40010] = 9000.0
    power[50000:50300] = np.nan
    energy, base, peak, factor = load_profile(power, 1.0)
    assert energy == pytest.approx((150 * 86400 + 2000 * 3600 + 8850 * 10) / 3.6e6, rel=0.002)
    assert base == pytest.approx(150.0)
    # Ten seconds of 9 kW are no demand.
    assert peak == pytest.approx(2150.0)
    assert factor == pytest.approx(energy / 24 * 1000 / peak)
    with pytest.raises(ValueError, match="900"):
        load_profile(power[:100], 1.0)
    with pytest.raises(ValueError, match="half read"):
        load_profile(np.full(1000, np.nan), 1.0)


def test_state_of_charge() -> None:
    curve_voltage, curve_charge = (3.0, 3.5, 3.7, 3.9, 4.2), (0.0, 0.1, 0.5, 0.8, 1.0)
    current = np.concatenate([np.zeros(60), np.full(3540, -1.0), np.zeros(3600), np.full(3600, 0.5)])
    true = 1.0 + np.cumsum(np.where(current > 0, 0.99 * current, current)) / 3600 / 2.0
    voltage = np.interp(true, curve_charge, curve_voltage) + 0.05 * current
    gauge = state_of_charge(current, voltage, 1.0, 2.0, curve_voltage, curve_charge)
    assert np.abs(gauge - true).max() < 0.03
    # A sensor that is off by 15 mA runs away, but the rest puts it right.
    drifted = state_of_charge(current + 0.015, voltage, 1.0, 2.0, curve_voltage, curve_charge)
    assert abs(drifted[7199] - true[7199]) < 0.002
    assert abs(drifted[3599] - gauge[3599] - 0.0075) < 2e-4
    assert state_of_charge(np.full(9000, -9.0), voltage[:9000], 1.0, 2.0, curve_voltage, curve_charge)[-1] == 0
    with pytest.raises(ValueError, match="capacity"):
        state_of_charge(current, voltage, 1.0, 0.0, curve_voltage, curve_charge)
