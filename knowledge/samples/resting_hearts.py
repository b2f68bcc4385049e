"""Five minutes of rest of four persons whose heart rate variability is known, one lead each as csv.

The intervals follow the tachogram of P. E. McSharry et al., "A dynamical model for generating synthetic electrocardiogram
signals", IEEE Trans. Biomed. Eng. 50(3), 2003, section III: a slow rhythm near 0.1 Hz and breathing. Now and then a beat
comes early, followed by a pause: a program that keeps these intervals reports several times the true RMSSD.

``truth.csv`` holds name, heart_rate (bpm), rmssd (ms) and breathing (Hz) of each person, from the intervals without early
beats.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._ecg import disturbance, lead, write_csv

RATE, SECONDS, PERSONS = 200.0, 240, 4


def _rhythm(random: np.random.Generator) -> tuple[np.ndarray, float]:
    """Times of beats in s, all of them normal, and the frequency of breathing in Hz."""
    mean, breathing = random.uniform(0.75, 1.0), random.uniform(0.2, 0.33)
    slow, quick = random.uniform(0.01, 0.03), random.uniform(0.015, 0.04)
    beats = [random.uniform(0.2, 0.8)]
    while beats[-1] < SECONDS - 0.5:
        moment = beats[-1]
        swing = slow * np.sin(2 * np.pi * 0.1 * moment) + quick * np.sin(2 * np.pi * breathing * moment)
        beats.append(moment + mean + swing + 0.004 * random.standard_normal())
    return np.array(beats[:-1]), float(breathing)


def write(folder: Path, seed: int) -> None:
    """Write the recordings and truth.csv."""
    rows = ["name,heart_rate,rmssd,breathing"]
    for number in range(1, PERSONS + 1):
        random = np.random.default_rng([seed, number])
        beats, breathing = _rhythm(random)
        steps = np.diff(beats)
        rmssd = 1000 * np.sqrt((np.diff(steps) ** 2).mean())
        early = np.arange(int(random.integers(10, 20)), len(beats) - 2, int(random.integers(25, 40)))
        ventricular = np.isin(np.arange(len(beats)), early)
        beats[early] -= random.uniform(0.28, 0.38, len(early)) * steps[early - 1]
        samples = round(SECONDS * RATE)
        clean = lead(beats, samples, RATE, ventricular)
        write_csv(folder / f"person{number}.csv", clean + disturbance(samples, RATE, random, 0.4, 0.02), RATE)
        rows.append(f"person{number},{60 / steps.mean():.2f},{rmssd:.2f},{breathing:.4f}")
    (folder / "truth.csv").write_text("\n".join([*rows, ""]), "ascii")
