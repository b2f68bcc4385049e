from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from placement.algorithms.catalogue import CATALOGUE
from placement.algorithms.measuring import COUNTED, MEASURED, counted, measured, seconds
from placement.loading import load
from placement.profiles import Data, DeviceProfile, Work

CYCLES = {"integer": 1.0, "multiply": 2.0, "float_add": 10.0, "float_multiply": 20.0, "special": 100.0}


def device(name: str, clock: float, factor: float = 1.0) -> DeviceProfile:
    cycles = {kind: factor * count for kind, count in CYCLES.items()}
    return DeviceProfile(name, clock, 1e6, 1e6, cycles, 1.0, 1.0, 1.0, 1.0, "WiFi", "made up", "cycle counts")


def ticking(*gaps: float) -> Iterator[float]:
    now = 0.0
    for gap in gaps:
        yield now
        now += gap
        yield now


def test_seconds_are_cycles_by_the_clock() -> None:
    assert seconds(Work(1, 1, 1, 1, 1), device("slow", 1000.0)) == pytest.approx(0.133)


def test_counted_says_so() -> None:
    timing = counted(CATALOGUE["Mean"], [Data(100)], device("slow", 1e6))
    assert timing.basis == COUNTED
    assert timing.seconds == pytest.approx((100 + 10 * 100 + 100) / 1e6)
    assert timing.here == 0.0


def test_the_least_measured_time_is_scaled_by_clock_and_cycles() -> None:
    clock = ticking(0.5, 0.2, 0.9)
    here, there = device("here", 1e9), device("there", 1e6, factor=3.0)
    timing = measured(CATALOGUE["FFT"], [np.ones(64)], there, here, repeats=3, clock=partial(next, clock))
    assert timing.basis == MEASURED
    assert timing.here == pytest.approx(0.2)
    assert timing.seconds == pytest.approx(0.2 * 3000)
    assert timing.device == "there"


def test_another_function_may_be_measured() -> None:
    calls: list[int] = []
    clock = ticking(0.1, 0.1)
    machine = device("here", 1e9)
    timing = measured(
        CATALOGUE["MFCC"],
        [np.ones(400)],
        machine,
        machine,
        function=lambda: calls.append(1),
        repeats=2,
        clock=partial(next, clock),
    )
    assert len(calls) == 3
    assert timing.seconds == pytest.approx(0.1)


def test_fixed_point_on_the_device_is_scaled_by_its_integers() -> None:
    """A device where only floating point is slow does well on narrow values."""
    here = device("here", 1e6)
    soft = DeviceProfile(
        "soft",
        1e6,
        1e6,
        1e6,
        {**CYCLES, "float_add": 1000.0, "float_multiply": 1000.0},
        1,
        1,
        1,
        1,
        "WiFi",
        "",
        "measured",
    )
    ratios = []
    for width in (2, 4):
        clock = ticking(1.0)
        timing = measured(
            CATALOGUE["Wavelet"],
            [np.ones(64)],
            soft,
            here,
            inputs=[Data(64, width)],
            repeats=1,
            clock=partial(next, clock),
        )
        ratios.append(timing.seconds)
    assert ratios[0] == pytest.approx(1.0)
    assert ratios[1] > 50


def test_it_runs_in_earnest_on_the_shipped_profiles() -> None:
    devices = load().devices
    timing = measured(CATALOGUE["FFT"], [np.ones(256)], devices["TelosB"], devices["Edge"], repeats=1)
    assert timing.seconds > timing.here > 0
