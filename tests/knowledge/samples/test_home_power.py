"""The generator home_power writes what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.ndimage import median_filter
from scipy.signal import find_peaks

from knowledge.methods.evaluation.event_scores import event_scores
from knowledge.methods.power.appliance_edges import appliance_edges
from knowledge.methods.power.appliance_pairs import appliance_pairs
from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.samples.home_power import write


def test_home_power(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, _ = csv_signals(str(tmp_path), "power")
    for name, starts in truth_by_recording(str(tmp_path), "start").items():
        rises = signals[name][starts + 2] - signals[name][starts - 3]
        assert np.median(rises) > 60
        assert len(starts) > 15


def test_home_power_is_too_hard_for_a_threshold_on_rises(tmp_path: Path) -> None:
    write(tmp_path, 2)
    signals, _ = csv_signals(str(tmp_path), "power")
    for name, starts in truth_by_recording(str(tmp_path), "start").items():
        smooth = median_filter(signals[name], 5)
        careless, _ = find_peaks(np.diff(smooth), height=40)
        careful, _, _ = appliance_pairs(*appliance_edges(signals[name], shortest=5))
        assert event_scores(careless, starts, 6.0)[2] < 0.8
        assert event_scores(careful, starts, 6.0)[2] > 0.85


def test_home_power_repeats_by_seed(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("same", 3), ("other", 4)):
        write(tmp_path / folder, seed)
    texts = [[p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in ("one", "same", "other")]
    assert texts[0] == texts[1] != texts[2]
