from __future__ import annotations

from pathlib import Path

from sandbox.crowds import Crowd


def test_a_group_that_another_run_has_swept_away_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "gpiot-1"
    folder.mkdir()
    group = Crowd(folder)
    folder.rmdir()
    assert group.close()
