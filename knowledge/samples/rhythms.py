"""Two minutes of ECG of twelve people with atrial fibrillation or another rhythm, as csv: ``af_p1_1.csv``, ``normal_p2_1.csv``.

In fibrillation intervals are independent of each other and spread widely, and there is no P wave (model of the intervals:
random draws from a log-normal distribution, after the statistics in R. Alcaraz and J. J. Rieta, "A review on sample entropy
applications for the non-invasive analysis of atrial fibrillation electrocardiograms", Biomed. Signal Processing and Control
5, 2010). The other rhythms are made to look irregular as well: deep breathing of young people, and frequent early beats. Who
looks at the spread of the intervals alone calls them fibrillation.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._ecg import disturbance, lead, write_csv

RATE, SECONDS, PEOPLE = 125.0, 110, 12


def _fibrillation(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    steps = np.exp(np.log(random.uniform(0.55, 0.8)) + random.uniform(0.18, 0.26) * random.standard_normal(400))
    return np.maximum(steps, 0.32), np.zeros(400, bool)


def _breathing(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    phase = (
        np.cumsum(np.full(400, 2 * np.pi / random.uniform(4.5, 6.5)))
        + 0.4 * np.cumsum(random.standard_normal(400)) * 0.2
    )
    steps = random.uniform(0.8, 0.95) + random.uniform(0.08, 0.13) * np.sin(phase)
    return steps + 0.01 * random.standard_normal(400), np.zeros(400, bool)


def _early(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    mean = random.uniform(0.7, 0.9)
    steps, ventricular = mean + 0.012 * random.standard_normal(400), np.zeros(400, bool)
    place = 5
    while place < 395:
        share = random.uniform(0.55, 0.7)
        steps[place], steps[place + 1], ventricular[place + 1] = share * mean, (2 - share) * mean, True
        place += int(random.integers(6, 14))
    return steps, ventricular


def write(folder: Path, seed: int) -> None:
    """Write the recordings: every other person is in fibrillation."""
    for number in range(1, PEOPLE + 1):
        random = np.random.default_rng([seed, number])
        rhythm = _fibrillation if number % 2 else (_breathing if number % 4 else _early)
        steps, ventricular = rhythm(random)
        beats = 0.3 + np.cumsum(steps)
        kept = beats < SECONDS - 0.3
        samples = round(SECONDS * RATE)
        clean = lead(beats[kept], samples, RATE, ventricular[kept], p=0.0 if number % 2 else 1.0)
        noise = disturbance(samples, RATE, random, 0.4, 0.03)
        write_csv(folder / f"{'af' if number % 2 else 'normal'}_p{number}_1.csv", clean + noise, RATE)
