"""Pulse and breathing: generated waves whose beats, breaths and saturation are known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.vital.answered_errors import answered_errors
from knowledge.methods.vital.apnea_pauses import apnea_pauses
from knowledge.methods.vital.ppg_peaks import ppg_peaks
from knowledge.methods.vital.ppg_skewness import ppg_skewness
from knowledge.methods.vital.ppg_template_quality import ppg_template_quality
from knowledge.methods.vital.pulse_onsets import pulse_onsets
from knowledge.methods.vital.pulse_rate import pulse_rate
from knowledge.methods.vital.pulse_rate_variability import pulse_rate_variability
from knowledge.methods.vital.pulse_transit_time import pulse_transit_time
from knowledge.methods.vital.respiration_cycles import respiration_cycles
from knowledge.methods.vital.respiration_from_acceleration import respiration_from_acceleration
from knowledge.methods.vital.respiration_rate_from_ppg import respiration_rate_from_ppg
from knowledge.methods.vital.spo2_ratio_of_ratios import spo2_ratio_of_ratios


def pulse_wave(beats: np.ndarray, samples: int, rate: float, breath: float = 0.0) -> np.ndarray:
    """A systolic wave 0.25 s after each beat and a dicrotic wave 0.25 s later, moved by breathing at a frequency in Hz."""
    times = np.arange(samples) / rate
    breathing = np.sin(2 * np.pi * breath * times) if breath else np.zeros(samples)
    since = times[:, None] - beats[None, :]
    wave = np.exp(-(((since - 0.25) / 0.08) ** 2)) + 0.35 * np.exp(-(((since - 0.5) / 0.1) ** 2))
    return np.asarray(wave.sum(axis=1) * (1 + 0.15 * breathing) + 0.2 * breathing)


def regular(seconds: float, interval: float = 0.8, breath: float = 0.25) -> np.ndarray:
    """Beats whose interval breathes by five per cent."""
    moments = [0.2]
    while moments[-1] < seconds - 1:
        moments.append(moments[-1] + interval * (1 + 0.05 * np.sin(2 * np.pi * breath * moments[-1])))
    return np.array(moments)


@pytest.mark.parametrize("rate", [25.0, 64.0, 250.0])
def test_ppg_peaks_finds_every_systole_under_drift_and_noise(rate: float) -> None:
    beats = regular(60)
    samples = round(60 * rate)
    noise = np.random.default_rng(1).normal(0, 0.05, samples)
    drift = 2 * np.sin(2 * np.pi * 0.05 * np.arange(samples) / rate)
    peaks = ppg_peaks(pulse_wave(beats, samples, rate) + noise + drift, rate) / rate
    inner = beats[1:-1] + 0.25
    assert abs(len(peaks) - len(beats)) <= 1
    assert np.abs(peaks[:, None] - inner).min(axis=0).max() < 0.08


def test_ppg_peaks_refuses_what_it_cannot_work_on() -> None:
    for signal, rate in ((np.zeros(1000), 10.0), (np.zeros(10), 100.0), (np.full(1000, np.nan), 100.0)):
        with pytest.raises(ValueError, match=r"rate|signal"):
            ppg_peaks(signal, rate)
    assert ppg_peaks(np.ones(1000), 100.0).size == 0


def test_pulse_onsets_lie_at_the_foot_of_the_upstroke() -> None:
    beats, rate = regular(40), 200.0
    signal = pulse_wave(beats, round(40 * rate), rate)
    onsets = pulse_onsets(signal, rate, ppg_peaks(signal, rate)) / rate
    delays = (onsets[:, None] - beats)[np.arange(len(onsets)), np.abs(onsets[:, None] - beats).argmin(axis=1)]
    assert 0.10 < np.median(delays) < 0.17
    assert np.ptp(delays[1:-1]) < 0.02
    with pytest.raises(ValueError, match="peaks"):
        pulse_onsets(signal, rate, np.array([10**6]))


def test_ppg_template_quality_marks_the_spoilt_pulses() -> None:
    beats, rate = np.arange(0.2, 38, 0.8), 100.0
    signal = pulse_wave(beats, 4000, rate) + 2 * np.sin(2 * np.pi * 0.06 * np.arange(4000) / rate)
    peaks = np.round((beats + 0.25) * rate).astype(int)
    signal[2000:2300] += np.random.default_rng(2).normal(0, 1.5, 300)
    quality, good = ppg_template_quality(signal, rate, peaks)
    spoilt = (peaks > 2000) & (peaks < 2300)
    assert not good[spoilt].any()
    assert good[(peaks < 1950) | (peaks > 2350)][1:-1].all()
    assert np.abs(quality).max() <= 1.0 + 1e-9


def test_ppg_skewness_is_higher_for_pulses_than_for_noise() -> None:
    rate = 100.0
    clean = pulse_wave(np.arange(0.2, 59, 0.8), 3000, rate)
    noise = np.random.default_rng(3).normal(size=3000)
    skewness, times = ppg_skewness(np.concatenate([clean, noise]), rate)
    assert times[0] == pytest.approx(2.5)
    assert skewness[:6].min() > 0.5 > np.abs(skewness[6:]).max()


def test_pulse_rate_is_not_shifted_by_a_missed_an_extra_or_a_bad_beat() -> None:
    moments = np.arange(0, 60, 0.75)
    peaks = np.round(np.sort(np.append(np.delete(moments, 20), 30.2)) * 100).astype(int)
    rates, times = pulse_rate(peaks, 100.0, np.ones(len(peaks), bool))
    assert np.allclose(rates, 80.0, atol=1.1)
    assert times.tolist() == [5, 15, 25, 35, 45, 55]
    nothing, _ = pulse_rate(peaks, 100.0, np.zeros(len(peaks), bool))
    assert np.isnan(nothing).all()


@pytest.mark.parametrize(("saturation", "heart"), [(97.0, 1.1), (88.0, 1.6)])
def test_spo2_ratio_of_ratios_follows_the_calibration(saturation: float, heart: float) -> None:
    ratio = (110 - saturation) / 25
    pulse = np.sin(2 * np.pi * heart * np.arange(6000) / 100)
    drift = 1 + 0.05 * np.sin(2 * np.pi * 0.02 * np.arange(6000) / 100)
    noise = np.random.default_rng(4).normal(0, 0.0005, (2, 6000))
    red, infrared = 800 * drift * (1 + 0.01 * ratio * pulse + noise[0]), 1500 * drift * (1 + 0.01 * pulse + noise[1])
    spo2, ratios, _ = spo2_ratio_of_ratios(red, infrared, 100.0)
    assert np.abs(spo2[1:-1] - saturation).max() < 1.0
    assert ratios[2] == pytest.approx(ratio, abs=0.04)


def test_spo2_ratio_of_ratios_gives_no_number_for_motion() -> None:
    noise = np.random.default_rng(5).normal(0, 20, (2, 3000))
    spo2, _, _ = spo2_ratio_of_ratios(1000 + noise[0], 1000 + noise[1], 100.0)
    assert np.isnan(spo2).all()
    with pytest.raises(ValueError, match="positive"):
        spo2_ratio_of_ratios(np.zeros(3000), np.ones(3000), 100.0)


def test_pulse_rate_variability_sees_the_respiratory_rhythm_and_drops_the_odd_interval() -> None:
    def beats(frequency: float) -> np.ndarray:
        return np.round(regular(300, 0.8, frequency) * 1000).astype(int)

    fast, slow = pulse_rate_variability(beats(0.25), 1000.0), pulse_rate_variability(beats(0.1), 1000.0)
    assert fast[2] < 0.2
    assert slow[2] > 5
    assert fast[0] == pytest.approx(0.05 * 800 / np.sqrt(2), rel=0.05)
    missed = pulse_rate_variability(np.delete(beats(0.25), 50), 1000.0)
    assert missed[0] == pytest.approx(fast[0], rel=0.05)
    assert missed[3] < 1.0


@pytest.mark.parametrize("breath", [0.15, 0.25, 0.4])
def test_respiration_rate_from_ppg_agrees_with_the_breathing(breath: float) -> None:
    rate, beats = 100.0, regular(96, 0.7, breath)
    signal = pulse_wave(beats, 9600, rate, breath) + np.random.default_rng(6).normal(0, 0.02, 9600)
    peaks = ppg_peaks(signal, rate)
    found, times = respiration_rate_from_ppg(signal, rate, peaks, pulse_onsets(signal, rate, peaks))
    assert len(times) == 5
    assert np.nanmax(np.abs(found - 60 * breath)) < 1.5
    assert np.isfinite(found).sum() >= 3


def test_respiration_rate_from_ppg_says_nothing_where_nothing_breathes() -> None:
    rate, generator = 100.0, np.random.default_rng(7)
    beats = np.cumsum(generator.normal(0.8, 0.05, 115))
    signal = pulse_wave(beats, 9600, rate) + generator.normal(0, 0.1, 9600)
    peaks = ppg_peaks(signal, rate)
    found, _ = respiration_rate_from_ppg(signal, rate, peaks, pulse_onsets(signal, rate, peaks))
    assert np.isnan(found).mean() >= 0.5


@pytest.mark.parametrize("rate", [8.0, 25.0, 100.0])
def test_respiration_cycles_counts_breaths_not_hiccups(rate: float) -> None:
    times = np.arange(round(120 * rate)) / rate
    wave = np.cos(2 * np.pi * 0.2 * times) + 0.1 * np.cos(2 * np.pi * 1.1 * times) + 0.5 * times / 120
    wave += np.random.default_rng(8).normal(0, 0.1, len(times))
    breaths, per_minute = respiration_cycles(wave, rate)
    assert per_minute == pytest.approx(12, abs=0.2)
    assert abs(len(breaths) - 24) <= 2
    assert np.abs((breaths[1:-1] / rate + 2.5) % 5 - 2.5).max() < 0.6
    assert np.isnan(respiration_cycles(np.zeros(round(60 * rate)), rate)[1])


def test_respiration_from_acceleration_works_in_any_orientation() -> None:
    times = np.arange(3000) / 50
    tilt = 0.015 * np.sin(2 * np.pi * 0.3 * times)
    turn, _ = np.linalg.qr(np.random.default_rng(9).normal(size=(3, 3)))
    still = 9.81 * np.column_stack([np.sin(tilt), np.zeros(3000), np.cos(tilt)]) @ turn.T
    wave = respiration_from_acceleration(still + np.random.default_rng(10).normal(0, 0.05, (3000, 3)), 50.0)
    assert abs(np.corrcoef(wave[100:-100], tilt[100:-100])[0, 1]) > 0.95
    assert wave[100:-100].std() == pytest.approx(tilt.std(), rel=0.15)
    with pytest.raises(ValueError, match="shape"):
        respiration_from_acceleration(np.zeros((3000, 2)), 50.0)


def test_apnea_pauses_finds_long_pauses_and_leaves_short_and_shallow_ones() -> None:
    rate, times = 25.0, np.arange(25 * 600) / 25
    depth = np.ones_like(times)
    for start, stop, share in ((100, 118, 0.03), (250, 280, 0.05), (400, 405, 0.0), (480, 510, 0.6)):
        depth[(times >= start) & (times < stop)] = share
    signal = (
        depth * np.sin(2 * np.pi * 0.25 * times) + np.random.default_rng(11).normal(0, 0.05, len(times)) + times / 300
    )
    starts, durations, per_hour = apnea_pauses(signal, rate)
    assert np.allclose(starts, [100, 250], atol=4)
    assert np.allclose(durations, [18, 30], atol=5)
    assert per_hour == pytest.approx(12)


def test_pulse_transit_time_pairs_each_beat_with_its_own_pulse() -> None:
    rate, beats = 500.0, np.round(regular(60) * 500).astype(int)
    delays = np.round((0.22 + 0.02 * np.sin(np.arange(len(beats)) / 8)) * rate).astype(int)
    arrivals = np.delete(beats + delays, [5, 17])
    transit, times = pulse_transit_time(beats, np.sort(np.append(arrivals, beats[30] + 60)), rate)
    expected = np.delete(delays, [5, 17, 30]) / rate
    assert np.allclose(transit, expected)
    assert times[0] == pytest.approx(beats[0] / rate)
    assert pulse_transit_time(beats, np.array([], int), rate)[0].size == 0


def test_answered_errors_does_not_praise_silence() -> None:
    truth = np.array([60.0, 70.0, np.nan, 80.0, 90.0])
    assert answered_errors(truth, np.array([60.0, np.nan, 1.0, np.nan, 96.0])) == (3.0, 0.5, 0.5)
    assert answered_errors(truth, np.full(5, np.nan)) == (np.inf, 0.0, 0.0)
    for other in (truth[:4], np.full(5, np.nan)):
        with pytest.raises(ValueError, match="same windows"):
            answered_errors(other, truth)


def test_respiration_from_acceleration_is_not_led_astray_by_turning_over() -> None:
    times = np.arange(3000) / 25
    tilt, lean = 0.02 * np.sin(2 * np.pi * 0.4 * times), 0.5 * (times > 60)
    directions = np.column_stack([np.sin(tilt), np.sin(lean) * np.cos(tilt), np.cos(lean) * np.cos(tilt)])
    wave = respiration_from_acceleration(9.81 * directions, 25.0)
    assert abs(np.corrcoef(wave[:1200], tilt[:1200])[0, 1]) > 0.9
    assert respiration_cycles(wave, 25.0)[1] == pytest.approx(24, abs=0.5)
