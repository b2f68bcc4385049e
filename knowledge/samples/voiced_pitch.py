"""Sung vowels over a telephone, and their pitch in frames of 10 ms.

Glottal pulses whose frequency glides by up to an octave, through two formants, without anything below 300 Hz: the fundamental
itself is missing, so the strongest line of a spectrum is a harmonic. Noise lies 25 dB below.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._sound import RATE, write_wav
from knowledge.samples._tables import write_table


def _glide(low: float, high: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Sound of 3 s and its pitch at every sample."""
    times = np.arange(3 * RATE) / RATE
    pitch = (
        low * (high / low) ** (0.5 - 0.5 * np.cos(2 * np.pi * times / 3)) * (1 + 0.01 * np.sin(2 * np.pi * 5 * times))
    )
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    sound = np.zeros(times.size)
    for harmonic in range(1, 30):
        frequency = harmonic * pitch
        formants = sum(1 / (1 + ((frequency - f) / 120) ** 2) for f in rng.permutation([600, 1100, 2300]))
        sound += np.where((frequency > 300) & (frequency < 3400), formants + 0.02, 0.0) * np.cos(harmonic * phase)
    return sound / np.abs(sound).max(), pitch


def write(folder: Path, seed: int) -> None:
    """Write five voices; each truth has one pitch a frame whose middle is 0.0169 s + 10 ms times its number."""
    rng = np.random.default_rng(seed)
    for number, low in enumerate((90.0, 115.0, 140.0, 170.0, 210.0)):
        sound, pitch = _glide(low, low * rng.uniform(1.3, 1.9), rng)
        noisy = 0.6 * (sound + 10 ** (-25 / 20) * sound.std() * rng.standard_normal(sound.size))
        write_wav(folder / f"voice_{number}.wav", noisy)
        # A window holds two periods of 60 Hz and two samples more.
        middles = np.arange(0, sound.size - 269, 80) + 135
        write_table(folder / f"voice_{number}.truth.csv", {"pitch": pitch[middles]})
