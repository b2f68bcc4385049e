"""Sounds of three fans, normal and with a fault, as label_machine_take.wav.

Each fan has its own speed, blade count and colour of noise, and turns a little faster or slower from take to take; microphone gain
differs by 10 dB. Faults: a rub that squeaks, a loose part that knocks at every turn, or a blade whose imbalance modulates the noise.
Between machines normal sounds differ more than a fault does within one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._sound import RATE, write_wav

FAULTS = ("squeak", "knock", "flutter")


def _fan(speed: float, blades: int, colour: float, rng: np.random.Generator) -> np.ndarray:
    """Four seconds of blade tones over coloured noise."""
    times = np.arange(4 * RATE) / RATE
    tones = [np.sin(2 * np.pi * speed * blades * k * times + rng.uniform(0, 6)) / k for k in (1, 2, 3)]
    spectrum = np.fft.rfft(rng.standard_normal(times.size))
    noise = np.fft.irfft(spectrum / (1 + np.fft.rfftfreq(times.size, 1 / RATE) / colour), times.size)
    sound: np.ndarray = 0.5 * np.sum(tones, axis=0) + 2.0 * noise / noise.std()
    return sound


def _broken(sound: np.ndarray, fault: str, speed: float, rng: np.random.Generator) -> np.ndarray:
    times = np.arange(sound.size) / RATE
    turn = (times * speed) % 1.0
    if fault == "squeak":
        squeal = np.sin(2 * np.pi * 2900 * times + 3 * np.sin(2 * np.pi * speed * times))
        return np.asarray(sound + 0.7 * squeal * (turn < 0.3))
    if fault == "knock":
        return np.asarray(sound + 4.0 * np.exp(-turn / speed / 0.006) * rng.standard_normal(sound.size))
    return np.asarray(sound * (1 + 0.9 * np.sin(2 * np.pi * 3.0 * times)))


def write(folder: Path, seed: int) -> None:
    """Write ten normal and three broken takes of three machines."""
    rng = np.random.default_rng(seed)
    for machine, (speed, blades, colour) in enumerate([(22.0, 5, 500.0), (31.0, 7, 1500.0), (16.0, 9, 900.0)]):
        for take in range(13):
            turning = speed * rng.normal(1, 0.02)
            sound = _fan(turning, blades, colour, rng)
            if take >= 10:
                sound = _broken(sound, FAULTS[take - 10], turning, rng)
            name = f"{'normal' if take < 10 else 'anomaly'}_fan{machine}_{take}.wav"
            write_wav(folder / name, sound / 16.0 * 10 ** (-rng.uniform(0, 10) / 20))
