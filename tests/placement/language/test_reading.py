"""Programs out of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.language.reading import Unreadable, examine, read


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.ep"
    path.write_bytes("// für\nApplication X { }\n".encode())
    assert read(path) == "// für\nApplication X { }\n"


def test_other_encodings_are_refused_with_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.ep"
    path.write_bytes("// für".encode("latin-1"))
    with pytest.raises(Unreadable, match=r"a\.ep is not text in UTF-8 at byte 4 \(0xfc\)"):
        read(path)


def test_five_megabytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ep"
    path.write_bytes(b"x" * 5_000_000)
    with pytest.raises(Unreadable, match="250 kB"):
        read(path)


def test_a_character_cut_off_at_the_limit_is_not_blamed(tmp_path: Path) -> None:
    path = tmp_path / "a.ep"
    path.write_bytes("é".encode() * 600_000)
    with pytest.raises(Unreadable, match="250 kB"):
        read(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.ep"
    path.write_bytes(b"\xef\xbb\xbfApplication X { Rule { IF (1 > 2) THEN (X); } }")
    application, _ = examine(read(path), ())
    assert application is not None


def test_errors_of_writing_and_of_meaning_come_together_by_place() -> None:
    text = "Application X {\n Configuration {\n RPI A(X)\n }\n Rule {\n IF (A.Y = 1) THEN (A.X);\n }\n}\n"
    _, found = examine(text, ())
    assert [(item.span.line, item.code) for item in found] == [
        (3, "missing-semicolon"),
        (6, "undefined-interface"),
        (6, "assignment-in-condition"),
    ]
