"""The generator irregular_readings writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.samples.irregular_readings import write


def test_irregular_readings(tmp_path: Path) -> None:
    write(tmp_path, 1)
    times, _ = csv_signals(str(tmp_path), "time")
    values, _ = csv_signals(str(tmp_path), "temperature")
    for name, course in truth_by_recording(str(tmp_path), "temperature").items():
        steps = np.diff(times[name])
        assert steps.max() > 1100
        assert steps.std() > 0.5 * steps.mean()
        true = np.interp(times[name], times[name][0] + 60.0 * np.arange(len(course)), course)
        errors = np.abs(values[name] - true)
        assert np.median(errors) < 0.2
        assert 5 < np.sum(errors > 5) < 50


def test_irregular_readings_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
