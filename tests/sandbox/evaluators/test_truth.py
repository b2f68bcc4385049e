from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UsageError
from sandbox.evaluators.truth import Known, beats, events, has_beats, labels, tables
from tests.sandbox.evaluators.recordings import write_record


def test_items_are_found_by_path_name_and_stem_unless_several_are_meant() -> None:
    known = Known.of({"a/1.txt": "x", "b/1.txt": "y", "b/2.tar.gz": "z"}, "here")
    assert known.find("a/1.txt") == "a/1.txt"
    assert known.find("/data/set/b/1.txt") == "b/1.txt"
    assert known.find("C:\\data\\a\\1.txt") == "a/1.txt"
    assert known.find("2.tar.gz") == "b/2.tar.gz"
    assert known.find("1.txt") is None
    assert known.find("") is None


def test_hidden_files_and_a_single_folder_tell_no_labels(tmp_path: Path) -> None:
    for name in ("a/1.txt", "a/2.txt", ".git/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert list(labels(tmp_path, ["a"])) == []


def test_a_table_with_several_rows_an_item_tells_no_labels(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,label\na,1\na,2\n", encoding="utf-8")
    assert list(tables(tmp_path)) == []


def test_measured_values_are_no_labels(tmp_path: Path) -> None:
    (tmp_path / "targets.tsv").write_text("file\theart_rate\na\t61\nb\t72\n", encoding="utf-8")
    assert list(labels(tmp_path, ["61"])) == []
    assert [known.source for known in tables(tmp_path)] == ["column heart_rate of targets.tsv"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00a", b"file\n", b'"', b"file,label\n"])
def test_broken_tables_tell_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "labels.csv").write_bytes(content)
    assert list(tables(tmp_path)) == []


def test_a_field_without_end_is_refused_by_the_name_of_its_table(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,label\n" + "x" * 200_000, encoding="utf-8")
    with pytest.raises(UsageError, match=r"labels\.csv cannot be read as a table"):
        list(tables(tmp_path))


def test_a_folder_that_is_not_there_tells_nothing() -> None:
    nowhere = Path("/nowhere/at/all")
    assert not has_beats(nowhere)
    assert events(nowhere) is None
    assert list(labels(nowhere, ["a"])) == []


def test_link_loops_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "100.hea").symlink_to(tmp_path / "100.hea")
    assert not has_beats(tmp_path)
    assert list(labels(tmp_path, ["a"])) == []


def test_the_length_of_a_record_is_known_from_its_header(tmp_path: Path) -> None:
    write_record(tmp_path, "100", [10, 2000, 70_000], rate=250, length=75_000)
    (record,), notes = beats(tmp_path)
    assert (record.samples, record.rate_hz, record.seconds, notes) == ((10, 2000, 70_000), 250, 300, ())
