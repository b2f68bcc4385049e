"""Frames of a thermal array above doors that people walk through."""

from __future__ import annotations

from pathlib import Path

import numpy as np

KINDS = ("in", "out", "turn", "in", "out", "in")


def _frames(rng: np.random.Generator, count: int) -> tuple[np.ndarray, int, int]:
    frames = (
        22 + rng.normal(0, 0.4, (8, 8)) + rng.normal(0, 0.2, (count, 8, 8)) + np.linspace(0, 1, count)[:, None, None]
    )
    rows, columns = np.indices((8, 8))
    entered, left, now = 0, 0, 40
    while now < count - 40:
        kind, length, column = str(rng.choice(KINDS)), int(rng.integers(10, 20)), rng.uniform(2, 5)
        path = np.linspace(-2, 9, length)
        path = {
            "in": path,
            "out": path[::-1],
            "turn": np.concatenate([path[: length // 3], path[: length // 3][::-1]]),
        }[kind]
        for step, row in enumerate(path):
            frames[now + step] += 4 * np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * 1.2**2))
        entered, left = entered + (kind == "in"), left + (kind == "out")
        now += length + int(rng.integers(3, 40))
    return frames, entered, left


def write(folder: Path, seed: int) -> None:
    """Write five doors as <door>.npy (frames, 8, 8) in °C at ten frames a second, and truth.csv (name, entered, left).

    Model: one person at a time, a warm spot of 4 °C, crosses the rows in one to two seconds; some turn round before the
    middle; the scene has fixed offsets, slow warming and noise of 0.2 °C.
    """
    rng, lines = np.random.default_rng(seed), ["name,entered,left"]
    for name in ("cellar", "east", "hall", "main", "west"):
        frames, entered, left = _frames(rng, 1500)
        np.save(folder / f"{name}.npy", frames.astype(np.float32))
        lines.append(f"{name},{entered},{left}")
    (folder / "truth.csv").write_text("\n".join(lines) + "\n", "utf-8")
