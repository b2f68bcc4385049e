"""Machine condition methods on simulated shafts, bearings and gears whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.vibration.bearing_diagnosis import bearing_diagnosis
from knowledge.methods.vibration.bearing_frequencies import bearing_frequencies
from knowledge.methods.vibration.condition_indicators import condition_indicators
from knowledge.methods.vibration.dominant_line import dominant_line
from knowledge.methods.vibration.envelope_spectrum import envelope_spectrum
from knowledge.methods.vibration.kurtogram_band import kurtogram_band
from knowledge.methods.vibration.order_spectrum import order_spectrum
from knowledge.methods.vibration.power_cepstrum import power_cepstrum
from knowledge.methods.vibration.remaining_life import remaining_life
from knowledge.methods.vibration.severity_zone import severity_zone
from knowledge.methods.vibration.tacho_turns import tacho_turns
from knowledge.methods.vibration.velocity_rms import velocity_rms

RATE = 12000.0
TIMES = np.arange(24000) / RATE


def strikes(frequency: float, resonance: float = 3200.0, level: float = 1.0, seed: int = 0) -> np.ndarray:
    """Ringing at each strike, which slip makes a little uneven, in noise and a strong shaft tone."""
    rng = np.random.default_rng(seed)
    sound = rng.standard_normal(TIMES.size) * 0.3 + 2.0 * np.sin(2 * np.pi * 30 * TIMES)
    ring = np.exp(-np.arange(120) / 25) * np.sin(2 * np.pi * resonance * np.arange(120) / RATE)
    moments = np.cumsum(rng.normal(RATE / frequency, 0.01 * RATE / frequency, int(2 * frequency) - 2)).astype(int)
    for moment in moments[moments < TIMES.size - 120]:
        sound[moment : moment + 120] += level * ring
    return sound


def test_velocity_rms() -> None:
    # v = a / (2 pi f), added in squares; what lies outside of the band does not count.
    parts = [(25.0, 1.0), (120.0, 4.0), (3.0, 5.0), (2500.0, 9.0)]
    acceleration = 9.81 + np.sum([a * np.sin(2 * np.pi * f * TIMES) for f, a in parts], axis=0)
    truth = 1000 * np.sqrt(sum((a / (2 * np.pi * f)) ** 2 / 2 for f, a in parts[:2]))
    assert velocity_rms(acceleration, RATE) == pytest.approx(truth, rel=0.01)
    assert velocity_rms(acceleration, RATE, high=60.0) == pytest.approx(1000 / (2 * np.pi * 25) / np.sqrt(2), rel=0.01)
    with pytest.raises(ValueError, match=r"0\.4 s"):
        velocity_rms(acceleration[:1000], RATE)
    with pytest.raises(ValueError, match="band"):
        velocity_rms(acceleration, RATE, low=8000.0)


def test_severity_zone() -> None:
    assert [severity_zone(v) for v in (1.4, 1.41, 2.8, 4.5, 4.6)] == ["A", "B", "B", "C", "D"]
    assert severity_zone(4.6, "large", "flexible") == "B"
    assert severity_zone(4.6, size="large") == "C"
    assert severity_zone(2.3, foundation="flexible") == "A"
    with pytest.raises(ValueError, match="limits"):
        severity_zone(1.0, "small")
    with pytest.raises(ValueError, match="velocity"):
        severity_zone(float("nan"))


def test_bearing_frequencies() -> None:
    # SKF 6205 of the Case Western bench: 3.5848, 5.4152, 4.7135 and 0.39828 times the shaft.
    frequencies = bearing_frequencies(1.0, 9, 7.94, 39.04)
    assert frequencies == pytest.approx([3.5848, 5.4152, 4.7135, 0.39828], rel=1e-3)
    # Outer and inner race together are passed by every ball once a turn.
    tilted = bearing_frequencies(20.0, 12, 8.0, 50.0, contact_angle=15.0)
    assert tilted[0] + tilted[1] == pytest.approx(12 * 20.0)
    assert tilted[0] == pytest.approx(12 * tilted[3])
    with pytest.raises(ValueError, match="smaller"):
        bearing_frequencies(20.0, 9, 40.0, 30.0)


def test_envelope_spectrum() -> None:
    spectrum, frequencies = envelope_spectrum(strikes(107.4), RATE, 2700.0, 3700.0)
    assert abs(frequencies[spectrum[2:].argmax() + 2] - 107.4) < 1.5
    # The raw spectrum shows the shaft instead.
    raw = np.abs(np.fft.rfft(strikes(107.4)))
    assert raw[1:].argmax() + 1 == 60
    # A modulation by m gives a line of 2 m / (1 + m²/2) in the squared envelope.
    ringing = (1 + 0.4 * np.cos(2 * np.pi * 50 * TIMES)) * np.sin(2 * np.pi * 3000 * TIMES)
    spectrum, frequencies = envelope_spectrum(ringing, RATE, 2500.0, 3500.0)
    assert spectrum[frequencies == 50.0][0] == pytest.approx(0.8 / 1.08, rel=0.01)
    with pytest.raises(ValueError, match="band"):
        envelope_spectrum(ringing, RATE, 5000.0, 9000.0)


def test_condition_indicators() -> None:
    noise = np.random.default_rng(0).standard_normal(200000)
    features = condition_indicators(3.0 * noise + 5.0)
    assert features[0] == pytest.approx(3.0, rel=0.01)
    assert features[2:4] == pytest.approx([0.0, 3.0], abs=0.05)
    # Of Gaussian noise the mean magnitude is sqrt(2 / pi).
    assert features[5] == pytest.approx(np.sqrt(np.pi / 2), rel=0.01)
    square = condition_indicators(np.tile([1.0, -1.0], 50))
    assert square == pytest.approx([1, 1, 0, 1, 1, 1, 1, 1])
    assert (
        condition_indicators(strikes(40.0, level=8.0))[3]
        > 4.0
        > 2.5
        > condition_indicators(strikes(40.0, level=0.0))[3]
    )
    assert condition_indicators(np.exp(noise))[2] > 3
    with pytest.raises(ValueError, match="constant"):
        condition_indicators(np.ones(10))


def test_kurtogram_band() -> None:
    for resonance in (2200.0, 4300.0):
        low, high, kurtosis = kurtogram_band(strikes(40.0, resonance, level=3.0), RATE)
        assert low < resonance < high
        assert high - low < 3100
        assert kurtosis > 1.0
    # A gear tone that the recording cuts off must not look like a strike.
    gear = 20 * np.sin(2 * np.pi * 513.3 * TIMES + 1.0)
    assert kurtogram_band(strikes(40.0, 4300.0, level=3.0) + gear, RATE)[1] > 4300.0
    quiet = np.random.default_rng(1).standard_normal(TIMES.size)
    assert abs(kurtogram_band(quiet, RATE)[2]) < 0.5
    with pytest.raises(ValueError, match="4096"):
        kurtogram_band(quiet[:1000], RATE)
    with pytest.raises(ValueError, match="above"):
        kurtogram_band(quiet, RATE, lowest=6000.0)


def test_order_spectrum() -> None:
    # A run-up from 10 to 40 turns a second: orders 1 and 5.5, and a resonance that stays at 333 Hz.
    angle = 10 * TIMES + 7.5 * TIMES**2
    sound = 2.0 * np.cos(2 * np.pi * angle) + 0.7 * np.cos(2 * np.pi * 5.5 * angle) + np.sin(2 * np.pi * 333 * TIMES)
    turns = np.interp(np.arange(1, int(angle[-1])), angle, TIMES)
    spectrum, orders = order_spectrum(sound, RATE, turns)
    assert spectrum[orders == 1.0][0] == pytest.approx(2.0, rel=0.03)
    assert spectrum[orders == 5.5][0] == pytest.approx(0.7, rel=0.1)
    others = (np.abs(orders - 1) > 0.2) & (np.abs(orders - 5.5) > 0.2) & (orders > 0.2) & (orders < 7)
    assert spectrum[others].max() < 0.1
    with pytest.raises(ValueError, match="half the rate"):
        order_spectrum(sound, RATE, turns, highest=200.0)
    with pytest.raises(ValueError, match="17"):
        order_spectrum(sound, RATE, turns[:5])


def test_power_cepstrum() -> None:
    # Gear mesh at 600 Hz whose sidebands lie 24 Hz apart: the period of the shaft.
    rng = np.random.default_rng(0)
    mesh = sum(np.cos(2 * np.pi * (600 * k + 24 * s) * TIMES + k + s) for k in (1, 2, 3) for s in range(-8, 9))
    spectrum, times = power_cepstrum(mesh + 0.05 * rng.standard_normal(TIMES.size), RATE, longest=0.2)
    sought = times > 0.01
    best = times[sought][spectrum[sought].argmax()]
    assert best / (1 / 24) == pytest.approx(round(best * 24), abs=0.01)
    # An echo of strength a gives a at its delay.
    noise = rng.standard_normal(60000)
    spectrum, times = power_cepstrum(noise + 0.5 * np.roll(noise, 360), RATE)
    assert times[spectrum.argmax()] == pytest.approx(0.03)
    assert spectrum.max() == pytest.approx(0.5, abs=0.1)
    assert np.isfinite(power_cepstrum(np.zeros(24000), RATE)[0]).all()
    with pytest.raises(ValueError, match="2 s"):
        power_cepstrum(noise[:2000], RATE)


def test_remaining_life() -> None:
    rng = np.random.default_rng(0)
    hours = np.arange(0.0, 200.0)
    wear = 0.5 * np.exp(0.01 * hours) * np.exp(rng.normal(0, 0.05, hours.size))
    remaining, earliest, latest = remaining_life(wear, hours, threshold=7.1)
    truth = np.log(7.1 / 0.5) / 0.01 - 199
    assert earliest < truth < latest
    assert remaining == pytest.approx(truth, rel=0.15)
    # Wear sets in late: the healthy time before must not flatten it.
    late = np.where(hours < 90, 1.0, np.exp(0.02 * (hours - 90)))
    assert remaining_life(late, hours, threshold=20.0)[0] == pytest.approx(np.log(20) / 0.02 - 109, rel=0.01)
    assert remaining_life(np.full(200, 2.0), hours, threshold=5.0) == (np.inf, np.inf, np.inf)
    assert remaining_life(wear, hours, threshold=1.0) == (0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="positive"):
        remaining_life(-wear, hours, threshold=1.0)
    with pytest.raises(ValueError, match="recent"):
        remaining_life(wear[:4], hours[:4], threshold=9.0)


def test_bearing_diagnosis() -> None:
    orders = {"outer": 3.585, "inner": 5.415, "ball": 4.715}
    for part, order in orders.items():
        for slip in (0.99, 1.01):
            sound = strikes(slip * order * 30.0, level=1.0, seed=2)
            low, high, _ = kurtogram_band(sound, RATE)
            assert bearing_diagnosis(*envelope_spectrum(sound, RATE, low, high), 30.0)[0] == part
    for seed in range(10):
        sound = np.random.default_rng(seed).standard_normal(TIMES.size)
        predicted, evidence = bearing_diagnosis(*envelope_spectrum(sound, RATE, 2500.0, 4000.0), 30.0)
        assert predicted == "healthy"
        assert evidence.shape == (3,)
    with pytest.raises(ValueError, match="length"):
        bearing_diagnosis(np.ones(10), np.arange(9.0), 30.0)


def test_tacho_turns() -> None:
    rng = np.random.default_rng(0)
    angle = 20 * TIMES + 3 * TIMES**2
    pulses = np.clip(10 * np.sin(2 * np.pi * (2 * angle + 0.25)) - 5, 0, 5) + rng.normal(0, 0.15, TIMES.size)
    turns, shaft = tacho_turns(pulses, RATE, per_turn=2)
    spins = np.interp(turns, TIMES, angle)
    assert np.diff(spins) == pytest.approx(1.0, abs=0.01)
    assert shaft == pytest.approx(26.0, abs=0.5)
    assert tacho_turns(pulses, RATE)[1] == pytest.approx(2 * shaft, rel=0.01)
    with pytest.raises(ValueError, match="two turns"):
        tacho_turns(np.ones(100), RATE)


def test_dominant_line() -> None:
    frequencies = np.fft.rfftfreq(4000, 1 / RATE)
    for frequency, amplitude in ((100.7, 1.0), (250.4, 3.0)):
        wave = amplitude * np.sin(2 * np.pi * frequency * TIMES[:4000]) + 9 * np.sin(2 * np.pi * 30 * TIMES[:4000])
        spectrum = 2 * np.abs(np.fft.rfft(wave * np.hanning(4000))) / 2000
        line, height = dominant_line(spectrum, frequencies, lowest=50.0)
        assert line == pytest.approx(frequency, abs=0.1)
        assert height == pytest.approx(amplitude, rel=0.05)
        assert dominant_line(spectrum, frequencies)[0] == pytest.approx(30.0, abs=0.1)
        assert dominant_line(spectrum, frequencies, highest=20.0)[0] < 25
    assert dominant_line(np.zeros(5), np.arange(5.0)) == (0.0, 0.0)
    with pytest.raises(ValueError, match="no line"):
        dominant_line(spectrum, frequencies, lowest=1e6)
