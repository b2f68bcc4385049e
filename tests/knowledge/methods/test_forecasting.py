"""Forecasts of series whose future is known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.forecasting.arx_forecast import arx_forecast
from knowledge.methods.forecasting.autoregressive_forecast import autoregressive_forecast
from knowledge.methods.forecasting.damped_trend import damped_trend
from knowledge.methods.forecasting.forecast_accuracy import forecast_accuracy
from knowledge.methods.forecasting.holt_winters import holt_winters
from knowledge.methods.forecasting.local_level import local_level
from knowledge.methods.forecasting.quantile_forecast import quantile_forecast
from knowledge.methods.forecasting.remaining_time import remaining_time
from knowledge.methods.forecasting.rolling_origins import rolling_origins
from knowledge.methods.forecasting.seasonal_naive import seasonal_naive
from knowledge.methods.forecasting.theta_forecast import theta_forecast
from knowledge.methods.forecasting.windowed_svr import windowed_svr


def _load(seed: int, days: int, noise: float = 0.5) -> np.ndarray:
    hours = np.arange(24 * days)
    day = 8 * np.sin(2 * np.pi * hours / 24) + 3 * np.cos(4 * np.pi * hours / 24)
    return np.asarray(50 + 0.03 * hours + day + noise * np.random.default_rng(seed).normal(size=len(hours)))


def test_holt_winters_beats_the_seasonal_naive_forecast_on_a_trend() -> None:
    signal, noiseless = _load(0, 16), _load(0, 16, 0.0)
    forecast = holt_winters(signal[:-48], 24, 48)
    assert np.abs(forecast - noiseless[-48:]).mean() < 0.6
    assert np.abs(seasonal_naive(signal[:-48], 24, 48)[0] - noiseless[-48:]).mean() > 0.9


def test_holt_winters_keeps_the_phase_of_a_part_period() -> None:
    noiseless = _load(0, 12, 0.0)
    assert holt_winters(noiseless[:-31], 24, 24) == pytest.approx(noiseless[-31:-7], abs=0.2)
    with pytest.raises(ValueError, match="season"):
        holt_winters(noiseless[:30], 24)


def test_holt_winters_follows_a_season_that_grows() -> None:
    index = np.arange(12 * 20)
    signal = 40 + (2 + index / 30) * np.sin(2 * np.pi * index / 12)
    assert np.ptp(holt_winters(signal, 12, 12)) == pytest.approx(2 * (2 + 246 / 30), rel=0.1)


def test_seasonal_naive_interval_holds_its_share_and_bridges_gaps() -> None:
    rng, period = np.random.default_rng(1), 12
    truth = np.tile(np.sin(np.arange(period)), 200)
    signal = truth + rng.normal(size=truth.size)
    signal[-6] = np.nan
    forecast, low, high = seasonal_naive(signal[:-period], period, period)
    assert forecast.tolist() == signal[-2 * period : -period].tolist()
    widths = high - low
    assert widths.mean() == pytest.approx(2 * 1.645 * np.sqrt(2), rel=0.08)
    assert np.isfinite(seasonal_naive(signal, period, 30)[0]).all()


def test_autoregressive_forecast_recovers_a_known_process() -> None:
    rng, signal = np.random.default_rng(2), np.zeros(20000)
    for now in range(2, len(signal)):
        signal[now] = 1.2 * signal[now - 1] - 0.5 * signal[now - 2] + rng.normal()
    forecast, spread, weights = autoregressive_forecast(signal + 30.0, order=2, horizon=200)
    assert weights == pytest.approx([1.2, -0.5], abs=0.03)
    assert spread[0] == pytest.approx(1.0, abs=0.03)
    assert spread[-1] == pytest.approx(signal.std(), rel=0.03)
    assert forecast[-1] == pytest.approx(30.0, abs=0.2)


def test_autoregressive_forecast_goes_on_with_the_last_values() -> None:
    signal = np.sin(np.arange(2000) * 2 * np.pi / 40)
    forecast, spread, _ = autoregressive_forecast(signal[:1987], order=4, horizon=10)
    assert np.abs(forecast - signal[1987:1997]).max() < 0.15
    assert spread.max() < 0.3
    with pytest.raises(ValueError, match="order"):
        autoregressive_forecast(signal[:10], order=8)


def _room(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    outdoor = 8 + 5 * np.sin(2 * np.pi * np.arange(count) / 96) + 0.02 * np.cumsum(rng.normal(size=count))
    heating = (rng.random(count // 12 + 1) > 0.5).repeat(12)[:count].astype(float)
    room = np.full(count, 18.0)
    for now in range(1, count):
        room[now] = room[now - 1] + 0.02 * (outdoor[now] - room[now - 1]) + 0.4 * heating[now - 1]
    return room + 0.02 * rng.normal(size=count), np.column_stack([outdoor, heating])


def test_arx_forecast_follows_a_planned_heating() -> None:
    room, inputs = _room(3, 1056)
    forecast, error = arx_forecast(room[:960], inputs)
    assert np.abs(forecast - room[960:]).mean() < 0.25
    assert np.abs(forecast - room[960:]).mean() < 0.3 * np.abs(room[959] - room[960:]).mean()
    assert error < 0.06


def test_arx_forecast_needs_inputs_for_the_future() -> None:
    room, inputs = _room(4, 200)
    with pytest.raises(ValueError, match="too few"):
        arx_forecast(room, inputs)


def test_arx_forecast_refuses_gaps_and_models_without_lags() -> None:
    room, inputs = _room(4, 200)
    assert len(arx_forecast(room[:190], inputs, lags=1)[0]) == 10
    with pytest.raises(ValueError, match="too few"):
        arx_forecast(room[:190], inputs, lags=0)
    inputs[50] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        arx_forecast(room[:190], inputs)


def test_damped_trend_follows_but_does_not_run_away() -> None:
    signal = np.concatenate([np.full(30, 10.0), 10 + np.arange(1, 31)])
    forecast = damped_trend(signal + 0.01 * np.sin(np.arange(60) * 1.3), horizon=200)
    assert forecast[0] == pytest.approx(41.0, abs=0.5)
    steps = np.diff(forecast)
    assert np.all(steps > 0)
    assert steps[-1] < 0.05 * steps[0]
    with pytest.raises(ValueError, match="five"):
        damped_trend(np.ones(3))


def test_theta_forecast_has_half_the_trend_of_noise_and_the_season() -> None:
    rng = np.random.default_rng(5)
    index = np.arange(120)
    signal = 100 + 0.5 * index + 10 * np.sin(2 * np.pi * index / 12) + rng.normal(size=120)
    forecast = theta_forecast(signal[:96], 12, 24)
    assert np.abs(forecast - signal[96:]).mean() < 1.6
    walk = np.concatenate([np.zeros(50), np.full(50, 20.0)])
    assert theta_forecast(walk, 1, 1)[0] == pytest.approx(20.0, abs=1.5)  # a straight line alone would say 24.9


def test_quantile_forecast_holds_its_probabilities() -> None:
    rng, below = np.random.default_rng(6), []
    hours = np.arange(24 * 24)
    for _ in range(12):
        signal = 5 + 2 * np.sin(hours * 2 * np.pi / 24) + rng.exponential(1.0, len(hours))
        levels = quantile_forecast(signal[:-24], 24, 24, (0.1, 0.9))
        below.append((signal[-24:, None] < levels).mean(axis=0))
    assert np.mean(below, axis=0) == pytest.approx([0.1, 0.9], abs=0.05)
    assert np.all(np.diff(levels, axis=1) >= 0)


def test_quantile_forecast_keeps_the_phase() -> None:
    signal = np.sin(np.arange(24 * 12 + 7) * 2 * np.pi / 24) + 0.01 * np.random.default_rng(7).normal(size=295)
    levels = quantile_forecast(signal[:-24], 24, 12, (0.5,))
    assert levels[:, 0] == pytest.approx(signal[-24:-12], abs=0.08)
    with pytest.raises(ValueError, match="horizon"):
        quantile_forecast(signal, 24, 25)
    assert len(quantile_forecast(signal[:96], 24, 24, (0.5,))) == 24
    with pytest.raises(ValueError, match="96 samples"):
        quantile_forecast(signal[:95], 24, 24)


def test_local_level_learns_the_noise_and_bridges_a_gap() -> None:
    rng = np.random.default_rng(8)
    level = 20 + np.cumsum(0.3 * rng.normal(size=3000))
    signal = level + 1.5 * rng.normal(size=3000)
    signal[1000:1050] = np.nan
    levels, forecast, spread = local_level(signal, horizon=100)
    ratio, steady = 0.04, 1.5**2 * (0.04 + np.sqrt(0.04**2 + 4 * 0.04)) / 2  # steady state of the Riccati equation
    gain = steady / (steady + 1.5**2)
    assert np.sqrt(np.mean((levels - level)[1100:] ** 2)) == pytest.approx(np.sqrt(gain * 1.5**2), rel=0.1)
    assert spread[0] == pytest.approx(np.sqrt(steady + 1.5**2), rel=0.06)
    assert spread[99] ** 2 - spread[0] ** 2 == pytest.approx(99 * ratio * 1.5**2, rel=0.35)
    assert np.ptp(forecast) == 0


def test_local_level_refuses_a_series_without_values() -> None:
    with pytest.raises(ValueError, match="ten"):
        local_level(np.full(50, np.nan))


def test_local_level_needs_ten_values() -> None:
    signal = np.random.default_rng(12).normal(size=30)
    signal[10:] = np.nan
    assert np.isfinite(local_level(signal)[1]).all()
    signal[9] = np.nan
    with pytest.raises(ValueError, match="ten"):
        local_level(signal)


def test_windowed_svr_learns_a_shape_that_no_season_has() -> None:
    rng, state, signal = np.random.default_rng(9), 0.4, np.zeros(800)
    for now in range(800):
        state = 3.7 * state * (1 - state)
        signal[now] = state
    signal += 0.001 * rng.normal(size=800)
    forecast = windowed_svr(signal[:797], window=6, horizon=3, step=1)
    assert np.abs(forecast - signal[797:]).max() < 0.12
    with pytest.raises(ValueError, match="samples"):
        windowed_svr(signal[:40])


def test_windowed_svr_takes_a_shifted_level_for_nothing_new() -> None:
    signal = _load(10, 30, 0.3)
    shifted = signal + np.where(np.arange(720) > 600, 30.0, 0.0)
    forecast = windowed_svr(shifted[:696], window=24, horizon=12)
    assert np.abs(forecast - shifted[696:708]).mean() < 2.5


def test_rolling_origins_leak_nothing() -> None:
    histories, futures = rolling_origins(np.arange(100.0), horizon=10, folds=4, shift=5)
    assert list(histories) == list(futures) == ["fold 1", "fold 2", "fold 3", "fold 4"]
    for name, history in histories.items():
        assert history[-1] + 1 == futures[name][0]
        assert len(futures[name]) == 10
    assert futures["fold 4"][-1] == 99.0
    assert futures["fold 3"][-1] == 94.0
    with pytest.raises(ValueError, match="too few"):
        rolling_origins(np.arange(30.0), horizon=10, folds=4)


def test_forecast_accuracy_of_the_naive_forecast_is_no_skill() -> None:
    rng = np.random.default_rng(11)
    histories = {"a": rng.normal(size=600), "b": rng.normal(size=600)}
    futures = {"a": rng.normal(size=200), "b": rng.normal(size=200)}
    naive = {name: np.tile(history[-4:], 50) for name, history in histories.items()}
    error, _, skill = forecast_accuracy(naive, futures, histories, period=4)
    assert skill == pytest.approx(0.0)
    assert error == pytest.approx(np.mean([np.abs(futures[n] - naive[n]).mean() for n in "ab"]))
    perfect = forecast_accuracy(futures, futures, histories, period=4)
    assert perfect == (0.0, 0.0, 1.0)
    with pytest.raises(ValueError, match="names"):
        forecast_accuracy(naive, {"a": futures["a"]}, histories)


def test_forecast_accuracy_is_scaled_by_the_size_of_changes() -> None:
    swinging = {"a": np.tile([1.0, -1.0], 20)}
    future = {"a": np.array([1.0, -1.0])}
    _, scaled, _ = forecast_accuracy({"a": np.array([2.0, -2.0])}, future, swinging)
    assert scaled == pytest.approx(0.5)


@pytest.mark.parametrize("seed", range(4))
def test_remaining_time_stands_load_dips_and_daily_swings(seed: int) -> None:
    rng, hours = np.random.default_rng(seed), np.arange(24 * 120)
    voltage = 3.6 - 0.0002 * hours + 0.01 * np.sin(2 * np.pi * hours / 24) + 0.005 * rng.normal(size=len(hours))
    voltage[rng.random(len(hours)) < 0.1] -= 0.25
    days, cautious = remaining_time(voltage, 1 / 3600, limit=2.8)
    truth = (voltage[0] * 0 + 3.6 - 0.0002 * hours[-1] - 2.8) / 0.0002 / 24
    assert days == pytest.approx(truth, rel=0.12)
    assert cautious <= days


def test_remaining_time_of_what_is_spent_or_does_not_fall() -> None:
    assert remaining_time(np.linspace(3.2, 2.5, 50), 1.0, limit=3.0) == (0.0, 0.0)
    assert remaining_time(np.linspace(3.2, 3.5, 50), 1.0, limit=3.0)[0] == np.inf


def test_remaining_time_of_a_straight_line_is_exact() -> None:
    voltage = 3.6 - 1e-5 * np.arange(20000)
    days, cautious = remaining_time(voltage, 1 / 60, limit=3.0)
    assert days == pytest.approx((voltage[-1] - 3.0) / 1e-5 / (24 * 60), rel=1e-6)
    assert cautious == pytest.approx(days, rel=1e-3)
