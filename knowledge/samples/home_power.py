"""Real power of homes at one reading every 6 s, and when appliances are switched on.

Steady loads as of G. W. Hart, "Nonintrusive Appliance Load Monitoring", Proc. IEEE 80(12), 1992, of some watts more or less from home
to home, switched at any time, so that they overlap; some are alike in watts, so that only the pairing of rise and fall tells them
apart. What else a meter shows is no switching on, and a program that takes every rise for one is wrong here:

- motors draw up to three times their power in the first reading;
- a fan under control goes up and down without a step, the base load wanders and electronics in standby add noise;
- pumps and lights on sensors run for one or two readings, too short for a steady load;
- after its heater has run, the drum of a washing machine turns for one to four readings and rests, at watts that differ
  from turn to turn. Only the heater counts as switched on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table

READINGS = 7200
SHORT, WASHES, TURNS = 20, 2, 30  # short runs and washes in half a day, turns of the drum in a wash
# Watts, readings on, readings off, inrush.
APPLIANCES = {
    "fridge": (130.0, 150, 300, 260.0),
    "kettle": (2050.0, 25, 1500, 0.0),
    "oven": (1400.0, 200, 2000, 0.0),
    "lamp": (75.0, 900, 700, 0.0),
    "dehumidifier": (190.0, 400, 900, 380.0),
    "television": (215.0, 700, 1800, 60.0),
}
HEATER = 1900.0


def _switched(rng: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    """Power in W of the steady appliances, and when they are switched on."""
    power, starts = np.zeros(READINGS), []
    for usual, on, off, inrush in APPLIANCES.values():
        watts = usual * rng.uniform(0.95, 1.05)
        start = int(rng.integers(20, off))
        while (end := start + round(on * rng.uniform(0.7, 1.3))) < READINGS - 10:
            power[start:end] += watts * rng.normal(1, 0.005)
            power[start] += inrush
            starts.append(start)
            start = end + round(off * rng.uniform(0.6, 1.4))
    return power, starts


def _washed(rng: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    """Power of the washing machine: its heater, then the drum by turns; and when the heater is switched on."""
    power, starts = np.zeros(READINGS), []
    for begin in np.linspace(0, READINGS, WASHES, endpoint=False):
        start = int(begin + rng.integers(200, 1500))
        place = start + int(rng.integers(120, 200))
        power[start:place] += HEATER
        starts.append(start)
        for _ in range(TURNS):
            place += int(rng.integers(7, 12))
            length = int(rng.integers(1, 5))
            power[place : place + length] += rng.uniform(60, 300)
            place += length
    return power, starts


def _background(rng: np.random.Generator) -> np.ndarray:
    """Base load, standby, a fan under control and what runs too shortly to be a steady load."""
    along = np.arange(READINGS)
    power = 90 + 8 * np.sin(4 * np.pi * along / READINGS) + rng.normal(0, 3, READINGS)
    power += 10 * (1 + np.sin(2 * np.pi * along / rng.uniform(900, 1500) + rng.uniform(0, 6)))
    for place in rng.integers(10, READINGS - 10, SHORT):
        power[place : place + rng.integers(1, 3)] += rng.uniform(60, 900)
    return np.asarray(power)


def write(folder: Path, seed: int) -> None:
    """Write half a day of four homes, with the true switching on."""
    rng = np.random.default_rng(seed)
    for number in range(4):
        (steady, starts), (washing, heated) = _switched(rng), _washed(rng)
        power = _background(rng) + steady + washing
        write_table(folder / f"home_{number}.csv", {"time": 6 * np.arange(READINGS), "power": np.round(power, 1)})
        write_table(folder / f"home_{number}.truth.csv", {"start": sorted(starts + heated)})
