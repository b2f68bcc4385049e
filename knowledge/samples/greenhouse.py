"""Climate of greenhouses with a spiking sensor and the true stress of the plants."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def _saturation(temperature: np.ndarray) -> np.ndarray:
    return np.asarray(0.6108 * np.exp(17.27 * temperature / (temperature + 237.3)))


def write(folder: Path, seed: int) -> None:
    """Write four houses as <house>.csv (time in s, every five minutes over four days, temperature in °C, humidity in %) and
    <house>.truth.csv (deficit in kPa).

    Model: a sine day with weather noise; leaves are 1.5 °C cooler than the air, as transpiring leaves are; the deficit is
    the saturation pressure at the leaf less the vapour pressure (Tetens' formula). One reading in fifty of the sensor is a
    spike of many degrees or per cent.
    """
    rng, times = np.random.default_rng(seed), np.arange(0, 4 * 86400, 300)
    for number in range(1, 5):
        weather = np.cumsum(rng.normal(0, 0.02, len(times)))
        temperature = 23 + number + 7 * np.sin(2 * np.pi * times / 86400 - 1.5) + weather
        humidity = np.clip(68 - 3 * number - 18 * np.sin(2 * np.pi * times / 86400 - 1.4) - 2 * weather, 15, 98)
        deficit = np.maximum(_saturation(temperature - 1.5) - _saturation(temperature) * humidity / 100, 0)
        read_t = (
            temperature + rng.normal(0, 0.1, len(times)) + (rng.random(len(times)) < 0.02) * rng.choice([-15.0, 15.0])
        )
        read_h = humidity + rng.normal(0, 0.5, len(times)) - (rng.random(len(times)) < 0.02) * 0.9 * humidity
        columns = np.column_stack([times, read_t, np.clip(read_h, 1, 100)])
        header = "time,temperature,humidity"
        np.savetxt(folder / f"house_{number}.csv", columns, "%.3f", ",", header=header, comments="")
        np.savetxt(folder / f"house_{number}.truth.csv", deficit, "%.4f", header="deficit", comments="")
