"""Features of drills that follow the physics of what they do."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples import drill_states


def test_states_look_their_part(tmp_path: Path) -> None:
    drill_states.write(tmp_path, 1)
    tables: dict[str, list[np.ndarray]] = {label: [] for label in drill_states.STATES}
    for path in tmp_path.glob("*.csv"):
        tables[path.stem.partition("_")[0]].append(np.loadtxt(path, delimiter=",", skiprows=1))
    middle = {label: np.median(np.concatenate(rows), axis=0) for label, rows in tables.items()}
    assert {len(rows) for rows in tables.values()} == {drill_states.TOOLS}
    assert middle["rest"][0] < 0.5 < middle["idle"][0] < middle["wood"][0]
    assert middle["concrete"][5] > middle["wood"][5]
    assert abs(middle["idle"][6] - 2 * 21) < 8
    assert abs(middle["wood"][6] - 2 * 15) < 4
