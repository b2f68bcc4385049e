"""Synthetic speech and sound files.

Words are courses of formants: a pulse train at the speaker's pitch, and breath, through three resonators whose frequencies move
from target to target (the source-filter model of G. Fant, "Acoustic Theory of Speech Production", 1960; targets near those that
Peterson and Barney, 1952, measured). A speaker has a pitch, a length of the vocal tract, a speed and a microphone.
"""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE = 8000
# Courses of the first three formants in Hz; a 0 in front is a hiss, as of an s.
WORDS = {
    "one": ((350, 800, 2200), (650, 1150, 2400), (400, 1600, 2500)),
    "two": ((0, 2600, 3300), (320, 1500, 2300), (310, 900, 2200)),
    "three": ((0, 1500, 3500), (450, 1300, 1700), (280, 2250, 2900)),
    "four": ((0, 1200, 3000), (570, 850, 2400), (480, 1300, 1700)),
    "six": ((0, 2700, 3600), (400, 1950, 2550), (0, 2600, 3500)),
    "nine": ((350, 1500, 2300), (720, 1250, 2450), (320, 2100, 2700)),
}


@dataclass(frozen=True)
class Speaker:
    """Who speaks: pitch in Hz, formants as a factor, duration as a factor, tilt of the microphone."""

    pitch: float
    tract: float
    speed: float
    tilt: float


def speakers(count: int, rng: np.random.Generator) -> list[Speaker]:
    """Men, women and in between, spread evenly with some chance."""
    places = (np.arange(count) + rng.uniform(0, 0.6, count)) / count
    return [Speaker(95 + 120 * p, 0.93 + 0.16 * p, rng.uniform(0.8, 1.3), rng.uniform(-0.5, 0.5)) for p in places]


def _resonate(source: np.ndarray, frequencies: np.ndarray, width: float) -> np.ndarray:
    """A resonator whose frequency moves, sample by sample."""
    radius = float(np.exp(-np.pi * width / RATE))
    turns = (2 * radius * np.cos(2 * np.pi * frequencies / RATE)).tolist()
    heard, last, before = [], 0.0, 0.0
    for value, turn in zip(source.tolist(), turns, strict=True):
        last, before = (1 - radius) * value + turn * last - radius**2 * before, last
        heard.append(last)
    return np.array(heard)


def spoken(word: str, speaker: Speaker, rng: np.random.Generator) -> np.ndarray:
    """One take of a word, largest value 1; every take differs in speed, pitch and formants."""
    targets = np.array(WORDS[word], float)
    hiss = targets[:, 0] == 0
    targets[hiss, 0] = 400.0
    count = round(0.5 * RATE * speaker.speed * rng.uniform(0.85, 1.15))
    places = np.linspace(0, len(targets) - 1, count) ** rng.uniform(0.9, 1.1)
    courses = [np.interp(places, np.arange(len(targets)), c * speaker.tract * rng.normal(1, 0.02)) for c in targets.T]
    breath = np.interp(places, np.arange(len(targets)), hiss.astype(float))
    pitch = speaker.pitch * rng.normal(1, 0.04) * (1.1 - 0.2 * np.linspace(0, 1, count))
    pulses = (np.diff(np.floor(np.cumsum(pitch) / RATE), prepend=0) > 0) * 8.0
    source = (1 - breath) * pulses + (0.15 + breath) * 0.5 * rng.standard_normal(count)
    for course, width in zip(courses, (70.0, 100.0, 140.0), strict=True):
        source = source * 0.05 + _resonate(source, np.minimum(course, 3700.0), width)
    sound = np.convolve(source, [1.0, speaker.tilt])[:count] * np.minimum(1, 12 * np.sin(np.linspace(0, np.pi, count)))
    louder: np.ndarray = sound / np.abs(sound).max()
    return louder


def fan(count: int, rng: np.random.Generator) -> np.ndarray:
    """Noise of a fan: low frequencies prevail, with a hum; its root mean square is 1."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    frequencies = np.fft.rfftfreq(count, 1 / RATE)
    sound = np.fft.irfft(spectrum / np.sqrt(1 + (frequencies / 400) ** 2), count)
    noise: np.ndarray = sound / sound.std() + 0.5 * np.sin(
        2 * np.pi * 100 * np.arange(count) / RATE + rng.uniform(0, 6)
    )
    return np.asarray(noise / noise.std())


def write_wav(path: Path, sound: np.ndarray, rate: int = RATE) -> None:
    """16 bits, one channel; full scale is 1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.round(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
