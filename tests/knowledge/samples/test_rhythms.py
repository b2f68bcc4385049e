"""Fibrillation and other irregular rhythms cannot be told by the spread of intervals alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.ecg.r_peaks import r_peaks
from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.samples.rhythms import write


def test_spread_alone_does_not_part_the_rhythms(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, rates = csv_signals(str(tmp_path), "ecg")
    assert len(signals) == 12
    assert sum(name.startswith("af_") for name in signals) == 6
    spread = {}
    for name, signal in signals.items():
        steps = np.diff(r_peaks(signal, rates[name]))
        assert len(steps) > 100
        spread[name] = steps.std() / steps.mean()
    fibrillation = [value for name, value in spread.items() if name.startswith("af_")]
    others = [value for name, value in spread.items() if not name.startswith("af_")]
    assert min(fibrillation) > 0.12
    # A limit that no fibrillation stays below calls others fibrillation as well.
    assert sum(value > 0.12 for value in others) >= 2
