"""How operations become `Work`: in fixed point for narrow values, in single precision for wide ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from placement.profiles import Data, Work

# A square root, quotient or logarithm of 16 bits, bit by bit: 16 rounds of shift, compare, subtract and count.
FIXED_SPECIAL = 64.0

# Labels, counts and the like.
LABEL = Data(1, 2)


def fixed(data: Data) -> bool:
    """Whether firmware works on such values in fixed point (Q15): they have 2 bytes at most, as converters give them."""
    return data.width <= 2


def work(data: Data, *, add: float = 0.0, multiply: float = 0.0, special: float = 0.0, integer: float = 0.0) -> Work:
    """The work of some operations on such values.

    add, multiply, special: operations on the values themselves; special ones are quotients, roots, logarithms, exponentials
    integer: comparisons of indices, moves and counts, which are of integers anyway
    """
    if fixed(data):
        return Work(integer=integer + add + FIXED_SPECIAL * special, multiply=multiply)
    return Work(integer=integer, float_add=add, float_multiply=multiply, special=special)


def products(data: Data, count: float) -> Work:
    """Products that are added up: one product, one sum and one load each."""
    return work(data, add=count, multiply=count, integer=count)


def total(works: Sequence[Work]) -> Work:
    """All of them together."""
    return Work(*(sum(getattr(one, name.name) for one in works) for name in fields(Work)))


def scaled(one: Work, times: float) -> Work:
    """The same work done some times."""
    return Work(*(times * getattr(one, name.name) for name in fields(Work)))


def joined(inputs: Sequence[Data]) -> Data:
    """Several inputs one after the other, as wide as the widest."""
    return Data(sum(data.values for data in inputs), max(data.width for data in inputs))


def windows(values: int, length: int, step: int) -> int:
    """How many whole windows a signal holds; a signal shorter than a window counts as one."""
    return 1 + max(0, values - length) // max(1, step)


def power_of_two(values: int) -> int:
    """The least power of two that is not below a number."""
    return 1 << max(0, values - 1).bit_length()
