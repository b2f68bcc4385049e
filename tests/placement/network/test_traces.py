from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from placement.network.traces import SITES, Site, TraceError, generate, read, windows
from placement.rows import BadRows

QUIET = Site(rate=1000.0, shadowing=0.0, begins=0.0, jitter=0.0)


def test_windows_hold_the_rows_before_and_the_throughput_after() -> None:
    trace = np.column_stack([np.arange(6.0), -np.arange(6.0)])
    inputs, targets = windows(trace, lags=2, steps=3)
    assert inputs.tolist() == [[0, 0, 1, -1], [1, -1, 2, -2]]
    assert targets.tolist() == [[2, 3, 4], [3, 4, 5]]
    with pytest.raises(TraceError, match="6 samples give no window of 4 lags and 3 steps"):
        windows(trace, 4, 3)


def test_ten_times_as_far_is_ten_exponents_weaker() -> None:
    near, far = (generate(replace(QUIET, distance=metres), 5)[:, 1] for metres in (1.0, 10.0))
    assert (near - far == 10.0 * QUIET.exponent).all()


def test_a_strong_signal_gives_the_whole_rate_and_a_weak_one_shannons_share() -> None:
    assert (generate(replace(QUIET, distance=1.0), 5)[:, 0] == 1000.0).all()
    # 0 dB above the noise: log2(1 + 1) of log2(1 + 10 ** 2.5).
    weak = generate(replace(QUIET, power=QUIET.floor, distance=1.0), 5)[:, 0]
    np.testing.assert_allclose(weak, 1000.0 * np.log(2.0) / np.log(1.0 + 10.0**2.5))


def test_shadowing_has_its_deviation_and_its_memory() -> None:
    rssi = generate(replace(QUIET, shadowing=6.0, memory=0.8), 20000, seed=1)[:, 1]
    fading = rssi - rssi.mean()
    assert fading.std() == pytest.approx(6.0, rel=0.05)
    assert fading[1:] @ fading[:-1] / (fading @ fading) == pytest.approx(0.8, abs=0.02)


def test_bursts_take_the_share_of_time_that_a_markov_chain_gives_them() -> None:
    throughput = generate(replace(QUIET, interference=20.0, begins=0.1, ends=0.3), 20000)[:, 0]
    assert np.mean(throughput < throughput.max() / 2) == pytest.approx(0.1 / (0.1 + 0.3), abs=0.02)


def test_the_seed_alone_decides() -> None:
    site = SITES["zigbee-cart"]
    assert np.array_equal(generate(site, 50, seed=3), generate(site, 50, seed=3))
    assert not np.array_equal(generate(site, 50, seed=3), generate(site, 50, seed=4))


@pytest.mark.parametrize("name", SITES)
def test_every_site_gives_a_trace_between_nothing_and_its_rate(name: str) -> None:
    trace = generate(SITES[name], 2000)
    assert trace.shape == (2000, 2)
    assert (trace[:, 0] > 0.0).all()
    assert trace[:, 0].max() < 1.3 * SITES[name].rate
    assert trace[:, 0].std() > 0.1 * trace[:, 0].mean()


def test_reads_columns_in_any_order_and_leaves_others(tmp_path: Path) -> None:
    (path := tmp_path / "trace.csv").write_text(
        "RSSI,note,throughput,time\n-70,calm,100,0\n-71,1,90,60\n\n-72,1,80,121\n"
    )
    assert read(path).tolist() == [[100, -70], [90, -71], [80, -72]]
    path.write_text("time,throughput\n0,5\n60,6\n")
    assert read(path).tolist() == [[5], [6]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no column time and no column throughput"),
        ("time,rssi\n0,-70\n", "no column throughput"),
        ("time,throughput\n0,5\n", "holds 1 samples"),
        ("time,throughput\n0,5\n60,fast\n", "line 3: 'fast' is not a number"),
        ("time,throughput\n0,5\n\n60,-1\n", "line 4: a throughput is below 0; leave the line out"),
        (
            "time,throughput\n0,5\n\n60,5\n120,5\n600,5\n",
            "line 6: the time does not follow the one before by about 60 s",
        ),
        ("time,throughput\n0,5\n0,5\n", "line 3: the time does not follow"),
        ("time,throughput\n60,5\n0,5\n", "sort the trace"),
    ],
)
def test_a_bad_trace_is_refused_by_its_line(tmp_path: Path, text: str, message: str) -> None:
    (path := tmp_path / "trace.csv").write_text(text)
    with pytest.raises((TraceError, BadRows), match=message):
        read(path)
