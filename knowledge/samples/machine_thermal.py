"""Thermal images of machines with overheating places."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write(folder: Path, seed: int) -> None:
    """Write four machines as <machine>.frames.npy (frames, 24, 32) in °C and <machine>.spots.npy (row and column of each
    hot spot, the hottest first).

    Model: a warm body of 35 to 60 °C with a gradient, two or three defects of 7 to 14 °C over their surroundings and one to
    two pixels wide, noise of 0.5 °C. The hottest pixel of the image is at the body's warm end, no
    defect.
    """
    rng = np.random.default_rng(seed)
    rows, columns = np.indices((24, 32))
    for number in range(1, 5):
        gradient = np.radians(rng.uniform(0, 360))
        body = 46 + 1.4 * ((rows - 11.5) * np.sin(gradient) + (columns - 15.5) * np.cos(gradient))
        count = int(rng.integers(2, 4))
        places = np.column_stack([rng.uniform(3, 20, count), 4 + 24 * (np.arange(count) + 0.5) / count])
        rises = np.sort(rng.uniform(0, 2, count))[::-1] + 8 + 3 * np.arange(count)[::-1]
        spots = [
            rise * np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * 1.1**2))
            for rise, (row, column) in zip(rises, places, strict=True)
        ]
        frames = body + sum(spots, np.zeros((24, 32))) + rng.normal(0, 0.5, (20, 24, 32))
        np.save(folder / f"machine_{number}.frames.npy", frames.astype(np.float32))
        np.save(folder / f"machine_{number}.spots.npy", places)
