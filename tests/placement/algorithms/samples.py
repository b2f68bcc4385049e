"""Something to run every algorithm of the catalogue on, at any size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from placement.profiles import Data


@dataclass
class Sample:
    """Arrays that come in, the arguments of ``setModel``, and a model where one was trained."""

    arrays: tuple[np.ndarray, ...]
    arguments: tuple[float | str, ...] = ()
    model: Mapping[str, np.ndarray] | None = None
    width: int = 4

    @property
    def inputs(self) -> list[Data]:
        return [Data(values.size, self.width) for values in self.arrays]


def signal(size: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=size)


def mixture(components: int, classes: int, features: int) -> dict[str, np.ndarray]:
    shape = (classes, components, features)
    weights = np.full(shape[:2], 1.0 / components)
    return {"weights": weights, "means": signal(int(np.prod(shape))).reshape(shape), "variances": np.ones(shape)}


def machines(vectors: int, features: int, outputs: int) -> dict[str, np.ndarray]:
    return {
        "vectors": signal(vectors * features).reshape(vectors, features),
        "coefficients": signal(outputs * vectors, 1).reshape(outputs, vectors),
        "intercepts": np.zeros(outputs),
        "gamma": np.array(1.0 / features),
    }


def stump(trees: int) -> dict[str, np.ndarray]:
    rows: dict[str, list[float]] = {
        "feature": [0, -1, -1],
        "threshold": [0, 0, 0],
        "left": [1, 0, 0],
        "right": [2, 0, 0],
        "label": [0, 0, 1],
    }
    return {name: np.tile(row, (trees, 1)) for name, row in rows.items()}


def _square(size: int) -> Sample:
    side = int(np.sqrt(size))
    return Sample((signal(side * side), signal(side * side, 1)), (side,))


def _bayes(size: int) -> dict[str, np.ndarray]:
    return {"priors": np.full(2, 0.5), "means": signal(2 * size).reshape(2, size), "variances": np.ones((2, size))}


def _linear(size: int, outputs: int, bias: str) -> dict[str, np.ndarray]:
    return {"weights": signal(outputs * size).reshape(outputs, size), bias: np.zeros(outputs)}


def _samples_of_classes(size: int) -> dict[str, np.ndarray]:
    return {"samples": signal(100 * size).reshape(100, size), "labels": np.arange(100) % 3}


def _images(size: int, dimensions: int) -> np.ndarray:
    places = (2,) * (dimensions - 1)
    return signal(size).reshape(4, *places, -1)


def _block(dimensions: int) -> dict[str, np.ndarray]:
    weights = signal(2 * 16 * 3**dimensions).reshape(2, 4, 4, *(3,) * dimensions) / 20
    return {"weights": weights, "bias": np.zeros((2, 4))}


def _kernels(filters: int) -> dict[str, np.ndarray]:
    return {"weights": signal(filters * 36).reshape(filters, 4, 3, 3), "bias": np.zeros(filters)}


def _one(*arguments: float) -> Callable[[int], Sample]:
    return lambda size: Sample((signal(size),), arguments)


def _two(size: int) -> Sample:
    return Sample((signal(size), signal(size, 1)))


# By name: a sample of about so many values. Sizes are multiples of 16.
SAMPLES: dict[str, Callable[[int], Sample]] = {
    "FFT": _one(),
    "IFFT": lambda size: Sample((signal((1 << size.bit_length() - 1) + 2),)),
    "STFT": _one(64, 32),
    "MFCC": _one(),
    "Pitch": _one(),
    "Wavelet": _one(),
    "WaveletEnergy": _one(),
    "Mean": _one(5),
    "Variance": _one(),
    "RMS": _one(),
    "Statistics": _one(),
    "ZeroCrossings": _one(),
    "Outlier": _one(),
    "Normalize": _one(),
    "WindowSlicing": _one(64, 24),
    "EnergyThreshold": _one(),
    "Difference": _one(),
    "MovingAverage": _one(),
    "LowPass": _one(),
    "Denoise": _one(),
    "ComplementaryFilter": lambda size: Sample((signal(size // 16 * 6),)),
    "KalmanFilter": _one(),
    "MatMul": _square,
    "Sum": _two,
    "VecConcat": _two,
    "Division": _two,
    "Rearrange": _one(4),
    "CosineSimilarity": _two,
    "Magnitude": lambda size: Sample((signal(3 * size),)),
    "LEC": lambda size: Sample((signal(size),), (), None, 2),
    "US_PRE": _one(),
    "US_CAL_DIST": _one(),
    "GMM": lambda size: Sample((signal(size // 16 * 13),), ("open.gmm", 8, 2, 13), mixture(8, 2, 13)),
    "RandomForest": lambda size: Sample((signal(size),), (7,), stump(7)),
    "NearestNeighbours": lambda size: Sample((signal(size),), (5, 100), _samples_of_classes(size)),
    "LogisticRegression": lambda size: Sample((signal(size),), (3,), _linear(size, 3, "intercepts")),
    "NaiveBayes": lambda size: Sample((signal(size),), (2,), _bayes(size)),
    "SVM": lambda size: Sample((signal(size),), (20, 3), machines(20, size, 3)),
    "MNSVG": lambda size: Sample((signal(size // 2), signal(size // 2)), (20, 2), machines(20, size, 2)),
    "Clustering": lambda size: Sample((signal(size // 16 * 13),)),
    "KMeans": _one(3, 2),
    "FC": lambda size: Sample((signal(size),), ("FC.pt", 10), _linear(size, 10, "bias")),
    "CNN": lambda size: Sample((_images(size, 2),), ("CNN.pt", 6, 3, 4), _kernels(6)),
    "ResBlock2D": lambda size: Sample((_images(size, 2),), (4,), _block(2)),
    "ResBlock3D": lambda size: Sample((_images(size, 3),), (4,), _block(3)),
}
