"""Timing methods on clocks, gaps and rates whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.timing.align_by_correlation import align_by_correlation
from knowledge.methods.timing.cic_decimate import cic_decimate
from knowledge.methods.timing.clock_drift import clock_drift
from knowledge.methods.timing.correct_clock import correct_clock
from knowledge.methods.timing.duty_cycle import duty_cycle
from knowledge.methods.timing.fill_gaps import fill_gaps
from knowledge.methods.timing.resample_irregular import resample_irregular
from knowledge.methods.timing.sampling_report import sampling_report
from knowledge.methods.timing.sufficient_rate import sufficient_rate
from knowledge.methods.timing.two_way_offset import two_way_offset
from knowledge.methods.timing.windowed_offsets import windowed_offsets


def motion(times: np.ndarray) -> np.ndarray:
    """Many tones below 8 Hz of random phase: the same motion for every clock."""
    rng = np.random.default_rng(7)
    tones = [
        np.sin(2 * np.pi * f * times + p) for f, p in zip(rng.uniform(0.2, 8, 60), rng.uniform(0, 6, 60), strict=True)
    ]
    moved: np.ndarray = np.sum(tones, axis=0)
    return moved


def test_resample_irregular() -> None:
    rng = np.random.default_rng(0)
    times = np.sort(rng.uniform(0, 100, 6000))
    times = times[(times < 40) | (times > 43)]
    order = rng.permutation(times.size)
    even, grid = resample_irregular(np.sin(times)[order], times[order], 10.0)
    assert np.diff(grid) == pytest.approx(0.1)
    gap = (grid > 40.1) & (grid < 42.9)
    assert np.isnan(even[gap]).all()
    assert np.isfinite(even[(grid < 39.9) | (grid > 43.1)]).all()
    assert np.nanmax(np.abs(even - np.sin(grid))) < 0.06
    # Denser readings are averaged: the noise falls by the root of their number.
    noisy, _ = resample_irregular(rng.standard_normal(40000), np.arange(40000) / 100.0, 1.0)
    assert np.std(noisy) == pytest.approx(0.1, rel=0.15)
    twice = resample_irregular(np.array([1.0, 3.0, 5.0]), np.array([0.0, 0.0, 1.0]), 1.0)[0]
    assert twice.tolist() == [2.0, 5.0]
    with pytest.raises(ValueError, match="usable"):
        resample_irregular(np.array([1.0, np.nan]), np.arange(2.0), 1.0)


def test_fill_gaps() -> None:
    times = np.arange(1000) / 10.0
    truth = np.sin(times)
    broken = truth.copy()
    broken[100:104] = broken[300:306] = broken[:3] = np.nan
    whole, filled = fill_gaps(broken, 10.0, longest=0.5)
    assert np.flatnonzero(filled).tolist() == [100, 101, 102, 103]
    assert whole[100:104] == pytest.approx(truth[100:104], abs=0.01)
    assert np.isnan(whole[300:306]).all()
    assert np.isnan(whole[:3]).all()
    # No overshoot beside a step.
    step = np.array([0.0, 0.0, 0.0, np.nan, np.nan, 1.0, 1.0, 1.0])
    assert np.ptp(fill_gaps(step, 1.0, longest=2.0)[0]) == 1.0
    with pytest.raises(ValueError, match="two readings"):
        fill_gaps(np.array([np.nan, 1.0]), 1.0, 1.0)


def test_clock_drift() -> None:
    rng = np.random.default_rng(0)
    times = np.sort(rng.uniform(0, 5000, 200))
    offsets = -1.25 + 37e-6 * times + rng.normal(0, 0.001, 200)
    # A quarter of the messages was late.
    offsets[::4] += rng.exponential(0.5, 50)
    offsets[3] = np.nan
    offset, drift = clock_drift(times, offsets)
    assert offset == pytest.approx(-1.25, abs=0.002)
    assert drift == pytest.approx(37.0, abs=0.4)
    usable = np.isfinite(offsets)
    assert abs(np.polyfit(times[usable], offsets[usable], 1)[1] + 1.25) > 0.05
    with pytest.raises(ValueError, match="three"):
        clock_drift(times[:2], offsets[:2])


def test_two_way_offset() -> None:
    rng = np.random.default_rng(0)
    sent = np.arange(0.0, 400.0, 4.0)
    there, back = 0.02 + rng.exponential(0.03, 100), 0.02 + rng.exponential(0.005, 100)
    received = sent + 3.5 + there
    replied = received + 0.001
    arrived = replied - 3.5 + back
    offset, delay = two_way_offset(sent, received, replied, arrived)
    assert offset == pytest.approx(3.5, abs=0.003)
    assert delay == pytest.approx(0.04, abs=0.005)
    # All exchanges alike would be off by half the difference of the queues.
    assert abs(np.mean((received - sent + replied - arrived) / 2) - 3.5) > 0.008
    with pytest.raises(ValueError, match="before"):
        two_way_offset(sent, received, replied, arrived - 1.0)


def test_align_by_correlation() -> None:
    times = np.arange(3000) / 50.0
    rng = np.random.default_rng(0)
    for shift in (-3.217, 0.0, 0.513, 7.04):
        other = (
            40.0 - 0.5 * motion(times - shift)[: 2500 if shift else 3000] + rng.normal(0, 0.3, 2500 if shift else 3000)
        )
        found, correlation = align_by_correlation(motion(times), -other, 50.0)
        assert found == pytest.approx(shift, abs=0.004)
        assert correlation > 0.9
    assert align_by_correlation(rng.standard_normal(500), rng.standard_normal(500), 50.0)[1] < 0.4
    with pytest.raises(ValueError, match="constant"):
        align_by_correlation(times, np.ones(100), 50.0)


def test_windowed_offsets() -> None:
    rate, drift, offset = 50.0, 120e-6, 0.3
    true = np.arange(30000) / rate
    # The other clock shows (1 + drift) t + offset: its sample n was taken at (n / rate - offset) / (1 + drift).
    rng = np.random.default_rng(0)
    other = motion((true - offset) / (1 + drift)) + rng.normal(0, 1, true.size)
    signal = motion(true) + rng.normal(0, 1, true.size)
    signal[15000:18000] = rng.standard_normal(3000)
    times, offsets = windowed_offsets(signal, other, rate)
    sure = np.isfinite(offsets)
    assert 0.8 < sure.mean() < 1.0
    assert np.abs(offsets - offset - drift * times)[sure].max() < 0.01
    fitted_offset, fitted_drift = clock_drift(times, offsets)
    assert fitted_drift == pytest.approx(120, abs=3)
    assert fitted_offset == pytest.approx(0.3, abs=0.002)
    with pytest.raises(ValueError, match="1500"):
        windowed_offsets(signal[:100], other, rate)


def test_correct_clock() -> None:
    rate, drift, offset = 50.0, 120e-6, 0.313
    true = np.arange(10000) / rate
    other = motion((true - offset) / (1 + drift))
    corrected = correct_clock(other, rate, offset, 120.0, samples=true.size)
    inside = slice(20, 9900)
    assert np.abs(corrected - motion(true))[inside].max() < 0.15
    assert np.abs(other - motion(true))[inside].max() > 10
    assert np.isnan(corrected[-10:]).all()
    assert np.isfinite(correct_clock(other, rate, offset, 120.0, hold=True)).all()
    # Without offset and drift nothing changes.
    assert correct_clock(other, rate, 0.0, 0.0, 10000) == pytest.approx(other)
    with pytest.raises(ValueError, match="16"):
        correct_clock(other[:5], rate, 0.0, 0.0, 5)


def test_sampling_report() -> None:
    rng = np.random.default_rng(0)
    times = np.arange(5000) / 99.7 + rng.normal(0, 0.0005, 5000)
    kept = np.delete(times, np.concatenate([np.arange(1000, 1010), [3000]]))
    rate, jitter, missing, gaps = sampling_report(kept)
    assert rate == pytest.approx(99.7, rel=1e-3)
    assert jitter == pytest.approx(0.0005 * np.sqrt(2), rel=0.1)
    assert missing == 11
    assert gaps == pytest.approx(np.array([times[[999, 1010]], times[[2999, 3001]]]))
    assert sampling_report(np.arange(10.0))[3].shape == (0, 2)
    with pytest.raises(ValueError, match="go back"):
        sampling_report(times[::-1])
    with pytest.raises(ValueError, match="equal"):
        sampling_report(np.zeros(10))


def test_cic_decimate() -> None:
    times = np.arange(32000)
    slow = np.round(2000 * np.sin(2 * np.pi * 0.0005 * times)).astype(np.int32)
    # 0.1249 of the rate aliases onto almost nothing at a factor of 8, right beside a zero.
    fast = np.round(2000 * np.sin(2 * np.pi * 0.1249 * times)).astype(np.int32)
    kept, gone = cic_decimate(slow, 8)[5:], cic_decimate(fast, 8)[5:]
    droop = (np.sin(np.pi * 0.0005 * 8) / 8 / np.sin(np.pi * 0.0005)) ** 3
    assert np.abs(kept).max() == pytest.approx(2000 * droop, rel=1e-3)
    assert np.abs(gone).max() < 1.0
    assert np.abs(fast[7::8]).max() > 1500
    # The result is that of three moving averages.
    box = np.ones(8) / 8
    direct = np.convolve(np.convolve(np.convolve(slow, box), box), box)[7 : slow.size : 8]
    assert cic_decimate(slow, 8) == pytest.approx(direct)
    with pytest.raises(ValueError, match="integers"):
        cic_decimate(slow / 2.0, 8)
    with pytest.raises(ValueError, match="63 bits"):
        cic_decimate(slow, 65536, stages=4)


def test_sufficient_rate() -> None:
    times = np.arange(20000) / 200.0
    noise = np.random.default_rng(0).normal(0, 0.1, times.size)
    needed, bandwidth = sufficient_rate(motion(times) + noise, 200.0)
    assert 7.0 < bandwidth < 8.6
    assert needed == pytest.approx(2.5 * bandwidth)
    # White noise needs the whole rate; a constant says nothing.
    assert sufficient_rate(noise, 200.0)[0] > 150
    assert sufficient_rate(np.sin(2 * np.pi * times), 200.0)[1] < 1.3
    with pytest.raises(ValueError, match="constant"):
        sufficient_rate(np.ones(100), 200.0)


def test_duty_cycle() -> None:
    # One milliampere second a second from 1000 mAh, all usable: 1000 hours.
    phases = np.array([[50.0, 2.0], [100.0, 5.0]])
    days, current = duty_cycle(1000.0, phases, sleep_current=0.0, period=600.0, usable=1.0, self_discharge=0.0)
    assert current == pytest.approx(1.0)
    assert days == pytest.approx(1000 / 24)
    # Sleep counts only while asleep.
    assert duty_cycle(1000.0, phases, sleep_current=0.1)[1] == pytest.approx(1.0 + 0.1 * 593 / 600)
    # Without load, one percent a year empties the usable half in fifty years.
    idle = duty_cycle(1000.0, np.zeros((1, 2)), sleep_current=0.0, usable=0.5, self_discharge=0.01)
    assert idle[0] == pytest.approx(50 * 365.25)
    with pytest.raises(ValueError, match="longer"):
        duty_cycle(1000.0, np.array([[1.0, 700.0]]))
    with pytest.raises(ValueError, match="negative"):
        duty_cycle(1000.0, -phases)
