"""Layers of neural networks. Without their sizes they are opaque: nobody else has a program's weight files."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from placement.algorithms.algorithm import Algorithm, BadArguments, Cost, Inputs
from placement.algorithms.arithmetic import joined, products, total, work
from placement.profiles import Data, Work

Model = Mapping[str, np.ndarray]


def dense(values: np.ndarray, *, model: Model) -> np.ndarray:
    """A fully connected layer. model: weights (outputs, inputs), bias (outputs,). Shape (outputs,)."""
    return np.asarray(model["weights"] @ np.ravel(values) + model["bias"])


def _dense_cost(inputs: Inputs, *, outputs: int) -> Cost:
    """Work: inputs x outputs products and a bias an output."""
    data = joined(inputs)
    output = Data(outputs, data.width)
    counted = total([products(data, data.values * outputs), work(data, add=outputs)])
    return Cost(output, counted, output.size, outputs * (data.values + 1) * data.width)


def _convolve(values: np.ndarray, weights: np.ndarray, bias: np.ndarray, stride: int) -> np.ndarray:
    """Same-size correlation of (channels, *places) with (filters, channels, *kernel), every `stride` places."""
    kernel, axes = weights.shape[2:], tuple(range(1, values.ndim))
    padded = np.pad(values, [(0, 0), *(((size - 1) // 2, size // 2) for size in kernel)])
    every = (slice(None), *[slice(None, None, stride)] * len(axes))
    patches = np.lib.stride_tricks.sliding_window_view(padded, kernel, axes)[every]
    sums = np.tensordot(weights, patches, (range(1, weights.ndim), (0, *range(-len(axes), 0))))
    return np.asarray(sums + bias.reshape(-1, *[1] * len(axes)))


def _rectified(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.maximum(values, 0.0))


def convolution(values: np.ndarray, *, stride: int = 1, model: Model) -> np.ndarray:
    """A convolution that keeps the size, rectified. model: weights (filters, channels, *kernel), bias (filters,).

    values: (channels, *places). Shape (filters, *places / stride).
    """
    return _rectified(_convolve(values, model["weights"], model["bias"], stride))


def _convolution_cost(
    inputs: Inputs, *, filters: int, kernel: int = 3, channels: int = 1, stride: int = 1, dimensions: int = 2
) -> Cost:
    """Work: kernel**dimensions x channels products for each value that comes out, a bias and a comparison."""
    if dimensions > 3:
        raise BadArguments(f"CNN: there are {dimensions} dimensions; give 1, 2 or 3")
    data = joined(inputs)
    places = max(1, round(data.values / channels / stride**dimensions))
    output = Data(filters * places, data.width)
    weights = kernel**dimensions * channels
    return Cost(output, _layer(data, output.values, weights), output.size, filters * (weights + 1) * data.width)


def _layer(data: Data, values: int, weights: int) -> Work:
    return total([products(data, values * weights), work(data, add=2 * values)])


def residual(values: np.ndarray, *, model: Model) -> np.ndarray:
    """Two convolutions and the input added before the last rectification. Shape as of the values.

    model: weights (2, channels, channels, *kernel), bias (2, channels); values: (channels, *places).
    """
    first = _rectified(_convolve(values, model["weights"][0], model["bias"][0], 1))
    return _rectified(values + _convolve(first, model["weights"][1], model["bias"][1], 1))


def _residual_cost(inputs: Inputs, dimensions: int, channels: int, kernel: int) -> Cost:
    data = joined(inputs)
    weights = kernel**dimensions * channels
    counted = total([*[_layer(data, data.values, weights)] * 2, work(data, add=data.values)])
    return Cost(data, counted, 2 * data.size, 2 * channels * (weights + 1) * data.width)


def _residual_2d_cost(inputs: Inputs, *, channels: int, kernel: int = 3) -> Cost:
    """Work: two layers of kernel² x channels products a value, and the sum with the input."""
    return _residual_cost(inputs, 2, channels, kernel)


def _residual_3d_cost(inputs: Inputs, *, channels: int, kernel: int = 3) -> Cost:
    """Work: two layers of kernel³ x channels products a value, and the sum with the input."""
    return _residual_cost(inputs, 3, channels, kernel)


_GOODFELLOW = "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, 2016"
_HE = "K. He and others, Deep Residual Learning for Image Recognition, Proc. IEEE CVPR, 2016"

ALGORITHMS = (
    Algorithm(
        "FC",
        "classification",
        "fully connected layer",
        f"{_GOODFELLOW}, chapter 6",
        _dense_cost,
        300,
        dense,
        aliases=("Dense", "FullyConnected"),
    ),
    Algorithm(
        "CNN",
        "feature",
        "convolution layer",
        f"{_GOODFELLOW}, chapter 9",
        _convolution_cost,
        900,
        convolution,
        aliases=("Convolution",),
    ),
    Algorithm("ResBlock2D", "feature", "residual block of images", _HE, _residual_2d_cost, 1100, residual),
    Algorithm("ResBlock3D", "feature", "residual block of videos", _HE, _residual_3d_cost, 1200, residual),
)
