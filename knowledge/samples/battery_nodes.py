"""Battery voltage of sensor nodes with the day on which each dies."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write(folder: Path, seed: int) -> None:
    """Write six nodes as <node>.csv (time in s, every two hours over 150 days, voltage in V) and truth.csv (name, days: until
    3.0 V from the last reading).

    Model: the resting voltage falls slowly at first and three times as fast later; one reading in eight is taken under a
    transmission, 0.15 to 0.3 V lower; the daily temperature swings it by 15 mV; noise of 5 mV.
    """
    rng, times = np.random.default_rng(seed), np.arange(0, 150 * 86400, 7200)
    lines = ["name,days"]
    for number in range(1, 7):
        days, knee, fall = times / 86400, rng.uniform(40, 70), rng.uniform(0.0015, 0.0028)
        resting = 3.62 - fall * (np.minimum(days, knee) / 3 + np.maximum(days - knee, 0))
        lines.append(f"node_{number},{(resting[-1] - 3.0) / fall:.1f}")
        load = rng.uniform(0.15, 0.3, len(times)) * (rng.random(len(times)) < 0.125)
        voltage = resting - load + 0.015 * np.sin(2 * np.pi * days) + rng.normal(0, 0.005, len(times))
        columns = np.column_stack([times, voltage])
        np.savetxt(folder / f"node_{number}.csv", columns, "%.4f", ",", header="time,voltage", comments="")
    (folder / "truth.csv").write_text("\n".join(lines) + "\n", "utf-8")
