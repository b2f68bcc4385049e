"""FMCW chirps in front of obstacles, scene_<n>.npy (chirps, samples); truth.csv: name and distance of the nearest (value, m).

Model: radar equation for the amplitude, beat frequency 2 d slope / c, phase 4 pi d / wavelength; leakage of the transmitter far
above all echoes, thermal noise, a slow vibration of the mount, and small echoes of the road that must not be reported.
After Richards, Scheer and Holm, "Principles of Modern Radar: Basic Principles", 2010.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

LIGHT, RATE, SLOPE, WAVELENGTH = 299_792_458.0, 5e6, 60e12, 3.9e-3
CHIRPS, SAMPLES, SCENES = 64, 256, 12


def _echo(distance: np.ndarray, amplitude: float) -> np.ndarray:
    """Beat signal of a target by its distance at every chirp, shape (chirps, samples)."""
    beat = 2 * distance[:, None] * SLOPE / LIGHT * np.arange(SAMPLES) / RATE
    return np.asarray(amplitude * np.exp(2j * np.pi * (beat + 2 * distance[:, None] / WAVELENGTH)))


def write(folder: Path, seed: int) -> None:
    """Write twelve scenes."""
    rng = np.random.default_rng(seed)
    rows = ["name,value"]
    for scene in range(1, SCENES + 1):
        shake = 2e-4 * np.sin(2 * np.pi * 3 * np.arange(CHIRPS) / CHIRPS + rng.uniform(0, 6))
        nearest = rng.uniform(1.0, 6.0)
        others = [nearest + rng.uniform(0.4, 0.6), rng.uniform(nearest + 1, 11.0)]
        chirps = _echo(np.full(CHIRPS, 0.06), 40.0)
        for distance in (nearest, *others):
            chirps += _echo(distance + shake, rng.uniform(3, 12) / distance**2)
        for distance in rng.uniform(0.6, 0.9 * nearest, 3):
            chirps += _echo(distance + shake, 0.02 / distance**2)
        chirps += 0.15 * (rng.standard_normal(chirps.shape) + 1j * rng.standard_normal(chirps.shape))
        np.save(folder / f"scene_{scene:02}.npy", chirps.astype(np.complex64))
        rows.append(f"scene_{scene:02},{nearest:.4f}")
    (folder / "truth.csv").write_text("\n".join(rows) + "\n")
