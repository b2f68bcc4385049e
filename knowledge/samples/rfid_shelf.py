"""Phases of RFID tags on shelves, read by an antenna on a robot that drives by, tag_<n>.csv (x, y of the antenna in m, phase in
rad); truth.csv with recording, x and y of each tag.

Model: phase 4 pi d / wavelength plus an unknown offset of tag and reader, noise of 0.15 rad, a reflection off the metal shelf for
part of the way, and dead places where the tag is not read. After L. Yang et al., "Tagoram", MobiCom 2014.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

WAVELENGTH, TAGS = 0.3256, 10


def write(folder: Path, seed: int) -> None:
    """Write one file for each tag."""
    rng = np.random.default_rng(seed)
    rows = ["recording,x,y"]
    along = np.linspace(-1.2, 1.2, 160)
    for number in range(1, TAGS + 1):
        tag = np.array([rng.uniform(-0.8, 0.8), rng.uniform(1.0, 2.2)])
        antenna = np.column_stack([along + rng.normal(0, 0.003, 160), 0.03 * np.sin(3 * along)])
        phase = 4 * np.pi * np.linalg.norm(antenna - tag, axis=1) / WAVELENGTH + rng.uniform(0, 2 * np.pi)
        bent = (np.arange(160) >= (start := rng.integers(0, 120))) & (np.arange(160) < start + 30)
        phase = phase + rng.normal(0, 0.15, 160) + bent * rng.uniform(0.8, 1.4)
        read = rng.random(160) < 0.75
        table = np.column_stack([antenna, phase % (2 * np.pi)])[read]
        np.savetxt(folder / f"tag_{number}.csv", table, "%.4f", ",", header="x,y,phase", comments="")
        rows.append(f"tag_{number},{tag[0]:.4f},{tag[1]:.4f}")
    (folder / "truth.csv").write_text("\n".join(rows) + "\n")
