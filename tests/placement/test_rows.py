from __future__ import annotations

from pathlib import Path

import pytest

from placement.rows import BadRows, read


def test_reads_the_columns_asked_for_and_where_each_row_stands(tmp_path: Path) -> None:
    (path := tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf x ,note, y\r\n1,calm,2\r\n\r\n3, ,-4.5\r\n")
    rows = read(path)
    assert rows.names == ("x", "note", "y")
    assert rows.numbers(["y", "x"]).tolist() == [[2.0, 1.0], [-4.5, 3.0]]
    assert rows.numbers([]).shape == (2, 0)
    assert [rows.at(0), rows.at(1)] == [f"{path}, line 2", f"{path}, line 4"]


def test_a_line_that_is_torn_by_quotes_does_not_shift_the_lines_after_it(tmp_path: Path) -> None:
    (path := tmp_path / "a.csv").write_text('x,note\n1,"two\nlines"\nfast,\n')
    with pytest.raises(BadRows, match=r"line 4: 'fast' is not a number; write one such as 12\.5"):
        read(path).numbers(["x"])


def test_a_file_without_rows_has_none(tmp_path: Path) -> None:
    (path := tmp_path / "a.csv").write_text("")
    assert (read(path).names, read(path).cells) == ((), ())
    path.write_text("x,y\n\n")
    assert read(path).numbers(["x", "y"]).shape == (0, 2)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x,y\n1,2\n\n1\n", "line 4: 1 value for 2 columns; mend the line"),
        (b"x,y\n1,2,3\n", "line 2: 3 values for 2 columns"),
        (b"x\n1,2\n", "line 2: 2 values for 1 column;"),
        (b"x,y\n1;2,3\n", "line 2: '1;2' is not a number; write one such as 12.5, with commas between"),
        (b"x,y\n1,\n", "line 2: '' is not a number"),
        (b"x,y\n1,nan\n", "line 2: 'nan' is not finite; leave the line out"),
        (b"x,y\n-inf,1\n", "line 2: '-inf' is not finite"),
        (b'x,y\n1,2\n3,"4\n', r"line 3: this is not CSV \(unexpected end of data\); mend the line"),
        (b"x,y\n\xff,1\n", "it is not UTF-8; save it as CSV in UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_word(tmp_path: Path, data: bytes, message: str) -> None:
    (path := tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(BadRows, match=message) as caught:
        read(path).numbers(["x", "y"] if data.startswith(b"x,y") else ["x"])
    assert str(caught.value).startswith(str(path))


def test_a_long_word_is_cut_short(tmp_path: Path) -> None:
    (path := tmp_path / "a.csv").write_text("x\n" + "z" * 5000 + "\n")
    with pytest.raises(BadRows) as caught:
        read(path).numbers(["x"])
    assert len(str(caught.value)) < len(str(path)) + 120


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRows, match="no such file or directory; name a CSV file"):
        read(tmp_path / "none.csv")
