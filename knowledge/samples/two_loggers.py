"""Two loggers on one body whose clocks run apart, sample by sample beside each other.

Both feel the same motion (tones of random phase below 6 Hz) with their own noise; the wrist's clock begins up to half a second off and
runs up to 200 ppm fast or slow, which after ten minutes is more than a step takes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._tables import write_table

RATE, COUNT = 25.0, 15000


def write(folder: Path, seed: int) -> None:
    """Write four sessions with one row a sample: time by the nominal rate, chest and wrist in m/s²; and the drifts in ppm."""
    rng = np.random.default_rng(seed)
    times, drifts = np.arange(COUNT) / RATE, []
    for number in range(4):
        tones = list(zip(rng.uniform(0.3, 6, 50), rng.uniform(0, 6, 50), strict=True))
        drift, offset = rng.choice([-1, 1]) * rng.uniform(80, 200), rng.uniform(-0.5, 0.5)
        true = (times - offset) / (1 + drift * 1e-6)
        chest, wrist = (np.sum([np.sin(2 * np.pi * f * t + p) for f, p in tones], axis=0) for t in (times, true))
        columns = {
            "time": times,
            "chest": np.round(chest + rng.normal(0, 0.7, COUNT), 2),
            "wrist": np.round(0.8 * wrist + rng.normal(0, 0.7, COUNT), 2),
        }
        write_table(folder / f"session_{number}.csv", columns)
        drifts.append(drift)
    write_table(folder / "truth.csv", {"name": [f"session_{n}" for n in range(4)], "value": np.array(drifts)})
