"""CO2 of meeting rooms and the number of people in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

VOLUME, AIR_CHANGES, BREATH = 150.0, 2.0, 0.0052  # m³, 1/h, L/s a person


def _people(rng: np.random.Generator, minutes: int) -> np.ndarray:
    people, now = np.zeros(minutes), 30
    while now < minutes - 60:
        length = int(rng.integers(30, 120))
        people[now : now + length] = rng.integers(2, 15)
        now += length + int(rng.integers(15, 60))
    return people


def write(folder: Path, seed: int) -> None:
    """Write four rooms of 150 m³ with two air changes an hour as <room>.csv (time in s, every minute over ten hours, co2 in
    ppm) and <room>.truth.csv (people).

    Model: the single-zone mass balance with outdoor air of 420 ppm and 0.0052 L/s of CO2 a person, meetings of half an
    hour to two hours, and a sensor with a lag of a minute and noise of 8 ppm.
    """
    rng = np.random.default_rng(seed)
    for number in range(1, 5):
        people, room, sensor = _people(rng, 600), 420.0, 420.0
        readings = np.zeros(600)
        for minute in range(600):
            source = people[minute] * BREATH * 1e-3 / VOLUME * 1e6
            room += 60 * (source - AIR_CHANGES / 3600 * (room - 420.0))
            sensor += 0.5 * (room - sensor)
            readings[minute] = sensor
        readings += rng.normal(0, 8, 600)
        columns = np.column_stack([np.arange(600) * 60, readings])
        np.savetxt(folder / f"room_{number}.csv", columns, "%.1f", ",", header="time,co2", comments="")
        np.savetxt(folder / f"room_{number}.truth.csv", people, "%d", header="people", comments="")
