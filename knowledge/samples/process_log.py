"""An hour and a half of process values from a pump station, one a second.

Model: a tank that fills and empties between two levels, pressure that settles like a second-order system after each switching, a
motor that warms up and cools down exponentially; sensor noise on all of them, and a few single spikes on the pressure. Truth is
the measured value itself: a compressed log has to stay near it, spikes included.
Source: step responses of first- and second-order systems, as in K. J. Astrom and R. M. Murray, "Feedback Systems", chapter 6.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

SECONDS = 5400
SPIKES = 6


def _pump(random: np.random.Generator) -> np.ndarray:
    switches = np.cumsum(random.integers(200, 700, 40))
    return (np.searchsorted(switches, np.arange(SECONDS)) % 2).astype(float)


def _level(pump: np.ndarray) -> np.ndarray:
    return 150 + np.cumsum(0.25 * (1 - pump) - 0.22 * pump)


def _pressure(pump: np.ndarray) -> np.ndarray:
    value, speed = 200.0, 0.0
    values = np.empty(SECONDS)
    for second, target in enumerate(200 + 220 * pump):
        speed += 0.02 * (target - value) - 0.12 * speed
        value += speed
        values[second] = value
    return values


def _motor(pump: np.ndarray) -> np.ndarray:
    value, values = 35.0, np.empty(SECONDS)
    for second, running in enumerate(pump):
        value += (30 + 45 * running - value) / 400
        values[second] = value
    return values


def write(folder: Path, seed: int) -> None:
    """Write level.csv (cm), pressure.csv (kPa) and motor.csv (degrees Celsius) with the columns t and value."""
    random = np.random.default_rng(seed)
    pump = _pump(random)
    pressure = _pressure(pump)
    pressure[random.choice(SECONDS, SPIKES, replace=False)] += 25
    signals = {"level": _level(pump), "pressure": pressure, "motor": _motor(pump)}
    for name, clean in signals.items():
        noisy = clean + random.normal(0, 0.08, SECONDS)
        rows = [f"{second},{value:.3f}" for second, value in enumerate(noisy)]
        (folder / f"{name}.csv").write_text("\n".join(["t,value", *rows]) + "\n", "utf-8")
