"""Hidden tests: bits out of Manchester code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def _coded(bits: list[int]) -> list[int]:
    return [level for bit in bits for level in (1 - bit, bit)]


def check(function: Callable[..., Any]) -> None:
    """Assert that the function keeps to its specification."""
    bits = [int(bit) for bit in np.random.default_rng(5).integers(0, 2, 60)]
    found, violations = function(_coded(bits))
    assert (list(found), violations) == (bits, 0)
    found, violations = function([1, *_coded(bits), 0])
    assert (list(found), violations) == (bits, 0)
    found, violations = function([0, *_coded(bits)])
    assert (list(found), violations) == (bits, 0)
    spoilt = _coded(bits)
    spoilt[20] = spoilt[21]
    found, violations = function(spoilt)
    assert (list(found), violations) == (bits[:10] + bits[11:], 1)
    found, violations = function([0, 1, 0, 1, 0])
    assert (list(found), violations) == ([1, 1], 0)
    assert (list(function([])[0]), function([])[1]) == ([], 0)
