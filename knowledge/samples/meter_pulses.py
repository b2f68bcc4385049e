"""Blinks of electricity meters, with flicker of the light sensor, and the energy that was used.

A thousand blinks a kilowatt hour over six hours of a load that changes; one blink in ten is seen twice within 20 ms.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table


def write(folder: Path, seed: int) -> None:
    """Write five meters: the time of each blink in s; and their energies in kWh."""
    rng = np.random.default_rng(seed)
    energies = []
    for number in range(5):
        power = np.repeat(rng.choice([150.0, 400.0, 900.0, 2500.0], 36), 600)
        counted = np.cumsum(power) / 3.6e6 * 1000
        blinks = np.interp(np.arange(1, int(counted[-1])), counted, np.arange(power.size) + 1.0)
        twice = blinks[rng.random(blinks.size) < 0.1]
        seen = np.sort(np.concatenate([blinks, twice + rng.uniform(0.002, 0.02, twice.size)]))
        write_table(folder / f"meter_{number}.csv", {"seconds": seen})
        energies.append((blinks.size - 1) / 1000)
    write_table(folder / "truth.csv", {"name": [f"meter_{n}" for n in range(5)], "value": np.array(energies)})
