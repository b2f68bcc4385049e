from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from placement.auto import AutoError, Task
from placement.auto.recordings import read
from placement.rows import BadRows
from tests.placement.auto.conftest import Record


def test_reads_every_recording_with_its_label(record: Record, door: Task) -> None:
    folder = record(apart=True, recordings=3, samples=4)
    (folder / "open" / "notes.txt").write_text("by hand")
    (folder / ".hidden").mkdir()
    found = read(folder, door)
    assert [one.label for one in found] == ["close"] * 3 + ["idle"] * 3 + ["open"] * 3
    assert found[0].values.shape == (4, 2)
    assert found[0].values[2, 1] == pytest.approx(
        float((folder / "close/1.csv").read_text().split("\n")[3].split(",")[1])
    )


def test_a_folder_that_is_not_there_or_holds_no_label_is_refused(tmp_path: Path, door: Task) -> None:
    with pytest.raises(AutoError, match="none is no folder; record into it with the sampling program of Door"):
        read(tmp_path / "none", door)
    with pytest.raises(AutoError, match="no folder named after a label; it needs open, close, idle"):
        read(tmp_path, door)


def test_a_label_that_set_output_does_not_list_is_refused(record: Record, door: Task) -> None:
    folder = record(apart=True, recordings=3)
    shutil.copytree(folder / "open", folder / "opne")
    with pytest.raises(AutoError, match=r"Door never gives 'opne', .* Did you mean open\?"):
        read(folder, door)
    shutil.move(folder / "opne", folder / "xyz")
    with pytest.raises(AutoError, match="Name it after one of open, close, idle"):
        read(folder, door)


def test_too_few_recordings_are_refused_by_label(record: Record, door: Task) -> None:
    folder = record(apart=True, recordings=3)
    (folder / "open" / "2.csv").unlink()
    shutil.rmtree(folder / "idle")
    with pytest.raises(AutoError, match=r"too few recordings .*\(open: 2, idle: 0\); record more: each label needs 3"):
        read(folder, door)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty; Door takes A.Accel, B.Light"),
        (b"A.Accel,B.Light\n", "holds no samples"),
        (b"B.Light,A.Accel\n1,2\n", "has the columns B.Light, A.Accel; Door takes A.Accel, B.Light"),
        (b"A.Accel\n1\n", "has the columns A.Accel;"),
        (b"A.Accel,B.Light\n1,2\n1,x\n", "line 3: 'x' is not a number"),
        (b"A.Accel,B.Light\n\xff,1\n", "it is not UTF-8"),
    ],
)
def test_a_bad_file_is_named(record: Record, door: Task, data: bytes, message: str) -> None:
    folder = record(apart=True, recordings=3)
    (folder / "idle" / "2.csv").write_bytes(data)
    with pytest.raises((AutoError, BadRows), match=message) as caught:
        read(folder, door)
    assert str(folder / "idle" / "2.csv") in str(caught.value)


def test_a_byte_order_mark_and_empty_lines_are_no_trouble(record: Record, door: Task) -> None:
    folder = record(apart=True, recordings=3)
    (folder / "close" / "1.csv").write_bytes(b"\xef\xbb\xbfA.Accel, B.Light\r\n1,2\r\n\r\n3,4\r\n")
    assert np.array_equal(read(folder, door)[0].values, [[1.0, 2.0], [3.0, 4.0]])
