"""Real power of homes at one reading every 6 s, and when appliances are switched on.

Steady loads as of G. W. Hart (1992): fridge, kettle, oven, lamp and television, on a base load that wanders; motors draw three times
their power in the first reading, and the meter is noisy by some watts.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table

# Watts, readings on, readings off, inrush.
APPLIANCES = {
    "fridge": (130.0, 150, 300, 260.0),
    "kettle": (2050.0, 25, 1500, 0.0),
    "oven": (1400.0, 200, 2000, 0.0),
    "lamp": (75.0, 900, 700, 0.0),
    "television": (210.0, 700, 1800, 60.0),
}


def _home(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Power in W, and the readings at which something is switched on."""
    power = 90 + 8 * np.sin(2 * np.pi * np.arange(count) / count * 2) + rng.normal(0, 2.5, count)
    starts = []
    for watts, on, off, inrush in APPLIANCES.values():
        start = int(rng.integers(20, off))
        while (end := start + round(on * rng.uniform(0.7, 1.3))) < count - 10:
            power[start:end] += watts * rng.normal(1, 0.005)
            power[start] += inrush
            starts.append(start)
            start = end + round(off * rng.uniform(0.6, 1.4))
    return power, np.sort(starts)


def write(folder: Path, seed: int) -> None:
    """Write half a day of four homes, with the true switching on."""
    rng = np.random.default_rng(seed)
    for number in range(4):
        power, starts = _home(rng, 7200)
        write_table(folder / f"home_{number}.csv", {"time": 6 * np.arange(7200), "power": np.round(power, 1)})
        write_table(folder / f"home_{number}.truth.csv", {"start": starts})
