"""Bars and confusion tables drawn with characters."""

from __future__ import annotations

from core.runs import Table
from tui.plot import bars, shaded


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
