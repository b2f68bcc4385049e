"""Windows, thresholds and filters that follow a signal."""

from __future__ import annotations

import numpy as np

from placement.algorithms.algorithm import Algorithm, Cost, Inputs
from placement.algorithms.arithmetic import joined, products, scaled, windows, work
from placement.profiles import Data

_OPPENHEIM = "A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd ed., 2010"


def slices(values: np.ndarray, *, length: int = 256, step: int = 128) -> np.ndarray:
    """Windows of `length` values, `step` apart; a shorter signal is one window. Shape (windows, length)."""
    values = np.ravel(values)
    return np.lib.stride_tricks.sliding_window_view(values, min(length, values.size))[::step].copy()


def _slices_cost(inputs: Inputs, *, length: int = 256, step: int = 128) -> Cost:
    """Work: a load and a store for each value that comes out."""
    data = joined(inputs)
    output = Data(windows(data.values, length, step) * min(length, data.values), data.width)
    return Cost(output, work(data, integer=2 * output.values), output.size)


def energy_threshold(values: np.ndarray, *, factor: float = 1.0) -> np.ndarray:
    """Values whose energy is below `factor` times the mean energy become 0. Shape (values,)."""
    values = np.ravel(values)
    energy = values.astype(float) ** 2
    return np.where(energy >= factor * energy.mean(), values, 0)


def _threshold_cost(inputs: Inputs, *, factor: float = 1.0) -> Cost:
    """Work: n squares and sums for the mean, n squares and comparisons for the choice, one quotient."""
    del factor
    data = joined(inputs)
    n = data.values
    return Cost(data, work(data, add=2 * n, multiply=2 * n + 1, special=1, integer=3 * n), data.size)


def difference(values: np.ndarray) -> np.ndarray:
    """Change from each value to the next. Shape (values - 1,), or one 0 for a single value."""
    values = np.ravel(values)
    return np.diff(values) if values.size > 1 else np.zeros(1)


def _difference_cost(inputs: Inputs) -> Cost:
    """Work: n - 1 differences, two moves each."""
    data = joined(inputs)
    output = Data(max(1, data.values - 1), data.width)
    return Cost(output, work(data, add=output.values, integer=2 * output.values), output.size)


def moving_average(values: np.ndarray, *, length: int = 8) -> np.ndarray:
    """Mean of each value and those before it, `length` at most. Shape (values,)."""
    values = np.ravel(values).astype(float)
    sums = np.cumsum(np.append(0.0, values))
    ends = np.arange(1, values.size + 1)
    starts = np.maximum(ends - length, 0)
    return np.asarray((sums[ends] - sums[starts]) / (ends - starts))


def _moving_cost(inputs: Inputs, *, length: int = 8) -> Cost:
    """Work: a running sum: each value is added, the oldest subtracted, one product with the inverse length."""
    data = joined(inputs)
    n = data.values
    return Cost(data, work(data, add=2 * n, multiply=n, integer=3 * n), data.size + length * data.width)


