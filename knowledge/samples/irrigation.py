"""Daily weather of three fields with the irrigation that they needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

LATITUDE = 44.0


def _sunlight(days: np.ndarray) -> np.ndarray:
    """Radiation above the clouds in mm of evaporated water a day (FAO-56, equation 21)."""
    phi, season = np.radians(LATITUDE), 2 * np.pi * days / 365
    declination = 0.409 * np.sin(season - 1.39)
    sunset = np.arccos(-np.tan(phi) * np.tan(declination))
    height = sunset * np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.sin(sunset)
    return np.asarray(0.408 * 24 * 60 / np.pi * 0.0820 * (1 + 0.033 * np.cos(season)) * height)


def _season(rng: np.random.Generator) -> dict[str, np.ndarray]:
    days = np.arange(100, 260)
    clear = np.clip(0.55 + 0.15 * rng.normal(size=len(days)), 0.15, 0.75)  # share of the sunlight that gets through
    mean = 15 + 8 * np.sin((days - 110) * np.pi / 180) + 2.5 * rng.normal(size=len(days))
    half_range = (clear / 0.17) ** 2 / 2 * rng.normal(1, 0.08, len(days))  # cloudless days have a wide range
    use = 0.0135 * (mean + 17.8) * clear * _sunlight(days) * rng.normal(1, 0.08, len(days))
    rain = np.where(rng.random(len(days)) < 0.2 * (1 - clear) / 0.45, rng.gamma(1.2, 9.0, len(days)), 0.0)
    lacking, irrigation = 0.0, np.zeros(len(days))
    for day in range(len(days)):
        lacking = max(lacking - rain[day], 0.0) + use[day]
        if lacking >= 30.0:
            irrigation[day], lacking = lacking, 0.0
    return {"low": mean - half_range, "high": mean + half_range, "rain": rain, "irrigation": irrigation}


def write(folder: Path, seed: int) -> None:
    """Write three fields as <field>.csv (day, temperature_low, temperature_high, rain from day 100 of the year) and
    <field>.truth.csv (irrigation in mm a day).

    Model: the share of sunlight that passes the clouds drives both the daily temperature range (Hargreaves and Samani's
    relation, with scatter) and the true use of water; a root zone of 60 mm is refilled when half of it is used (FAO-56,
    chapter 8). Latitude 44 degrees north.
    """
    rng = np.random.default_rng(seed)
    for name in ("maize_north", "maize_south", "orchard"):
        season = _season(rng)
        columns = np.column_stack([np.arange(1, 161), season["low"], season["high"], season["rain"]])
        header = "day,temperature_low,temperature_high,rain"
        np.savetxt(folder / f"{name}.csv", columns, "%.2f", ",", header=header, comments="")
        np.savetxt(folder / f"{name}.truth.csv", season["irrigation"], "%.2f", header="irrigation", comments="")
