"""Chirps of a 60 GHz radar in front of sitting people, person_<n>.npy (chirps, samples), 40 chirps a second.
truth.csv: name, breaths and value (heartbeats), both 1/min.

Model: chest displacement of millimetres with harmonics, heartbeats of a tenth of a millimetre that vary a little, a wall
behind that reflects more than the person. After M. Alizadeh et al., "Remote Monitoring of Human Vital Signs Using mm-Wave
FMCW Radar", IEEE Access 7, 2019.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

LIGHT, RATE, SLOPE, WAVELENGTH = 299_792_458.0, 5e6, 60e12, 5e-3
FRAMES, SECONDS, SAMPLES = 40.0, 50.0, 32
PEOPLE = ((11.0, 62.0), (13.5, 71.0), (15.0, 66.0), (17.0, 84.0), (19.5, 92.0), (14.0, 78.0), (16.0, 104.0))


def _echo(distance: np.ndarray, amplitude: float) -> np.ndarray:
    beat = 2 * distance[:, None] * SLOPE / LIGHT * np.arange(SAMPLES) / RATE
    return np.asarray(amplitude * np.exp(2j * np.pi * (beat + 2 * distance[:, None] / WAVELENGTH)))


def _chest(rng: np.random.Generator, times: np.ndarray, breaths: float, beats: float) -> np.ndarray:
    """Displacement in m."""
    breath = 2 * np.pi * breaths / 60 * times + rng.uniform(0, 6)
    variation = 0.15 * np.sin(2 * np.pi * 0.11 * times + rng.uniform(0, 6))
    beat = 2 * np.pi * beats / 60 * times + variation
    slow = 2.2e-3 * (
        np.sin(breath) + 0.18 * np.sin(2 * breath + 1) + 0.07 * np.sin(3 * breath + 2) + 0.04 * np.sin(4 * breath)
    )
    return np.asarray(slow + 1.2e-4 * (np.sin(beat) + 0.3 * np.sin(2 * beat + 1)))


def write(folder: Path, seed: int) -> None:
    """Write one recording for each person."""
    rng = np.random.default_rng(seed)
    times = np.arange(0, SECONDS, 1 / FRAMES)
    rows = ["name,breaths,value"]
    for number, (breaths, beats) in enumerate(PEOPLE, 1):
        place = rng.uniform(0.9, 2.2)
        still = np.zeros(len(times))
        chirps = _echo(place + _chest(rng, times, breaths, beats), 1.0)
        chirps += _echo(still + place + 0.25, 0.6) + _echo(still + 4.3, 6.0) + _echo(still + 0.05, 8.0)
        chirps += 0.08 * (rng.standard_normal(chirps.shape) + 1j * rng.standard_normal(chirps.shape))
        np.save(folder / f"person_{number}.npy", chirps.astype(np.complex64))
        rows.append(f"person_{number},{breaths},{beats}")
    (folder / "truth.csv").write_text("\n".join(rows) + "\n")
