"""Falls among jumps, hard landings on a chair and lying down, with the instants of the falls.

Model: a fall is half a second of lessening weight, an impact of 3 to 4 g, and then rest in another posture (Kangas et
al., "Comparison of low-complexity fall detection algorithms for body attached accelerometers", Gait & Posture 28(2),
2008). A jump has flight and impact but no new posture, lying down a new posture but no impact, a chair an impact
without flight. ``<name>.truth.csv`` holds the sample numbers of the impacts, if any.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 100
GRAVITY = 9.81
UP, FORWARD, SIDE = np.eye(3)[[2, 0, 1]]


def _posture(samples: int, changes: list[tuple[int, int, np.ndarray]]) -> np.ndarray:
    up = np.tile(UP, (samples, 1))
    for start, length, target in changes:
        share = np.clip((np.arange(samples) - start) / length, 0, 1)[:, None]
        up = (1 - share) * up + share * target
    return np.asarray(up / np.linalg.norm(up, axis=1, keepdims=True))


def _record(kind: str, generator: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    samples, moment = 40 * RATE, int(generator.integers(15 * RATE, 25 * RATE))
    times, weight = np.arange(samples) / RATE, np.ones(samples)
    changes: list[tuple[int, int, np.ndarray]] = []
    steps = 0.25 * np.sin(2 * np.pi * 1.8 * times) * (times < moment / RATE - 2)
    if kind in ("fall", "jump"):
        weight[moment - 40 : moment] = np.linspace(1, 0.2, 40)
    if kind != "bed":
        weight[moment : moment + 8] = generator.uniform(3, 4) if kind != "chair" else 2.4
    if kind == "fall":
        changes = [(moment - 30, 45, FORWARD if generator.random() < 0.5 else SIDE)]
    if kind == "bed":
        changes = [(moment, 2 * RATE, SIDE)]
    felt = GRAVITY * _posture(samples, changes) * (weight + steps)[:, None]
    return felt + generator.normal(0, 0.3, (samples, 3)), [moment] if kind == "fall" else []


def write(folder: Path, seed: int) -> None:
    """Write eight recordings (time, ax, ay, az in m/s²) and their impacts (sample)."""
    generator = np.random.default_rng(seed)
    times = np.arange(40 * RATE) / RATE
    for number, kind in enumerate(("fall", "jump", "chair", "bed", "fall", "jump", "fall", "bed"), 1):
        felt, impacts = _record(kind, generator)
        name = f"person{number}"
        table = np.column_stack([times, felt])
        np.savetxt(folder / f"{name}.csv", table, "%.3f", ",", header="time,ax,ay,az", comments="")
        (folder / f"{name}.truth.csv").write_text("\n".join(["sample", *map(str, impacts)]) + "\n", "utf-8")
