"""Double-sided two-way ranging of a walking tag with six UWB anchors, walk_<n>.npy (samples, anchors, 6), ten samples a second:
round 1, reply 1, round 2, reply 2 in ticks, powers of first path and signal in dBm. anchors.truth.csv holds the anchors' places,
truth.csv recording, x and y of every sample.

Model: clocks that differ by up to 15 ppm, unequal replies, noise of 6 cm; a shelf and the walker's own body block some paths,
which lengthens distances and weakens the first path; failed exchanges are all zero. After D. Neirynck et al., "An Alternative
Double-Sided Two-Way Ranging Method", WPNC 2016.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

ANCHORS = np.array([[0, 0], [12, 0], [12, 8], [0, 8], [6, -0.5], [6, 8.5]], float)
LIGHT, TICK, RATE, SECONDS = 299_702_547.0, 1 / (499.2e6 * 128), 10.0, 60.0


def _exchanges(rng: np.random.Generator, distances: np.ndarray, blocked: np.ndarray) -> np.ndarray:
    """Intervals in ticks and powers of every exchange."""
    shape = distances.shape
    measured = distances + rng.normal(0, 0.06, shape) + blocked * rng.gamma(4, 0.25, shape)
    flight = measured / LIGHT
    fast = 1 + rng.uniform(-15e-6, 15e-6, shape[1])
    reply_1, reply_2 = 300e-6 + rng.uniform(0, 1e-5, shape), 1100e-6 + rng.uniform(0, 1e-5, shape)
    intervals = [(reply_1 + 2 * flight) * fast, reply_1, reply_2 + 2 * flight, reply_2 * fast]
    power = -60 - 20 * np.log10(distances) - 5 * blocked + rng.normal(0, 1, shape)
    gap = np.where(blocked, rng.normal(11, 1.5, shape), rng.normal(3.5, 1.2, shape))
    exchanges = np.stack([*(np.round(interval / TICK) for interval in intervals), power - gap, power], axis=-1)
    exchanges[1:][rng.random(shape)[1:] < 0.08] = 0.0
    return exchanges


def write(folder: Path, seed: int) -> None:
    """Write three walks."""
    rng = np.random.default_rng(seed)
    times = np.arange(0, SECONDS, 1 / RATE)
    rows = ["recording,x,y"]
    for walk in range(1, 4):
        phases = rng.uniform(0, 6, 2)
        way = np.array([6, 4]) + np.array([4.5, 2.8]) * np.sin(
            2 * np.pi * np.array([0.025, 0.04]) * times[:, None] + phases
        )
        away = ANCHORS - way[:, None]
        behind = np.einsum("tbk,tk->tb", away, np.gradient(way, axis=0)) < -0.08 * np.linalg.norm(away, axis=2)
        shelf = (np.abs(way[:, :1] - 6) < 1.5) & (np.arange(len(ANCHORS)) == 2)
        exchanges = _exchanges(rng, np.linalg.norm(away, axis=2), (behind & (times[:, None] % 20 < 9)) | shelf)
        np.save(folder / f"walk_{walk}.npy", exchanges)
        rows += [f"walk_{walk},{x:.3f},{y:.3f}" for x, y in way]
    (folder / "truth.csv").write_text("\n".join(rows) + "\n")
    places = ["name,x,y", *(f"a{number},{x},{y}" for number, (x, y) in enumerate(ANCHORS, 1))]
    (folder / "anchors.truth.csv").write_text("\n".join(places) + "\n")
