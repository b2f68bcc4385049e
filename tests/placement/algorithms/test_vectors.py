from __future__ import annotations

import numpy as np
import pytest

from placement.algorithms.catalogue import CATALOGUE
from placement.algorithms.vectors import add, concatenate, cosine, divide, magnitude, multiply, rearrange
from placement.profiles import Data
from tests.placement.algorithms.samples import signal


def test_product_of_two_matrices_row_by_row() -> None:
    left, right = signal(6).reshape(2, 3), signal(12).reshape(3, 4)
    np.testing.assert_allclose(multiply(left, right, inner=3), left @ right)
    assert CATALOGUE["MatMul"].output([Data(6), Data(12)], (3,)).values == 8


def test_one_matrix_is_multiplied_by_its_transpose() -> None:
    rows = signal(12).reshape(3, 4)
    np.testing.assert_allclose(multiply(rows.ravel(), inner=4), rows @ rows.T)


def test_two_counts_weighted_by_their_reliability() -> None:
    """As RepetitiveCount does: two counts by two weights are one number."""
    assert multiply(np.array([10.0, 12.0]), np.array([0.75, 0.25])).ravel().tolist() == [10.5]


def test_sizes_that_make_no_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="MatMul: 5 and 6 values do not make rows of 3; change inner"):
        multiply(np.ones(5), np.ones(6), inner=3)


def test_sums_concatenations_and_quotients() -> None:
    a, b = np.array([1.0, 2.0]), np.array([3.0, 0.0])
    assert add(a, b).tolist() == [4.0, 2.0]
    assert add(a).tolist() == [3.0]
    assert concatenate(a, b).tolist() == [1.0, 2.0, 3.0, 0.0]
    assert divide(b, a).tolist() == [3.0, 0.0]
    assert divide(a, b).tolist() == [1 / 3, 0.0]
    assert divide(np.array([2.0, 9.0, 1.0, 3.0])).tolist() == [2.0, 3.0]


def test_interleaved_channels_are_put_one_after_the_other() -> None:
    assert rearrange(np.arange(6), columns=3).tolist() == [0, 3, 1, 4, 2, 5]


@pytest.mark.parametrize(("degrees", "expected"), [(0, 1.0), (60, 0.5), (90, 0.0), (180, -1.0)])
def test_cosine_of_a_known_angle(degrees: float, expected: float) -> None:
    angle = np.radians(degrees)
    assert cosine(np.array([2.0, 0.0]), 3 * np.array([np.cos(angle), np.sin(angle)]))[0] == pytest.approx(expected)


def test_cosine_of_two_halves_and_of_nothing() -> None:
    assert cosine(np.array([1.0, 2.0, 2.0, 4.0]))[0] == pytest.approx(1.0)
    assert cosine(np.zeros(4)).tolist() == [0.0]


def test_lengths_of_three_axes() -> None:
    assert magnitude(np.array([1.0, 2.0, 2.0, 0.0, 3.0, 4.0])).tolist() == [3.0, 5.0]
