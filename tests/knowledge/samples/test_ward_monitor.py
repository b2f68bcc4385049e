"""The episodes of the ward are where their truth says, and single values ring for nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.ecg.r_peaks import r_peaks
from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.samples.ward_monitor import write


def test_episodes_begin_at_their_onsets_among_false_ones(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, rates = csv_signals(str(tmp_path), "ecg")
    onsets, kinds = truth_by_recording(str(tmp_path), "onset"), truth_by_recording(str(tmp_path), "kind")
    for name, signal in signals.items():
        beats = r_peaks(signal, rates[name]) / rates[name]
        bpm, ends = 60 / np.diff(beats), beats[1:]
        for onset, kind in zip(onsets[name], kinds[name], strict=True):
            inside = np.median(bpm[(ends > onset + 3) & (ends < onset + 25)])
            assert inside > 130 if kind == "tachycardia" else inside < 42
        outside = np.array([(np.abs(end - onsets[name] - 20) > 35).all() for end in ends])
        assert (bpm[outside] > 120).sum() > 5
