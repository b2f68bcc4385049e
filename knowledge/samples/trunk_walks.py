"""Even and limping walks with an accelerometer on the lower back, at any angle.

Model: as walks are in Moe-Nilssen and Helbostad ("Estimation of gait cycle characteristics by trunk accelerometry",
Journal of Biomechanics 37(1), 2004): steps of both legs make the same vertical wave; a limp makes every other step
weaker and shorter. File names are ``<label>_<person>_<take>.csv``; ``truth.csv`` holds the cadence.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 100.0


def _walk(interval: float, limp: float, generator: np.random.Generator) -> tuple[np.ndarray, float]:
    count = int(32 / interval)
    odd = np.arange(count) % 2
    contacts = np.cumsum(generator.normal(interval, 0.012, count) * (1 - 0.25 * limp * (2 * odd - 1)))
    times = np.arange(round(30 * RATE)) / RATE
    strengths = 1 - limp * odd + generator.normal(0, 0.05, count)
    phase, gain = np.interp(times, contacts, np.arange(count)), np.interp(times, contacts, strengths)
    strikes = (np.exp(-(((times[:, None] - contacts) / 0.035) ** 2)) * strengths).sum(axis=1)
    bounce = gain * (1.5 * np.cos(2 * np.pi * (phase - 0.12)) + 0.5 * np.cos(4 * np.pi * phase))
    motion = np.column_stack([0.6 * strikes, 0.8 * np.sin(np.pi * phase), 9.81 + bounce + 2 * strikes])
    return motion, 60 / float(np.diff(contacts).mean())


def write(folder: Path, seed: int) -> None:
    """Write twelve recordings (time, ax, ay, az in m/s²) and ``truth.csv`` (name, cadence in steps a minute)."""
    generator, rows = np.random.default_rng(seed), []
    for person in range(12):
        label = "limping" if person % 2 else "even"
        motion, cadence = _walk(generator.uniform(0.46, 0.68), 0.6 if person % 2 else 0.0, generator)
        attitude, _ = np.linalg.qr(generator.normal(size=(3, 3)))
        felt = motion @ attitude.T + generator.normal(0, 0.25, motion.shape)
        name = f"{label}_p{person + 1}_1"
        table = np.column_stack([np.arange(len(felt)) / RATE, felt])
        np.savetxt(folder / f"{name}.csv", table, "%.3f", ",", header="time,ax,ay,az", comments="")
        rows.append(f"{name},{cadence:.2f}")
    (folder / "truth.csv").write_text("\n".join(["name,cadence", *rows]) + "\n", "utf-8")
