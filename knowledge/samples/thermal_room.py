"""Frames of a thermal array at the ceiling of a room."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def _person(place: np.ndarray) -> np.ndarray:
    rows, columns = np.indices((8, 8))
    return np.asarray(4.5 * np.exp(-((rows - place[0]) ** 2 + (columns - place[1]) ** 2) / (2 * 1.0**2)))


def _apart(rng: np.random.Generator, count: int) -> np.ndarray:
    while True:
        places = rng.uniform(0.7, 6.3, (count, 2))
        gaps = np.linalg.norm(places[:, None] - places[None], axis=2) + 9 * np.eye(count)
        if gaps.min(initial=9.0) >= 3.0:
            return places


def write(folder: Path, seed: int) -> None:
    """Write three rooms as <room>.npy (frames, 8, 8) in °C at two frames a second, and <room>.truth.csv (people in each
    frame).

    Model: people are warm spots of 4.5 °C, three pixels or more apart, who stay some 30 s and shift a little; the room
    warms by 2 °C, one corner is a radiator, each pixel has its own offset of 0.5 °C and noise of 0.2 °C. The first 30 s
    are empty.
    """
    rng = np.random.default_rng(seed)
    for number in range(1, 4):
        count, frames, truth = 600, [], np.zeros(600, int)
        offsets = rng.normal(0, 0.5, (8, 8))
        offsets[0, 0] += 6.0
        places = np.zeros((0, 2))
        for now in range(count):
            if now >= 60 and now % 60 == 0:
                places = _apart(rng, int(rng.integers(0, 4)))
            shifted = places + 0.1 * rng.normal(size=places.shape)
            people = sum((_person(place) for place in shifted), np.zeros((8, 8)))
            frames.append(21 + 2 * now / count + offsets + people + rng.normal(0, 0.2, (8, 8)))
            truth[now] = len(places)
        np.save(folder / f"room_{number}.npy", np.array(frames, np.float32))
        np.savetxt(folder / f"room_{number}.truth.csv", truth, "%d", header="people", comments="")
