"""Support vector machines with a Gaussian kernel: classes, and MNSVG's two figures at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from placement.algorithms.algorithm import Algorithm, Cost, Inputs
from placement.algorithms.arithmetic import LABEL, joined, products, total, work
from placement.profiles import Data, Work

Model = Mapping[str, np.ndarray]


def _scores(values: np.ndarray, model: Model) -> np.ndarray:
    """Of every machine: coefficients @ exp(-gamma |x - vector|²) + intercept."""
    distances = np.sum((model["vectors"] - np.ravel(values)) ** 2, axis=1)
    return np.asarray(model["coefficients"] @ np.exp(-model["gamma"] * distances) + model["intercepts"])


def support_vectors(values: np.ndarray, *, model: Model) -> np.ndarray:
    """Class of one feature vector: the sign of one machine's score, or the greatest score of one machine a class.

    model: vectors (V, features), coefficients (machines, V), intercepts (machines,), gamma. Shape (1,).
    """
    scores = _scores(values, model)
    return np.array([int(scores[0] > 0) if scores.size == 1 else int(np.argmax(scores))])


def _kernel_work(data: Data, vectors: int, machines: int) -> Work:
    """V kernels of n differences, squares and sums and one exponential; V products a machine.

    The kernels are shared by all machines. The exponential needs one product with gamma.
    """
    n = data.values
    kernels = work(data, add=2 * n * vectors, multiply=(n + 1) * vectors, special=vectors, integer=n * vectors)
    return total([kernels, products(data, machines * vectors), work(data, add=machines)])


def _model_size(data: Data, vectors: int, machines: int) -> float:
    return float((vectors * (data.values + machines) + machines + 1) * data.width)


def _classes_cost(inputs: Inputs, *, vectors: int = 50, classes: int = 2) -> Cost:
    """Work: V (n + 1) products of the kernel and V exponentials; V products a machine, of which two classes need one."""
    data = joined(inputs)
    machines = classes if classes > 2 else 1
    memory = LABEL.size + 4 * (vectors + machines)
    return Cost(LABEL, _kernel_work(data, vectors, machines), memory, _model_size(data, vectors, machines))


def mnsvg(values: np.ndarray, *, model: Model) -> np.ndarray:
    """Several outputs at once, such as the next temperature and humidity: machines that share their support vectors.

    model: as of `support_vectors`, one machine an output. Shape (outputs,).
    """
    return _scores(values, model)


def _mnsvg_cost(inputs: Inputs, *, vectors: int = 50, outputs: int = 2) -> Cost:
    """Work: V (n + 1) products of the shared kernel and V exponentials; V products an output."""
    data = joined(inputs)
    output = Data(outputs, data.width)
    memory = output.size + 4 * vectors
    return Cost(output, _kernel_work(data, vectors, outputs), memory, _model_size(data, vectors, outputs))


ALGORITHMS = (
    Algorithm(
        "SVM",
        "classification",
        "support vector machine with a Gaussian kernel",
        "C. Cortes and V. Vapnik, Support-Vector Networks, Machine Learning 20, 1995",
        _classes_cost,
        900,
        support_vectors,
        aliases=("SupportVectorMachine",),
    ),
    Algorithm(
        "MNSVG",
        "classification",
        "multi-output nu support vector regression with a Gaussian kernel",
        "S. Heo and others, RT-IFTTT: Real-Time IoT Framework with Trigger Condition-aware Flexible Polling Intervals, "
        "Proc. IEEE RTSS, 2017; B. Scholkopf and others, New Support Vector Algorithms, Neural Computation 12(5), 2000",
        _mnsvg_cost,
        900,
        mnsvg,
    ),
)
