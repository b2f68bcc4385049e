"""Every algorithm by its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from placement.algorithms import (
    classifiers,
    clustering,
    compression,
    kernels,
    nets,
    spectra,
    statistics,
    streams,
    ultrasound,
    vectors,
    wavelets,
)
from placement.algorithms.algorithm import Algorithm

_FAMILIES = (
    spectra,
    wavelets,
    statistics,
    streams,
    vectors,
    compression,
    ultrasound,
    classifiers,
    kernels,
    clustering,
    nets,
)

CATALOGUE: Mapping[str, Algorithm] = {one.name: one for family in _FAMILIES for one in family.ALGORITHMS}


def find(name: str) -> Algorithm | None:
    """The algorithm of that name or alias, without regard to case."""
    return _by_any_name().get(name.casefold())


@cache
def _by_any_name() -> Mapping[str, Algorithm]:
    return {name.casefold(): one for one in CATALOGUE.values() for name in (one.name, *one.aliases)}
