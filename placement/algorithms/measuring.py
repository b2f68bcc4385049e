"""How long an algorithm takes on a device: from its operations, or measured on this machine and scaled."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from timeit import Timer

import numpy as np

from placement.algorithms.algorithm import Algorithm, Arguments, Inputs
from placement.profiles import Data, DeviceProfile, Work

COUNTED = "cycle counts"
MEASURED = "measured here and scaled"


@dataclass(frozen=True, slots=True)
class Timing:
    """A time in s on a device, and what it rests on: `COUNTED` or `MEASURED`.

    here: what was measured on this machine, in s; 0 where nothing was
    """

    device: str
    seconds: float
    basis: str
    here: float = 0.0


def seconds(work: Work, device: DeviceProfile) -> float:
    """Time of some work: operations of each class times the cycles of one, by the clock."""
    return float(sum(getattr(work, field.name) * device.cycles[field.name] for field in fields(Work)) / device.clock)


def counted(algorithm: Algorithm, inputs: Inputs, device: DeviceProfile, arguments: Arguments = ()) -> Timing:
    """The time that the cost model gives."""
    return Timing(device.name, seconds(algorithm.work(inputs, arguments), device), COUNTED)


def measured(
    algorithm: Algorithm,
    arrays: Sequence[np.ndarray],
    device: DeviceProfile,
    here: DeviceProfile,
    *,
    arguments: Arguments = (),
    inputs: Inputs | None = None,
    model: Mapping[str, np.ndarray] | None = None,
    function: Callable[[], object] | None = None,
    repeats: int = 5,
    clock: Callable[[], float] = time.perf_counter,
) -> Timing:
    """Run the algorithm here and scale its least time by the ratio of the two machines' times for its work.

    A call of NumPy takes microseconds whatever it does, and they are scaled too: measure large inputs, or compiled code.

    inputs: what the arrays are on the device; values of 4 bytes if nothing is said
    here: the profile of this machine
    function: what is run instead of the algorithm's own `run`, such as the library's method
    """
    call = function or (lambda: algorithm.apply(*arrays, arguments=arguments, model=model))
    call()
    least = min(Timer(call, timer=clock).repeat(repeats, 1))
    flowing = inputs or [Data(max(1, values.size)) for values in arrays]
    return Timing(device.name, least * _ratio(algorithm.work(flowing, arguments), device, here), MEASURED, least)


def _ratio(work: Work, device: DeviceProfile, here: DeviceProfile) -> float:
    """How many times longer the work takes on the device; the clocks alone decide where there is no work."""
    if work == Work():
        return here.clock / device.clock
    return seconds(work, device) / seconds(work, here)
