"""Bars and confusion tables drawn with characters."""

from __future__ import annotations

from core.runs import Excerpt, Table
from tui.plot import bars, shaded, trace


def test_bars_are_as_long_as_their_values() -> None:
    drawn = bars([("a", 1.0, "1"), ("日本", 0.5, "0.5"), ("nan", float("nan"), "nan"), ("below", -1.0, "-1")], 30, 1.0)
    lines = drawn.plain.split("\n")
    lengths = [line.count("█") for line in lines]
    assert lengths == [18, 9, 0, 0]
    assert {line.cell_length for line in drawn.split("\n")} == {30}


def test_a_narrow_place_still_has_names_and_values() -> None:
    lines = bars([("a very long name of a record", 0.5, "0.5")], 20, 1.0).plain.split("\n")
    assert len(lines[0]) <= 20
    assert lines[0].startswith("a ver…")


def test_a_large_confusion_table_says_what_it_leaves_out() -> None:
    names = tuple(f"class {number}" for number in range(40))
    table = Table(names, names, tuple(tuple(number for number in range(40)) for _ in range(40)))
    lines = shaded(table, 60, 12).plain.split("\n")
    assert len(lines) == 14
    assert all(len(line) <= 60 for line in lines)
    assert lines[-1].startswith("not shown: 28 rows, ")


def test_no_count_is_lost_between_the_columns() -> None:
    drawn = shaded(Table(("a", "b"), ("a", "b"), ((12345, 0), (7, 8))), 40, 12)
    assert [line.split() for line in drawn.plain.split("\n")] == [["a", "b"], ["a", "12345", "·"], ["b", "7", "8"]]
    assert len({line.rstrip().cell_length for line in drawn.split("\n")}) == 1


def test_a_signal_is_drawn_with_its_marks_where_they_are() -> None:
    values = tuple(1.0 if 40 <= n < 60 else 0.0 for n in range(100))
    lines = trace(Excerpt("100, MLII", values, "mV", 10.0, 5.0, (10.0,), (5.0, 14.9)), 20, 2).plain.split("\n")
    assert lines[0] == "100, MLII"
    assert lines[1] == " " * 10 + "x" + " " * 9
    assert lines[4] == "o" + " " * 18 + "o"
    top, bottom = lines[2:4]
    assert [place for place, cell in enumerate(top) if cell != "⠀"] == [8, 9, 10, 11]
    assert bottom[0] == bottom[19] == "⣀"
    assert "0 to 1 mV, 10 s from 5.0 s on" in lines[5]


def test_a_signal_that_never_moves_is_drawn() -> None:
    assert len(trace(Excerpt("x", (2.0,), "", 1.0, 0.0, (), ()), 10, 3).plain.split("\n")) == 7
