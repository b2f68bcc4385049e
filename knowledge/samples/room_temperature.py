"""Temperature of rooms under a two-point controller, and its next hours."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write(folder: Path, seed: int) -> None:
    """Write five rooms as <room>.csv (time in s, every half hour over 20 days, temperature in °C) and <room>.truth.csv
    (temperature of the next six hours).

    Model: one thermal mass with a time constant of ten hours between a sine outdoors and a heater that runs from 6 to 22
    o'clock at a power of the room's own; sensor noise of 0.05 °C. The forecast begins between 4 and 8 o'clock, where the
    temperature turns.
    """
    rng = np.random.default_rng(seed)
    for number in range(1, 6):
        count = 48 * 20 + int(rng.integers(8, 17))
        hours = np.arange(count + 12) / 2
        outdoor = (
            6
            + 4 * np.sin(2 * np.pi * (hours - 9) / 24)
            + np.interp(hours, hours[::96], rng.normal(0, 1, len(hours[::96])))
        )
        heat = np.where((hours % 24 >= 6) & (hours % 24 < 22), rng.uniform(1.4, 1.9), 0.0)
        room = np.full(len(hours), 18.0)
        for now in range(1, len(hours)):
            room[now] = room[now - 1] + (outdoor[now] - room[now - 1]) / 20 + heat[now] / 2
        room += rng.normal(0, 0.05, len(room))
        columns = np.column_stack([hours[:count] * 3600, room[:count]])
        np.savetxt(folder / f"room_{number}.csv", columns, "%.3f", ",", header="time,temperature", comments="")
        np.savetxt(folder / f"room_{number}.truth.csv", room[count:], "%.3f", header="temperature", comments="")
