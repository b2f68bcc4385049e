"""The persons at rest have the rate and variability that truth.csv says, and early beats that hide it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.ecg.r_peaks import r_peaks
from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_table import truth_table
from knowledge.samples.resting_hearts import write


def test_rates_are_true_and_raw_intervals_mislead(tmp_path: Path) -> None:
    write(tmp_path, 3)
    signals, rates = csv_signals(str(tmp_path), "ecg")
    truth = truth_table(str(tmp_path))
    assert truth["name"].tolist() == sorted(signals)
    for name, bpm, rmssd in zip(truth["name"], truth["heart_rate"], truth["rmssd"], strict=True):
        steps = np.diff(r_peaks(signals[name], rates[name])) / rates[name]
        assert abs(60 / np.median(steps) - bpm) < 3
        assert 1000 * np.sqrt((np.diff(steps) ** 2).mean()) > 2 * rmssd
    assert ((truth["breathing"] > 0.15) & (truth["breathing"] < 0.4)).all()