def denoise(values: np.ndarray, *, length: int = 5) -> np.ndarray:
    """Running median over `length` values, the ends repeated. Shape (values,)."""
    values = np.ravel(values)
    padded = np.pad(values, ((length - 1) // 2, length // 2), mode="edge")
    medians: np.ndarray = np.median(np.lib.stride_tricks.sliding_window_view(padded, length), axis=1)
    return medians


def _denoise_cost(inputs: Inputs, *, length: int = 5) -> Cost:
    """Work a value: insertion sort of the window, L (L - 1) / 4 comparisons and as many moves on average, L loads."""
    data = joined(inputs)
    n = data.values
    comparisons = length * (length - 1) / 4
    counted = work(data, add=n * comparisons, integer=n * (comparisons + length))
    return Cost(data, counted, data.size + length * data.width)


def low_pass(values: np.ndarray, *, taps: int = 16, cutoff: float = 0.25) -> np.ndarray:
    """Convolve with a Hamming-windowed sinc of unit gain at 0; `cutoff` is a share of half the rate. Shape (values,)."""
    places = np.arange(taps) - (taps - 1) / 2
    kernel = cutoff * np.sinc(cutoff * places) * np.hamming(taps)
    return np.convolve(np.ravel(values).astype(float), kernel / kernel.sum())[: np.size(values)]


def _low_pass_cost(inputs: Inputs, *, taps: int = 16, cutoff: float = 0.25) -> Cost:
    """Work: `taps` products a value."""
    del cutoff
    data = joined(inputs)
    return Cost(data, products(data, taps * data.values), data.size + taps * data.width, taps * data.width)


def complementary_filter(imu: np.ndarray, *, rate: float = 100.0, tau: float = 1.0) -> np.ndarray:
    """Roll and pitch in rad of samples of six values: acceleration x, y, z, then rotation x, y, z in rad/s.

    The gyroscope is trusted for fast changes, gravity for slow ones. Shape (samples, 2).
    """
    samples = np.ravel(imu).reshape(-1, 6)
    x, y, z = samples[:, 0], samples[:, 1], samples[:, 2]
    gravity = np.column_stack([np.arctan2(y, z), np.arctan2(-x, np.hypot(y, z))])
    share = tau / (tau + 1.0 / rate)
    angles = np.empty_like(gravity)
    angle = gravity[0]
    for index, rotation in enumerate(samples[:, 3:5]):
        angle = share * (angle + rotation / rate) + (1.0 - share) * gravity[index]
        angles[index] = angle
    return angles


def _complementary_cost(inputs: Inputs, *, rate: float = 100.0, tau: float = 1.0) -> Cost:
    """Work a sample: two arctangents and a root (2 squares, 1 sum); for both angles 3 products and 2 sums."""
    del rate, tau
    data = joined(inputs)
    samples = max(1, data.values // 6)
    output = Data(2 * samples, data.width)
    one = work(data, add=5, multiply=8, special=3, integer=8)
    return Cost(output, scaled(one, samples), output.size + 2 * data.width)


def _kalman_cost(inputs: Inputs, *, process_variance: float = 0.0, measurement_variance: float = 0.0) -> Cost:
    """Work a value: predict (1 sum), gain (1 sum, 1 quotient), update (2 sums, 1 product), variance (1 sum, 1 product)."""
    del process_variance, measurement_variance
    data = joined(inputs)
    n = data.values
    return Cost(data, work(data, add=5 * n, multiply=2 * n, special=n, integer=2 * n), data.size + 16)


ALGORITHMS = (
    Algorithm("WindowSlicing", "feature", "overlapping windows of a signal", _OPPENHEIM, _slices_cost, 140, slices),
    Algorithm(
        "EnergyThreshold",
        "feature",
        "values of little energy become 0",
        _OPPENHEIM,
        _threshold_cost,
        260,
        energy_threshold,
    ),
    Algorithm("Difference", "feature", "change from value to value", _OPPENHEIM, _difference_cost, 90, difference),
    Algorithm(
        "MovingAverage",
        "feature",
        "mean of the latest values",
        _OPPENHEIM,
        _moving_cost,
        220,
        moving_average,
        aliases=("SMA",),
    ),
    Algorithm(
        "LowPass", "feature", "low pass of finite length", _OPPENHEIM, _low_pass_cost, 260, low_pass, aliases=("FIR",)
    ),
    Algorithm(
        "Denoise",
        "feature",
        "running median",
        "J. W. Tukey, Exploratory Data Analysis, 1977, chapter 7",
        _denoise_cost,
        280,
        denoise,
        aliases=("MedianFilter",),
    ),
    Algorithm(
        "ComplementaryFilter",
        "feature",
        "roll and pitch of a sensor with accelerometer and gyroscope",
        "W. T. Higgins, A Comparison of Complementary and Kalman Filtering, IEEE Trans. Aerosp. Electron. Syst. 11(3), 1975",
        _complementary_cost,
        1100,
        complementary_filter,
    ),
    Algorithm(
        "KalmanFilter",
        "feature",
        "a slowly changing value through noise, value by value",
        "R. E. Kalman, A New Approach to Linear Filtering and Prediction Problems, J. Basic Engineering 82(1), 1960",
        _kalman_cost,
        480,
        method="filters.scalar_kalman",
        aliases=("Kalman",),
    ),
)
