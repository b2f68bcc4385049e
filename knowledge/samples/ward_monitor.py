"""Six minutes of a patient monitor for each of three patients, with episodes of a fast or a slow heart, as csv.

The rate moves by a random walk; an episode turns it to 140-170 or 30-38 beats per minute for 30 s or more. Between episodes
there are what makes monitors ring for nothing (M. Imhoff and S. Kuhls, "Alarm Algorithms in Critical Care Monitoring",
Anesthesia and Analgesia 102, 2006): single early beats with their pauses, and bursts of artefact of two seconds that add
false beats.

``<patient>.truth.csv`` holds the onset of every episode in s and its kind.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._ecg import disturbance, lead, write_csv

RATE, SECONDS, PATIENTS = 125.0, 360, 3


def _episodes(random: np.random.Generator) -> list[tuple[float, float, float]]:
    """Onset and end in s, and rate in beats per minute."""
    onsets = np.array([60.0, 160.0, 260.0]) + random.uniform(-15, 15, 3)
    rates = [random.uniform(140, 170), random.uniform(30, 38), random.uniform(140, 170)]
    return [(float(o), float(o + random.uniform(30, 45)), float(r)) for o, r in zip(onsets, rates, strict=True)]


def _beats(episodes: list[tuple[float, float, float]], random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Times of beats, and which of them are early ventricular ones."""
    beats, ventricular, usual = [0.4], [False], random.uniform(65, 85)
    while beats[-1] < SECONDS - 1:
        inside = next((rate for begin, end, rate in episodes if begin <= beats[-1] < end), 0.0)
        usual += 0.5 * random.standard_normal() + 0.02 * (75 - usual)
        step = 60 / (inside or usual) * (1 + 0.02 * random.standard_normal())
        early = not inside and random.random() < 0.03
        if early:
            beats.append(beats[-1] + 0.6 * step)
            ventricular.append(True)
            step *= 1.4
        beats.append(beats[-1] + step)
        ventricular.append(False)
    return np.array(beats), np.array(ventricular)


def write(folder: Path, seed: int) -> None:
    """Write the recordings and the onsets of their episodes."""
    for number in range(1, PATIENTS + 1):
        random = np.random.default_rng([seed, number])
        episodes = _episodes(random)
        samples = round(SECONDS * RATE)
        signal = lead(*_placed(episodes, samples, random)) + disturbance(samples, RATE, random, 0.4, 0.03)
        for burst in np.array([25.0, 131.0, 231.0, 340.0]) + random.uniform(-5, 5, 4):
            inside = slice(int(burst * RATE), int((burst + 2) * RATE))
            signal[inside] += 0.8 * random.standard_normal(len(signal[inside]))
        write_csv(folder / f"bed{number}.csv", signal, RATE)
        kinds = [f"{begin:.2f},{'tachycardia' if rate > 100 else 'bradycardia'}" for begin, _, rate in episodes]
        (folder / f"bed{number}.truth.csv").write_text("\n".join(["onset,kind", *kinds, ""]), "ascii")


def _placed(
    episodes: list[tuple[float, float, float]], samples: int, random: np.random.Generator
) -> tuple[np.ndarray, int, float, np.ndarray]:
    beats, ventricular = _beats(episodes, random)
    return beats, samples, RATE, ventricular
