"""The network profiler's regression beside others: errors by horizon on the tails of generated traces that nobody saw.

    python -m bench.network_profiler [--samples 600] [--steps 6] [--seeds 2]

M-SVR couples the outputs, scikit-learn's MultiOutputRegressor(SVR) trains one regression for each; persistence repeats the
newest sample and the mean is that of the past. Each trace is parted in time: 60 % to train, 20 % to choose the
hyperparameters from one grid for both, 20 % to be scored after training on the 80 %. Windows never reach over a border.
Errors are root mean squares, as shares of the trace's standard deviation.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from sklearn.multioutput import MultiOutputRegressor
from sklearn.svm import SVR

from bench.report import show
from placement.network import LAGS
from placement.network.msvr import MSVR
from placement.network.traces import SITES, Site, generate, windows

GRID = tuple(product((0.01, 0.1, 1.0, 10.0), (0.1, 0.5), (0.03, 0.1, 0.5)))
TRAINING, CHOOSING = 0.6, 0.8
# A regression is given penalty, epsilon and gamma.
METHODS: dict[str, Callable[[float, float, float], Any]] = {
    "M-SVR": lambda penalty, epsilon, gamma: MSVR(penalty, epsilon, gamma=gamma),
    "independent SVR": lambda penalty, epsilon, gamma: MultiOutputRegressor(
        SVR(C=penalty, epsilon=epsilon, gamma=gamma)
    ),
}


class Windows(NamedTuple):
    """Inputs (windows, lags * channels) and targets (windows, steps)."""

    inputs: np.ndarray
    targets: np.ndarray


class Parts(NamedTuple):
    """A trace parted in time."""

    training: Windows
    choosing: Windows
    both: Windows
    scored: Windows


class Score(NamedTuple):
    """Errors by horizon, shape (steps,), seconds of choosing among the grid and of the last training."""

    errors: np.ndarray
    choosing_s: float
    training_s: float


def parted(trace: np.ndarray, steps: int) -> Parts:
    """The windows of each part, scaled by what the first two parts hold."""
    first, second = (round(share * len(trace)) for share in (TRAINING, CHOOSING))
    known = trace[:second]
    trace = (trace - known.mean(axis=0)) / known.std(axis=0)
    pieces = (trace[:first], trace[first:second], trace[:second], trace[second:])
    return Parts(*(Windows(*windows(piece, LAGS, steps)) for piece in pieces))


def errors(predicted: np.ndarray, windows: Windows) -> np.ndarray:
    return np.asarray(np.sqrt(np.mean((predicted - windows.targets) ** 2, axis=0)))


def scored(make: Callable[[float, float, float], Any], parts: Parts) -> Score:
    """Choose on the second part, train on the first two, score on the third."""

    def missed(settings: tuple[float, float, float]) -> float:
        penalty, epsilon, width = settings
        model = make(penalty, epsilon, width / parts.training.inputs.shape[1])
        model.fit(*parts.training)
        return float(np.mean(errors(model.predict(parts.choosing.inputs), parts.choosing) ** 2))

    began = time.perf_counter()
    penalty, epsilon, width = min(GRID, key=missed)
    chosen = time.perf_counter()
    model = make(penalty, epsilon, width / parts.both.inputs.shape[1])
    model.fit(*parts.both)
    trained = time.perf_counter()
    return Score(errors(model.predict(parts.scored.inputs), parts.scored), chosen - began, trained - chosen)


def compared(site: Site, samples: int, steps: int, seed: int) -> Iterator[tuple[str, Score]]:
    """Every method on one trace."""
    trace = generate(site, samples, seed)
    parts = parted(trace, steps)
    for name, make in METHODS.items():
        yield name, scored(make, parts)
    newest = parts.scored.inputs[:, -trace.shape[1]]
    yield "persistence", Score(errors(newest[:, None], parts.scored), 0.0, 0.0)
    yield "mean", Score(errors(np.zeros((1, 1)), parts.scored), 0.0, 0.0)


def summary(results: list[tuple[str, str, int, Score]]) -> list[list[Any]]:
    """One row for each method over all traces, and one for each method of each site."""
    rows = []
    for where in (*SITES, "all"):
        for method in dict.fromkeys(name for _, name, _, _ in results):
            scores = [score for site, name, _, score in results if name == method and where in (site, "all")]
            mean = np.mean([score.errors for score in scores], axis=0)
            times = (float(np.mean([score[n] for score in scores])) for n in (1, 2))
            rows.append([where, method, *map(float, mean), float(mean.mean()), *times])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=600, help="of each trace, one a minute")
    parser.add_argument("--steps", type=int, default=6, help="intervals to predict")
    parser.add_argument("--seeds", type=int, default=2, help="traces of each site")
    given = parser.parse_args()
    results = [
        (name, method, seed, score)
        for name, site in SITES.items()
        for seed in range(given.seeds)
        for method, score in compared(site, given.samples, given.steps, seed)
    ]
    means = {(site, method, seed): score.errors.mean() for site, method, seed, score in results}
    better = sum(means[site, "M-SVR", seed] < means[site, "independent SVR", seed] for site, method, seed in means) // 4
    horizons = [f"+{60 * step} s" for step in range(1, given.steps + 1)]
    columns = ("site", "method", *horizons, "mean", "choosing s", "training s")
    show("network_profiler", columns, summary(results), coupled_better=f"{better} of {len(SITES) * given.seeds} traces")


if __name__ == "__main__":
    main()
