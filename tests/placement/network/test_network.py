from __future__ import annotations

import numpy as np
import pytest

from placement.network import LAGS, NetworkDown, packet_time, predict
from placement.network.msvr import MSVR
from placement.network.traces import SITES, TraceError, generate


def wave(samples: int) -> np.ndarray:
    return np.asarray(100.0 + 50.0 * np.sin(2.0 * np.pi * np.arange(samples) / 20.0))


def test_a_wave_goes_on() -> None:
    np.testing.assert_allclose(predict(wave(200), 10), wave(210)[-10:], atol=3.0)


def test_a_second_channel_may_tell_what_the_first_does_not() -> None:
    random = np.random.default_rng(0)
    told = random.normal(size=301)
    trace = np.column_stack([1000.0 + 100.0 * told[:-1], told[1:]])  # the second channel is a step ahead
    assert predict(trace, 1)[0] == pytest.approx(1000.0 + 100.0 * told[-1], abs=40.0)


@pytest.mark.parametrize(("told", "bound"), [(1e9, 150.0), (-1e9, 50.0)])
def test_predictions_stay_within_what_was_seen(monkeypatch: pytest.MonkeyPatch, told: float, bound: float) -> None:
    monkeypatch.setattr(MSVR, "predict", lambda self, inputs: np.full((len(inputs), 4), told))
    np.testing.assert_allclose(predict(wave(100), 4), bound)


def test_a_steady_network_stays_steady() -> None:
    np.testing.assert_allclose(predict(np.full(60, 250.0), 4), 250.0)


def test_nothing_of_the_trace_is_changed_and_all_is_deterministic() -> None:
    trace = generate(SITES["wifi-still"], 120)
    before = trace.copy()
    assert np.array_equal(predict(trace, 3), predict(trace, 3))
    assert np.array_equal(trace, before)


@pytest.mark.parametrize(
    ("trace", "steps", "message"),
    [
        (np.ones(LAGS + 3 + 18), 3, "29 samples; a prediction of 3 steps needs at least 30"),
        (np.ones(100), 0, "0 steps"),
        (np.full(100, np.nan), 3, "not finite"),
        (np.ones((5, 5, 5)), 3, "shape"),
        (np.ones((50, 0)), 3, "shape"),
    ],
)
def test_bad_traces_are_refused(trace: np.ndarray, steps: int, message: str) -> None:
    with pytest.raises(TraceError, match=message):
        predict(trace, steps)


def test_the_shortest_trace_is_enough() -> None:
    assert predict(wave(LAGS + 3 + 19), 3).shape == (3,)


def test_the_time_of_a_packet_is_the_mean_over_the_intervals() -> None:
    assert packet_time(np.array([1220.0]), 122) == pytest.approx(0.1)
    assert packet_time(np.array([1220.0, 122.0]), 122) == pytest.approx((0.1 + 1.0) / 2)


@pytest.mark.parametrize(
    ("throughput", "down"), [([], 0), ([100.0, 0.0], 1), ([-1.0], 1), ([np.nan, 2.0, 0.0], 2), ([np.inf], 1)]
)
def test_a_network_that_is_down_has_no_packet_time(throughput: list[float], down: int) -> None:
    with pytest.raises(NetworkDown, match=f"through in {down} of {len(throughput)} intervals; plan for fewer"):
        packet_time(np.array(throughput), 122)


def test_a_packet_carries_something() -> None:
    with pytest.raises(ValueError, match="payload of a packet is 0 bytes"):
        packet_time(np.ones(1), 0)
