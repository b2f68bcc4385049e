"""Walks with a phone at any angle, between rest, fidgeting and a drive, with the number of steps.

Model: at every step the trunk bounces once and a heel strike follows; it sways once in two steps. Steps come at a
person's own cadence with a small jitter (Zijlstra and Hof, "Assessment of spatio-temporal gait parameters from trunk
accelerations during human walking", Gait & Posture 18(2), 2003). Fidgeting is strong but not periodic, a car shakes
at 12 Hz. ``truth.csv`` holds the number of steps of each recording.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 50.0
GRAVITY = 9.81


def _walk(
    times: np.ndarray, start: float, stop: float, interval: float, generator: np.random.Generator
) -> tuple[np.ndarray, int]:
    contacts = start + np.cumsum(generator.normal(interval, 0.02, round((stop - start) / interval)))
    phase = np.interp(times, contacts, np.arange(len(contacts)), left=np.nan, right=np.nan)
    strikes = np.exp(-(((times[:, None] - contacts) / 0.04) ** 2)).sum(axis=1)
    bounce = np.nan_to_num(1.6 * np.cos(2 * np.pi * (phase - 0.12)))
    sway = np.nan_to_num(0.9 * np.sin(np.pi * phase))
    return np.column_stack([0.5 * strikes, sway, bounce + 2.0 * strikes]), len(contacts)


def _turned(motion: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    attitude, _ = np.linalg.qr(generator.normal(size=(3, 3)))
    return np.asarray(motion @ attitude.T)


def write(folder: Path, seed: int) -> None:
    """Write four recordings (time, ax, ay, az in m/s²) and ``truth.csv`` (name, steps)."""
    generator = np.random.default_rng(seed)
    times, rows = np.arange(round(120 * RATE)) / RATE, []
    for name, interval in (("pocket", 0.52), ("bag", 0.60), ("hand", 0.47), ("belt", 0.68)):
        first, count = _walk(times, 10, 45, interval, generator)
        second, more = _walk(times, 80, 112, interval * 1.12, generator)
        motion = first + second + [0.0, 0.0, GRAVITY]
        fidgeting, driving = (times > 48) & (times < 58), (times > 62) & (times < 76)
        motion[fidgeting] += generator.normal(0, 3, (fidgeting.sum(), 3))
        motion[driving, 2] += 1.5 * np.sin(2 * np.pi * 12 * times[driving]) + generator.normal(0, 0.5, driving.sum())
        felt = _turned(motion, generator) + generator.normal(0, 0.25, motion.shape)
        table = np.column_stack([times, felt])
        np.savetxt(folder / f"{name}.csv", table, "%.3f", ",", header="time,ax,ay,az", comments="")
        rows.append(f"{name},{count + more}")
    (folder / "truth.csv").write_text("\n".join(["name,steps", *rows]) + "\n", "utf-8")
