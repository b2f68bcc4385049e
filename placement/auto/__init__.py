"""The algorithm-agnostic virtual sensor (technical report, section IV-A, Fig. 5).

`program` writes what records labelled data, `train` learns from the recordings, and the model's `cost` lets its block be placed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from placement.auto.features import SHORTEST, features, windows
from placement.auto.model import Model, load
from placement.auto.recordings import Recording, read
from placement.auto.sampling import program
from placement.auto.task import AutoError, Task, asked, task
from placement.auto.validation import Samples, Scaled, choose, validated

__all__ = ["LENGTH", "AutoError", "Model", "Task", "asked", "load", "program", "task", "train"]

LENGTH = 100


def train(folder: Path, task: Task, length: int = LENGTH, seed: int = 0) -> Model:
    """Learn from a folder of labelled recordings, cut into windows of ``length`` samples; the same seed, the same model."""
    if length < SHORTEST:
        raise AutoError(f"A window of {length} samples is too short for its features; take {SHORTEST} or more.")
    samples = _samples(read(folder, task), task, length)
    accuracies, confusion = validated(samples, len(task.labels), seed)
    scaled = Scaled.train(choose(samples, seed), samples, seed)
    return Model(task, length, scaled, accuracies, confusion)


def _samples(recordings: tuple[Recording, ...], task: Task, length: int) -> Samples:
    cut = [windows(recording.values, length) for recording in recordings]
    for recording, pieces in zip(recordings, cut, strict=True):
        if not len(pieces):
            held = f"{recording.path} has {len(recording.values)} samples, and a window {length}"
            raise AutoError(f"{held}; record longer, or take a smaller window.")
    sizes = [len(pieces) for pieces in cut]
    numbers = [task.labels.index(recording.label) for recording in recordings]
    return Samples(features(np.concatenate(cut)), np.repeat(numbers, sizes), np.repeat(np.arange(len(cut)), sizes))
