"""Counters of water meters that a radio node reads every quarter of an hour.

Model: each household draws water as a Poisson process of events whose rate follows the time of day (little at night, peaks at
seven and nineteen o'clock); an event takes a log-normal volume. One meter leaks a steady trickle. Counters are whole litres that
have been counting for years, so they are large numbers which grow slowly.
Source: the rectangular pulse description of residential demand, S. G. Buchberger and L. Wu, "Model for Instantaneous Residential
Water Demands", Journal of Hydraulic Engineering 121(3), 1995.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

METERS = ("flat1", "flat2", "house", "bakery", "leaking")
EVENTS = {"flat1": 1.2, "flat2": 0.7, "house": 2.0, "bakery": 6.0, "leaking": 0.9}
STEP = 900
DAYS = 10


def _drawn(name: str, random: np.random.Generator) -> np.ndarray:
    hours = np.arange(DAYS * 86_400 // STEP) * STEP / 3600 % 24
    shape = 0.1 + np.exp(-((hours - 7) ** 2) / 3) + 0.8 * np.exp(-((hours - 19) ** 2) / 8)
    events = random.poisson(EVENTS[name] * shape)
    litres = np.array([random.lognormal(2.3, 0.8, count).sum() for count in events])
    return litres + (1.6 if name == "leaking" else 0.0)


def write(folder: Path, seed: int) -> None:
    """Write ``<meter>.csv`` with the columns t and litres for every meter."""
    for number, name in enumerate(METERS):
        random = np.random.default_rng([seed, number])
        counter = int(random.integers(200_000, 4_000_000)) + np.floor(np.cumsum(_drawn(name, random))).astype(int)
        rows = [f"{index * STEP},{value}" for index, value in enumerate(counter)]
        (folder / f"{name}.csv").write_text("\n".join(["t,litres", *rows]) + "\n", "utf-8")
