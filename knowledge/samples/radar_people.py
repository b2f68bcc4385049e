"""Point clouds of a room in which up to four people walk and stand, room_<n>.csv with columns frame, x, y, z, speed, snr;
truth.csv: name and number of people (value).

Model: sparse points on each body whose number falls with distance, none in some frames; mirror images behind a wall's
reflection, chairs that do not move, and stray points. After P. Zhao et al., "mID: Tracking and Identifying People with
Millimeter Wave Radar", DCOSS 2019.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

PEOPLE, FRAMES, INTERVAL = (0, 1, 1, 2, 2, 3, 3, 4), 150, 0.1


def _walk(rng: np.random.Generator, home: np.ndarray) -> np.ndarray:
    """Places of a person who strolls around a place of the room, shape (frames, 2)."""
    times = np.arange(FRAMES) * INTERVAL
    rates, phases = rng.uniform(0.1, 0.2, 2), rng.uniform(0, 6, 2)
    return np.asarray(home + 0.45 * np.sin(2 * np.pi * rates * times[:, None] + phases))


def _body(rng: np.random.Generator, frame: int, place: np.ndarray, velocity: np.ndarray) -> np.ndarray:
    """Points of one person in one frame, and sometimes their mirror images."""
    reach = float(np.linalg.norm(place))
    count = 0 if rng.random() < 0.12 else rng.poisson(14 / reach**0.5)
    points = np.column_stack([rng.normal(place, 0.12, (count, 2)), rng.uniform(0.3, 1.7, count)])
    radial = points[:, :2] @ velocity / np.linalg.norm(points[:, :2], axis=1) + rng.normal(0, 0.05, count)
    rows = np.column_stack([np.full(count, frame), points, radial, rng.normal(22 - reach, 2, count)])
    if rng.random() < 0.5 or not count:
        return rows
    ghosts = rows.copy()
    ghosts[:, 1:4] *= 1 + 1.2 / reach
    ghosts[:, 5] -= 6
    return np.vstack([rows, ghosts])


def _clutter(rng: np.random.Generator, frame: int) -> np.ndarray:
    """Two chairs and stray points."""
    chairs = rng.normal([[-2.0, 1.5, 0.5], [2.2, 2.0, 0.5]], 0.05).repeat(5, axis=0)
    stray = rng.uniform([-4, 0.5, 0], [4, 7, 2], (rng.poisson(4), 3))
    still = np.column_stack([np.full(10, frame), chairs, rng.normal(0, 0.01, 10), rng.normal(25, 2, 10)])
    noise = [np.full(len(stray), frame), stray, rng.uniform(-2, 2, len(stray)), rng.uniform(5, 11, len(stray))]
    return np.vstack([still, np.column_stack(noise)])


def write(folder: Path, seed: int) -> None:
    """Write one recording for each number of people."""
    rng = np.random.default_rng(seed)
    homes = np.array([[-1.6, 2.6], [1.5, 3.2], [-0.4, 4.8], [2.2, 5.4]])
    rows = ["name,value"]
    for number, people in enumerate(PEOPLE, 1):
        walks = [_walk(rng, home) for home in rng.permutation(homes)[:people]]
        parts = []
        for frame in range(FRAMES):
            parts.append(_clutter(rng, frame))
            parts += [_body(rng, frame, w[frame], (w[frame] - w[frame - 1]) / INTERVAL) for w in walks if frame]
        table = np.vstack(parts)
        header = "frame,x,y,z,speed,snr"
        np.savetxt(folder / f"room_{number}.csv", table, ["%d"] + ["%.3f"] * 5, ",", header=header, comments="")
        rows.append(f"room_{number},{people}")
    (folder / "truth.csv").write_text("\n".join(rows) + "\n")
