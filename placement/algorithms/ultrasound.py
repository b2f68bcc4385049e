"""The ultrasonic stages of the report's SmartChair (Fig. 19)."""

from __future__ import annotations

import numpy as np

from placement.algorithms.algorithm import Algorithm, Cost, Inputs
from placement.algorithms.arithmetic import joined, total, work
from placement.profiles import Data

_HCSR04 = "SmartChair of the technical report, Fig. 19; range of the HC-SR04 by its data sheet: 2 cm to 4 m"
# Echo times in microseconds of the nearest and the farthest thing that such a sensor sees.
_NEAREST, _FARTHEST = 116.0, 23324.0


def echo_time(times: np.ndarray) -> np.ndarray:
    """Median of the echo times in microseconds that a thing within range can cause, 0 where there is none. Shape (1,)."""
    times = np.ravel(times)
    heard = times[(times >= _NEAREST) & (times <= _FARTHEST)]
    return np.array([np.median(heard) if heard.size else 0.0])


def _echo_cost(inputs: Inputs) -> Cost:
    """Work: 2 n comparisons with the range, then insertion sort: n (n - 1) / 4 comparisons and moves on average."""
    data = joined(inputs)
    n = data.values
    sorting = n * (n - 1) / 4
    return Cost(Data(1, data.width), work(data, add=2 * n + sorting, integer=sorting + n), data.size)


def echo_distance(times: np.ndarray, *, celsius: float = 20.0) -> np.ndarray:
    """Distance in mm of things whose echo came back after some microseconds; sound is faster in warm air. Shape (times,)."""
    return np.ravel(times) * (331.3 + 0.606 * celsius) / 2000.0


def _distance_cost(inputs: Inputs, *, celsius: float = 20.0) -> Cost:
    """Work: the speed of sound once (1 product, 1 sum), one product an echo."""
    del celsius
    data = joined(inputs)
    n = data.values
    return Cost(data, total([work(data, add=1, multiply=1), work(data, multiply=n, integer=n)]), data.size)


ALGORITHMS = (
    Algorithm(
        "US_PRE",
        "feature",
        "median of the ultrasonic echoes within range",
        _HCSR04,
        _echo_cost,
        240,
        echo_time,
        aliases=("UltrasonicPreprocess",),
    ),
    Algorithm(
        "US_CAL_DIST",
        "feature",
        "distance in mm from the time of an ultrasonic echo",
        _HCSR04,
        _distance_cost,
        160,
        echo_distance,
        aliases=("UltrasonicDistance",),
    ),
)
