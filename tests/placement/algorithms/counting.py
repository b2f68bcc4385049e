"""Numbers that count what is done with them: the references that work models are compared with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Operations so far."""

    add: int = 0
    multiply: int = 0
    special: int = 0

    def numbers(self, values: Iterable[float]) -> list[Scalar]:
        return [Scalar(float(value), self) for value in values]


@dataclass
class Scalar:
    """A number that counts sums, products and special functions; comparing is subtracting."""

    value: float
    tally: Tally = field(repr=False)

    def __add__(self, other: Scalar | float) -> Scalar:
        self.tally.add += 1
        return Scalar(self.value + _plain(other), self.tally)

    def __sub__(self, other: Scalar | float) -> Scalar:
        self.tally.add += 1
        return Scalar(self.value - _plain(other), self.tally)

    def __mul__(self, other: Scalar | float) -> Scalar:
        self.tally.multiply += 1
        return Scalar(self.value * _plain(other), self.tally)

    def __truediv__(self, other: Scalar | float) -> Scalar:
        self.tally.special += 1
        return Scalar(self.value / _plain(other), self.tally)

    def __neg__(self) -> Scalar:
        return Scalar(-self.value, self.tally)

    def __lt__(self, other: Scalar | float) -> bool:
        self.tally.add += 1
        return self.value < _plain(other)

    def special(self, function: Callable[[float], float]) -> Scalar:
        self.tally.special += 1
        return Scalar(function(self.value), self.tally)

    def sqrt(self) -> Scalar:
        return self.special(math.sqrt)


def _plain(value: Scalar | float) -> float:
    return value.value if isinstance(value, Scalar) else value


def angle(side: Scalar, below: Scalar) -> Scalar:
    return side.special(lambda height: math.atan2(height, below.value))


def accumulated(terms: list[Scalar]) -> Scalar:
    result = terms[0].tally.numbers([0.0])[0]
    for term in terms:
        result = result + term
    return result


def inner(left: list[Scalar], right: Sequence[Scalar | float]) -> Scalar:
    return accumulated([a * b for a, b in zip(left, right, strict=True)])
