"""Activities of people in a room, heard by a microphone, seen by a depth camera of few pixels and felt by a radar.

Model: sound is clicks, thumps or a voice in the noise of a room; the depth image is a wall with a figure of two parts
that stands, sinks or walks; the radar echo is the sum of a torso and a limb whose ranges swing (Chen et al.,
"Micro-Doppler Effect in Radar", IEEE Trans. Aerospace and Electronic Systems 42(1), 2006). No sensor tells all six
activities apart (a still figure may talk or clap, sitting down is silent, waving and clapping swing alike), and in
one recording of five a sensor is disturbed: loud music, a hidden view, interference. File names are
``<activity>_<person>_<take>`` with ``.wav``, ``.depth.npy`` and ``.radar.npy``.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

RATE, SECONDS = 4000, 2.0
ACTIVITIES = ("walk", "sit", "fall", "clap", "wave", "talk")


def _sound(kind: str, pace: float, pitch: float, generator: np.random.Generator) -> np.ndarray:
    times = np.arange(round(RATE * SECONDS)) / RATE
    moment = generator.uniform(0.7, 1.2)
    beats = np.arange(generator.uniform(0, 0.3), SECONDS, {"walk": 0.55, "clap": 0.35}.get(kind, 9) / pace)
    since = times[:, None] - (beats if kind in ("walk", "clap") else np.array([moment]))
    ring = np.where(since >= 0, np.exp(-np.clip(since, 0, None) * {"clap": 60, "walk": 40}.get(kind, 12)), 0).sum(
        axis=1
    )
    tone = {
        "clap": generator.normal(size=len(times)),
        "walk": np.sin(2 * np.pi * 90 * times),
        "fall": np.sin(2 * np.pi * 60 * times),
    }
    syllables = np.clip(np.sin(2 * np.pi * 3 * pace * times), 0, None)
    voice = syllables * sum(np.sin(2 * np.pi * pitch * n * times) / n for n in range(1, 8))
    heard = voice * 0.4 if kind == "talk" else tone.get(kind, 0 * times) * ring * {"walk": 0.35}.get(kind, 1.0)
    return np.asarray(heard + generator.normal(0, 0.05, len(times)))


def _depth(kind: str, height: float, generator: np.random.Generator) -> np.ndarray:
    frames = np.full((16, 12, 16), 180.0)
    moment, column = generator.uniform(5, 8), generator.uniform(5, 10)
    for number, frame in enumerate(frames):
        sunk = {"sit": 3.0, "fall": 6.5}.get(kind, 0) * np.clip((number - moment) / (5 if kind == "sit" else 2), 0, 1)
        place = column + (0.45 * (number - 8) * np.sign(column - 7.5) * -1 if kind == "walk" else 0)
        top, left = round(height + sunk), round(place)
        frame[max(top, 0) :, max(left - 1, 0) : left + 2] = 100
        arm = {"wave": 1.5 * np.sin(2.2 * number), "clap": 0.5 * np.sin(3 * number)}.get(kind, 0)
        frame[min(max(round(top + 2 - abs(arm)), 0), 11), min(left + 2, 15)] = 110
    return np.asarray(frames + generator.normal(0, 8, frames.shape))


def _echo(kind: str, pace: float, generator: np.random.Generator) -> np.ndarray:
    times = np.arange(512) / 256
    moment, wavelength = generator.uniform(0.7, 1.2), 0.0125
    sink = {"sit": 0.4, "fall": 0.9}.get(kind, 0) / (1 + np.exp(-(times - moment) / (0.16 if kind == "sit" else 0.1)))
    torso = 0.3 * sink + (0.28 * times if kind == "walk" else 0.003 * np.sin(2 * np.pi * 0.3 * times))
    swing = {"walk": (0.1, 1.8), "clap": (0.03, 2.8), "wave": (0.05, 2.2), "talk": (0.004, 1.0)}.get(kind, (0.01, 0.7))
    limb = torso + swing[0] * np.sin(2 * np.pi * swing[1] * pace * times + generator.uniform(0, 6))
    echo = np.exp(4j * np.pi * torso / wavelength) + 0.5 * np.exp(4j * np.pi * limb / wavelength)
    return np.asarray(echo + generator.normal(0, 0.9, 512) + 1j * generator.normal(0, 0.9, 512))


def _save_sound(path: Path, signal: np.ndarray) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(signal / 3, -1, 1) * 32767).astype("<i2").tobytes())


def write(folder: Path, seed: int) -> None:
    """Write 144 recordings of 2 s: six activities, eight people, three takes."""
    generator = np.random.default_rng(seed)
    for person in range(1, 9):
        pace, pitch, height = generator.uniform(0.8, 1.25), generator.uniform(100, 220), generator.uniform(1, 3)
        for activity in ACTIVITIES:
            for take in range(1, 4):
                sound, depth = _sound(activity, pace, pitch, generator), _depth(activity, height, generator)
                echo, trouble = _echo(activity, pace, generator), generator.integers(0, 12)
                if trouble == 0:
                    sound += sum(
                        np.sin(2 * np.pi * f * np.arange(len(sound)) / RATE) for f in generator.uniform(80, 1500, 6)
                    )
                if trouble == 1:
                    depth[:, :, : generator.integers(8, 13)] = 60
                if trouble == 2:
                    echo += 2 * generator.normal(size=512) * np.exp(2j * np.pi * generator.random(512))
                stem = f"{activity}_p{person}_{take}"
                _save_sound(folder / f"{stem}.wav", sound)
                np.save(folder / f"{stem}.depth.npy", np.clip(depth, 0, 255).astype(np.uint8))
                np.save(folder / f"{stem}.radar.npy", echo.astype(np.complex64))
