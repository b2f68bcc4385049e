"""A fortnight of temperatures from loggers with a 14-bit sensor of 0.01 degrees.

Model: a daily and a slow wave, noise of the sensor, and what makes compression hard: a freezer that defrosts, a greenhouse that
jumps when its vents open, a cellar that hardly changes, and a mast that passes below 0 degrees each night.
Source: noise and resolution as in the data sheets of digital sensors with 14 bits (0.01 degrees, deviation 0.01 to 0.02 degrees).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

STEP = 300
DAYS = 14


def _day(hours: np.ndarray) -> np.ndarray:
    wave: np.ndarray = np.sin(2 * np.pi * (hours - 9) / 24)
    return wave


def _freezer(hours: np.ndarray, random: np.random.Generator) -> np.ndarray:
    defrosting = np.where(hours % 12 < 0.4, 6.0, 0.0)
    return -19 + 0.6 * np.sin(2 * np.pi * hours / 1.4) + defrosting + random.normal(0, 0.02, hours.size)


def _greenhouse(hours: np.ndarray, random: np.random.Generator) -> np.ndarray:
    vents = np.where((_day(hours) > 0.7) & (random.random(hours.size) < 0.1), 4.0, 0.0)
    return 18 + 9 * _day(hours) - vents + random.normal(0, 0.015, hours.size)


def _cellar(hours: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return np.cumsum(random.normal(0, 0.003, hours.size)) + random.normal(11, 0.01, hours.size)


def _mast(hours: np.ndarray, random: np.random.Generator) -> np.ndarray:
    weather = 3 * np.sin(2 * np.pi * hours / 110) + np.cumsum(random.normal(0, 0.02, hours.size))
    celsius: np.ndarray = 5 * _day(hours) + weather + random.normal(1, 0.015, hours.size)
    return celsius


PLACES = {"freezer": _freezer, "greenhouse": _greenhouse, "cellar": _cellar, "mast": _mast}


def write(folder: Path, seed: int) -> None:
    """Write ``<place>.csv`` with the columns t and celsius for every logger."""
    hours = np.arange(DAYS * 86_400 // STEP) * STEP / 3600
    for number, (name, place) in enumerate(PLACES.items()):
        celsius = place(hours, np.random.default_rng([seed, number]))
        rows = [f"{index * STEP},{value:.2f}" for index, value in enumerate(celsius)]
        (folder / f"{name}.csv").write_text("\n".join(["t,celsius", *rows]) + "\n", "utf-8")
