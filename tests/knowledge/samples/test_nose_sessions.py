"""Smells that differ by pattern, and sessions that drift more than smells differ."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples import nose_sessions


def test_sessions_drift_and_patterns_stay(tmp_path: Path) -> None:
    nose_sessions.write(tmp_path, 1)
    tables = {path.stem: np.loadtxt(path, delimiter=",", skiprows=1) for path in tmp_path.glob("*.csv")}
    assert len(tables) == 4 * 12
    assert {table.shape for table in tables.values()} == {(25, 16)}
    means = {name: table.mean(axis=0)[:8] for name, table in tables.items()}
    coffee = np.array([mean for name, mean in means.items() if name.startswith("coffee")])
    assert coffee.mean(axis=1).std() > 0.12
    assert (coffee - coffee.mean(axis=1, keepdims=True)).std(axis=0).mean() < 0.15
