"""A lead of the ECG as a sum of waves around each beat, and what disturbs it; for samples that need rhythms, not hearts.

The waves are those of G. D. Clifford and P. E. McSharry's use of the model of McSharry et al. (2003): Gaussians for P, Q, R, S
and T at fixed places around the R wave; the T wave comes later the longer the interval before it (Bazett).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

# Place in s at an interval of 1 s, height in mV, width in s of the waves P, Q, R, S and T.
WAVES = ((-0.17, 0.14, 0.025), (-0.028, -0.11, 0.009), (0.0, 1.05, 0.011), (0.03, -0.22, 0.011), (0.32, 0.33, 0.055))
VENTRICULAR = ((0.0, 1.2, 0.038), (0.3, -0.4, 0.07))


def lead(
    beats: np.ndarray, samples: int, rate: float, ventricular: np.ndarray | None = None, p: float = 1.0
) -> np.ndarray:
    """The undisturbed lead in mV: beats at times in s, some of them ventricular; ``p`` scales the P waves."""
    signal = np.zeros(samples)
    intervals = np.diff(beats, prepend=beats[0] - 0.8)
    for number, beat in enumerate(beats):
        waves = VENTRICULAR if ventricular is not None and ventricular[number] else WAVES
        for place, height, width in waves:
            late = place * np.sqrt(intervals[number]) if place > 0.1 else place
            centre, reach = (beat + late) * rate, 5 * width * rate
            inside = np.arange(max(0, int(centre - reach)), max(0, min(samples, int(centre + reach) + 1)))
            strength = height * (p if place < -0.1 else 1.0)
            signal[inside] += strength * np.exp(-0.5 * ((inside - centre) / (width * rate)) ** 2)
    return signal


def disturbance(
    samples: int, rate: float, random: np.random.Generator, wander: float = 0.3, muscle: float = 0.03
) -> np.ndarray:
    """Baseline wander and muscle noise in mV: amplitude of the first, standard deviation of the second."""
    times = np.arange(samples) / rate
    slow = [np.sin(2 * np.pi * random.uniform(0.1, 0.4) * times + random.uniform(0, 6.28)) for _ in range(3)]
    swelling = 1 + np.exp(-0.5 * ((times - random.uniform(0, times[-1])) / 3) ** 2)
    return np.asarray(wander * np.sum(slow, axis=0) / 2 + muscle * swelling * random.standard_normal(samples))


def write_csv(path: Path, signal: np.ndarray, rate: float) -> None:
    """A csv file with the columns time (s) and ecg (mV)."""
    rows = (f"{number / rate:.4f},{value:.3f}" for number, value in enumerate(signal.tolist()))
    path.write_text("\n".join(["time,ecg", *rows, ""]), "ascii")
