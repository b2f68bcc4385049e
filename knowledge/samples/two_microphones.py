"""A hand clap or voice heard by two microphones 15 cm apart, from known directions.

Coloured noise bursts, delayed by fractions of a sample in the frequency domain, with two echoes from other directions (an image
source model as of J. B. Allen and D. A. Berkley, 1979, with the first two reflections) and noise 15 dB below.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table

RATE, SPACING, SPEED = 16000, 0.15, 343.0


def _heard(source: np.ndarray, angle: float, delay: float) -> np.ndarray:
    """Both microphones; the second one hears first from a positive angle."""
    half = SPACING * np.sin(np.radians(angle)) / SPEED / 2
    spectrum, frequencies = np.fft.rfft(source), np.fft.rfftfreq(source.size, 1 / RATE)
    late = [np.exp(-2j * np.pi * frequencies * (delay + sign * half)) for sign in (1, -1)]
    return np.column_stack([np.fft.irfft(spectrum * shift, source.size) for shift in late])


def _burst(rng: np.random.Generator) -> np.ndarray:
    """Half a second in which a sound of 0.2 s rises and fades, stronger at low frequencies."""
    count = RATE // 2
    spectrum = np.fft.rfft(rng.standard_normal(count)) / np.sqrt(1 + (np.fft.rfftfreq(count, 1 / RATE) / 800) ** 2)
    shape = np.exp(-(((np.arange(count) / RATE - 0.15) / 0.06) ** 2))
    return np.asarray(np.fft.irfft(spectrum, count) * shape)


def write(folder: Path, seed: int) -> None:
    """Write ten recordings of both microphones and the direction of each sound in degrees."""
    rng = np.random.default_rng(seed)
    angles = np.linspace(-65, 65, 10) + rng.uniform(-5, 5, 10)
    for number, angle in enumerate(angles):
        source = _burst(rng)
        sound = _heard(source, float(angle), 0.0)
        for strength in (0.5, 0.35):
            sound += strength * _heard(source, rng.uniform(-80, 80), rng.uniform(0.004, 0.03))
        sound += 0.18 * sound.std() * rng.standard_normal(sound.shape)
        sound /= np.abs(sound).max()
        columns = {"time": np.arange(len(sound)) / RATE, "left": sound[:, 0], "right": sound[:, 1]}
        write_table(folder / f"sound_{number}.csv", columns, digits=7)
    write_table(folder / "truth.csv", {"name": [f"sound_{n}" for n in range(10)], "value": angles})
