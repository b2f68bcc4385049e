"""Vectors and matrices: products, sums, quotients, likeness."""

from __future__ import annotations

import numpy as np

from placement.algorithms.algorithm import Algorithm, Cost, Inputs
from placement.algorithms.arithmetic import joined, products, work
from placement.profiles import Data

_LINEAR = "G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., 2013, chapter 1"


def multiply(left: np.ndarray, right: np.ndarray | None = None, *, inner: int = 0) -> np.ndarray:
    """Product of matrices that come row by row: (rows, inner) by (inner, columns), flat in, (rows, columns) out.

    One input alone is multiplied by its own transpose; without `inner` the shorter input is one vector.
    """
    right = left if right is None else right
    inner = inner or min(left.size, right.size)
    if left.size % inner or right.size % inner:
        raise ValueError(f"MatMul: {left.size} and {right.size} values do not make rows of {inner}; change inner")
    columns = right.reshape(-1, inner).T if right is left else right.reshape(inner, -1)
    return np.asarray(np.ravel(left).reshape(-1, inner) @ columns)


def _multiply_cost(inputs: Inputs, *, inner: int = 0) -> Cost:
    """Work: rows x inner x columns products that are added up."""
    left, right, data = inputs[0], inputs[-1], joined(inputs)
    inner = inner or min(left.values, right.values)
    rows, columns = max(1, left.values // inner), max(1, right.values // inner)
    output = Data(rows * columns, data.width)
    return Cost(output, products(data, rows * inner * columns), output.size)


def add(*vectors: np.ndarray) -> np.ndarray:
    """Sum of several vectors element by element, or of the elements of one."""
    rows = np.stack([np.ravel(vector) for vector in vectors])
    return np.asarray(rows.sum(axis=0) if len(rows) > 1 else rows.sum(axis=1))


def _add_cost(inputs: Inputs) -> Cost:
    """Work: a sum and a load for each value that comes in."""
    data = joined(inputs)
    output = Data(max(one.values for one in inputs) if len(inputs) > 1 else 1, data.width)
    return Cost(output, work(data, add=data.values, integer=data.values), output.size)


def concatenate(*vectors: np.ndarray) -> np.ndarray:
    """Vectors one after the other."""
    return np.concatenate([np.ravel(vector) for vector in vectors])


def _moved_cost(inputs: Inputs) -> Cost:
    """Work: a load and a store for each value."""
    data = joined(inputs)
    return Cost(data, work(data, integer=2 * data.values), data.size)


def divide(numerator: np.ndarray, denominator: np.ndarray | None = None) -> np.ndarray:
    """Quotients element by element, 0 where the denominator is; one input alone is divided half by half."""
    if denominator is None:
        numerator, denominator = np.split(np.ravel(numerator)[: numerator.size // 2 * 2], 2)
    above, below = np.ravel(numerator).astype(float), np.ravel(denominator).astype(float)
    return np.asarray(np.divide(above, below, out=np.zeros_like(above), where=below != 0))


def _divide_cost(inputs: Inputs) -> Cost:
    """Work: a quotient, a comparison with 0 and two loads for each value that comes out."""
    data = joined(inputs)
    output = Data(max(1, data.values // 2) if len(inputs) == 1 else inputs[0].values, data.width)
    return Cost(output, work(data, special=output.values, integer=3 * output.values), output.size)


def rearrange(values: np.ndarray, *, columns: int = 2) -> np.ndarray:
    """Values that come column by column in turn, put channel after channel. Shape (values,)."""
    values = np.ravel(values)
    return np.concatenate([values[column::columns] for column in range(columns)])


def _rearrange_cost(inputs: Inputs, *, columns: int = 2) -> Cost:
    """Work: a load, a store and an index for each value."""
    del columns
    data = joined(inputs)
    return Cost(data, work(data, integer=3 * data.values), data.size)


def cosine(left: np.ndarray, right: np.ndarray | None = None) -> np.ndarray:
    """Cosine of the angle between two vectors, 0 where one is zero; one input alone is taken half by half. Shape (1,)."""
    if right is None:
        left, right = np.split(np.ravel(left)[: left.size // 2 * 2], 2)
    a, b = np.ravel(left).astype(float), np.ravel(right).astype(float)
    lengths = np.sqrt((a @ a) * (b @ b))
    return np.array([a @ b / lengths if lengths > 0 else 0.0])


def _cosine_cost(inputs: Inputs) -> Cost:
    """Work: three inner products of half the values, one product, one root, one quotient."""
    data = joined(inputs)
    n = data.values // 2
    counted = work(data, add=3 * n, multiply=3 * n + 1, special=2, integer=2 * n)
    return Cost(Data(1, data.width), counted, 16)


def magnitude(values: np.ndarray, *, axes: int = 3) -> np.ndarray:
    """Length of every vector of `axes` components that follow each other. Shape (values / axes,)."""
    lengths: np.ndarray = np.linalg.norm(np.ravel(values).reshape(-1, axes), axis=1)
    return lengths


def _magnitude_cost(inputs: Inputs, *, axes: int = 3) -> Cost:
    """Work: n squares and sums, one root a vector."""
    data = joined(inputs)
    n = data.values
    output = Data(max(1, n // axes), data.width)
    return Cost(output, work(data, add=n, multiply=n, special=output.values, integer=n), output.size)


ALGORITHMS = (
    Algorithm(
        "MatMul",
        "feature",
        "product of two matrices, or of one and its transpose",
        _LINEAR,
        _multiply_cost,
        260,
        multiply,
        aliases=("MatrixMultiplication", "MatrixMultiply"),
    ),
    Algorithm(
        "Sum", "other", "sum of vectors, or of one vector's elements", _LINEAR, _add_cost, 120, add, aliases=("Add",)
    ),
    Algorithm(
        "VecConcat",
        "other",
        "vectors one after the other",
        _LINEAR,
        _moved_cost,
        100,
        concatenate,
        aliases=("Concat", "Concatenate"),
    ),
    Algorithm(
        "Division", "other", "quotients element by element", _LINEAR, _divide_cost, 200, divide, aliases=("Divide",)
    ),
    Algorithm(
        "Rearrange", "other", "interleaved channels one after the other", _LINEAR, _rearrange_cost, 120, rearrange
    ),
    Algorithm(
        "CosineSimilarity",
        "feature",
        "cosine of the angle between two vectors",
        "G. Salton and M. J. McGill, Introduction to Modern Information Retrieval, 1983",
        _cosine_cost,
        340,
        cosine,
        aliases=("Cosine",),
    ),
    Algorithm(
        "Magnitude",
        "feature",
        "length of every vector, such as of three axes",
        _LINEAR,
        _magnitude_cost,
        240,
        magnitude,
        aliases=("VectorNorm", "Norm"),
    ),
)
