"""The network profiler (technical report, section III-B): what a network will do next, as the partitioner needs it."""

from __future__ import annotations

from itertools import product

import numpy as np

from placement.network.msvr import MSVR
from placement.network.traces import TraceError, windows

LAGS = 8
# Newer samples tell more of what comes next, and training takes the cube of their number.
NEWEST = 600
FEWEST = 20
PENALTIES, EPSILONS, WIDTHS = (0.3, 3.0), (0.1, 0.5), (0.03, 0.3)


class NetworkDown(ValueError):
    """Nothing gets through: a packet's time has no end."""


def predict(trace: np.ndarray, steps: int) -> np.ndarray:
    """Throughput over the next ``steps`` intervals, shape (steps,), in the trace's unit, by M-SVR.

    trace: (samples,), the throughput, or (samples, channels) with it first and others, such as RSSI, beside it. The last
    quarter chooses penalty, epsilon and kernel width for the model that is then trained on all of it. Predictions stay within
    the range of what was seen: a kernel regression knows nothing beyond.
    """
    trace = _checked(trace, steps)
    seen, (scaled, middle, scale) = trace[:, 0], _standardised(trace)
    inputs, targets = windows(scaled, LAGS, steps)
    model = _chosen(inputs, targets, steps).fit(inputs, targets)
    ahead = model.predict(scaled[-LAGS:].reshape(1, -1))[0] * scale + middle
    return np.asarray(np.clip(ahead, seen.min(), seen.max()))


def packet_time(throughput: np.ndarray, payload: int) -> float:
    """Mean time in s of a packet of ``payload`` bytes, t of Eq. 4, over intervals of some throughput in B/s."""
    throughput = np.asarray(throughput, dtype=float)
    if payload <= 0:
        raise ValueError(f"The payload of a packet is {payload} bytes; it has to be above 0.")
    down = int(np.sum(~((throughput > 0.0) & np.isfinite(throughput))))
    if down or not throughput.size:
        raise NetworkDown(f"Nothing gets through in {down} of {throughput.size} intervals; plan for fewer of them.")
    return float(np.mean(payload / throughput))


def _checked(trace: np.ndarray, steps: int) -> np.ndarray:
    trace = np.asarray(trace, dtype=float)
    trace = trace[:, None] if trace.ndim == 1 else trace
    if trace.ndim != 2 or not trace.shape[1]:
        raise TraceError(f"The trace has the shape {trace.shape}; it needs rows of samples with the throughput first.")
    if steps < 1:
        raise TraceError(f"{steps} steps cannot be predicted; ask for 1 or more.")
    if len(trace) < (needed := LAGS + steps + FEWEST - 1):
        raise TraceError(f"The trace has {len(trace)} samples; a prediction of {steps} steps needs at least {needed}.")
    if not np.isfinite(trace).all():
        raise TraceError("The trace holds values that are not finite numbers; part it where samples are missing.")
    return trace[-max(NEWEST, needed) :]


def _standardised(trace: np.ndarray) -> tuple[np.ndarray, float, float]:
    """The trace with mean 0 and deviation 1 in each channel, and the throughput's mean and deviation."""
    middle, deviation = trace.mean(axis=0), trace.std(axis=0)
    deviation[deviation == 0.0] = 1.0
    return (trace - middle) / deviation, float(middle[0]), float(deviation[0])


def _chosen(inputs: np.ndarray, targets: np.ndarray, steps: int) -> MSVR:
    """The model of least squared error on the last quarter, trained on windows that end before it begins."""
    start = len(inputs) - len(inputs) // 4
    before = slice(0, max(start - steps, 1))

    def error(model: MSVR) -> float:
        ahead = model.fit(inputs[before], targets[before]).predict(inputs[start:])
        return float(np.mean((ahead - targets[start:]) ** 2))

    grid = product(PENALTIES, EPSILONS, WIDTHS)
    # The inputs have variance 1, so a width of 1 / features is the usual one.
    models = [MSVR(penalty, epsilon, gamma=width / inputs.shape[1]) for penalty, epsilon, width in grid]
    return min(models, key=error)
