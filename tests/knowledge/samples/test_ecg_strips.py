"""Good and bad strips differ in more than amplitude."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.samples.ecg_strips import write


def test_half_of_the_strips_are_bad_and_amplitude_does_not_tell(tmp_path: Path) -> None:
    write(tmp_path, 1)
    signals, rates = csv_signals(str(tmp_path), "ecg")
    assert set(rates.values()) == {200.0}
    assert len(signals) == 60
    spread = {good: [s.std() for n, s in signals.items() if n.startswith(good)] for good in ("good", "bad")}
    assert len(spread["good"]) == len(spread["bad"]) == 30
    limits = np.sort([*spread["good"], *spread["bad"]])
    right = [sum(v < limit for v in spread["good"]) + sum(v >= limit for v in spread["bad"]) for limit in limits]
    assert max(right) / 60 < 0.9
