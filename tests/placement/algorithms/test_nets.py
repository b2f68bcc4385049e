from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from placement.algorithms.catalogue import CATALOGUE
from placement.algorithms.nets import convolution, dense, residual
from placement.profiles import Data
from tests.placement.algorithms.samples import signal


def test_a_dense_layer() -> None:
    model = {"weights": np.array([[1.0, 2.0], [0.0, -1.0]]), "bias": np.array([0.5, 0.0])}
    assert dense(np.array([3.0, 4.0]), model=model).tolist() == [11.5, -4.0]


@pytest.mark.parametrize("shape", [(9, 8), (4, 5, 6)])
def test_a_convolution_is_the_sum_of_correlations(shape: tuple[int, ...]) -> None:
    values = signal(2 * int(np.prod(shape))).reshape(2, *shape)
    weights = signal(6 * 3 ** len(shape), 1).reshape(3, 2, *(3,) * len(shape))
    bias = np.array([0.1, -0.2, 0.3])
    expected = [
        sum(ndimage.correlate(values[c], weights[f, c], mode="constant") for c in range(2)) + bias[f] for f in range(3)
    ]
    result = convolution(values, model={"weights": weights, "bias": bias})
    np.testing.assert_allclose(result, np.maximum(expected, 0), atol=1e-9)
    strided = convolution(values, stride=2, model={"weights": weights, "bias": bias})
    every = (slice(None), *[slice(None, None, 2)] * len(shape))
    np.testing.assert_allclose(strided, result[every])


def test_a_residual_block_of_nothing_passes_what_is_positive() -> None:
    values = signal(2 * 16).reshape(2, 4, 4)
    model = {"weights": np.zeros((2, 2, 2, 3, 3)), "bias": np.zeros((2, 2))}
    np.testing.assert_allclose(residual(values, model=model), np.maximum(values, 0))


def test_a_residual_block_is_two_convolutions_and_the_input() -> None:
    values = signal(2 * 16).reshape(2, 4, 4)
    weights, bias = signal(72, 1).reshape(2, 2, 2, 3, 3), signal(4, 2).reshape(2, 2)
    first = convolution(values, model={"weights": weights[0], "bias": bias[0]})
    second = [
        sum(ndimage.correlate(first[c], weights[1, f, c], mode="constant") for c in range(2)) + bias[1, f]
        for f in range(2)
    ]
    np.testing.assert_allclose(
        residual(values, model={"weights": weights, "bias": bias}), np.maximum(values + second, 0), atol=1e-9
    )


def test_products_of_a_known_layer() -> None:
    """The first layer of a picture of 224 by 224 in 3 colours: 64 filters of 7 by 7, every other place."""
    algorithm, inputs = CATALOGUE["CNN"], [Data(224 * 224 * 3)]
    assert algorithm.output(inputs, (64, 7, 3, 2)).values == 112 * 112 * 64
    assert algorithm.work(inputs, (64, 7, 3, 2)).float_multiply == 118_013_952
    assert algorithm.stored(inputs, (64, 7, 3, 2)) - algorithm.flash == 4 * (9408 + 64)


def test_a_dense_layer_stores_a_weight_for_each_input_and_a_bias() -> None:
    dense_layer = CATALOGUE["FC"]
    assert dense_layer.stored([Data(30, 2)], [4]) - dense_layer.flash == 4 * (30 + 1) * 2
