"""What the chip in a hand drill's battery pack computes from acceleration each second, labelled by what the drill is used for.

Model: the chuck turns at the tool's own speed, which falls under load; its line and the first harmonic shake the housing, the gear adds
a line four times higher; the hammer works at a fixed rate with sharp blows; driving a screw ends with the clutch's rattle. Hand motion
below 2 Hz and noise. The load changes from second to second; tools differ in speed, gain and how they are held. A row is one second:
root mean square, crest factor, crossings of the mean and mean step of each axis.
Source: vibration of hand-held power tools as described in ISO 28927-5, "Drills and impact drills".
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE = 200
SECONDS = 12
TOOLS = 24
# label: speed in turns a second, strength of the line, blows a second, strength of a blow
STATES = {
    "rest": (0.0, 0.0, 0.0, 0.0),
    "idle": (21.0, 1.6, 0.0, 0.0),
    "wood": (15.0, 5.0, 0.0, 0.0),
    "concrete": (13.0, 4.0, 38.0, 16.0),
    "screw": (8.0, 2.5, 11.0, 7.0),
}


def _recording(label: str, tool: np.ndarray, random: np.random.Generator) -> np.ndarray:
    speed, line, blows, blow = STATES[label]
    time = np.arange(RATE * SECONDS) / RATE
    phase = 2 * np.pi * (speed * tool[0] * time + 0.1 * np.cumsum(random.normal(0, 0.1, time.size)))
    turning = np.column_stack([np.sin(phase), np.cos(phase), 0.3 * np.sin(2 * phase) + 0.2 * np.sin(4 * phase)])
    shock = np.maximum(np.cos(2 * np.pi * blows * tool[0] * time), 0) ** 12 if blows else 0 * time
    hand = np.cumsum(random.normal(0, 0.05, (time.size, 3)), axis=0)
    held = 9.81 * np.array([np.sin(tool[2]), 0.0, np.cos(tool[2])])
    load = np.repeat(random.normal(tool[1], 0.1, SECONDS), RATE)[:, None]
    motion: np.ndarray = load * (line * turning + np.outer(blow * shock, [0.2, 0.1, 1.0]))
    return motion + held + 0.3 * np.sin(hand) + random.normal(0, 0.3, hand.shape)


def _described(second: np.ndarray) -> np.ndarray:
    moved = second - second.mean(axis=0)
    strength = np.sqrt(np.mean(moved**2, axis=0))
    crossings = (np.diff(np.sign(moved), axis=0) != 0).sum(axis=0)
    steps = np.abs(np.diff(moved, axis=0)).mean(axis=0)
    return np.concatenate([strength, np.abs(moved).max(axis=0) / strength, crossings, steps])


def write(folder: Path, seed: int) -> None:
    """Write ``<state>_d<tool>_1.csv``: a row a second, four features of each axis."""
    header = ",".join(f"{name}_{axis}" for name in ("rms", "crest", "crossings", "step") for axis in "xyz")
    for number in range(TOOLS):
        random = np.random.default_rng([seed, number])
        tool = np.append(random.normal(1, [0.1, 0.2]), random.uniform(-0.9, 0.9))
        for label in STATES:
            seconds = _recording(label, tool, random).reshape(SECONDS, RATE, 3)
            lines = [",".join(f"{cell:.3f}" for cell in _described(second)) for second in seconds]
            (folder / f"{label}_d{number:02d}_1.csv").write_text("\n".join([header, *lines]) + "\n", "utf-8")
