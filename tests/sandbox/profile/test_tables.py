from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from core.profiles import Group, Profile
from sandbox.profile import profile
from sandbox.profile.source import Allowance, Source
from sandbox.profile.text import lines_of
from tests.sandbox.profile import files


def told(path: Path, content: str | bytes, name: str = "t.csv") -> Profile:
    (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return profile(path / name)


def only(path: Path, content: str | bytes, name: str = "t.csv") -> Group:
    (group,) = told(path, content, name).groups
    return group


def test_columns_labels_rate_and_gap(tmp_path: Path) -> None:
    files.table(tmp_path / "t.csv", gap_at=50)
    (group,) = profile(tmp_path).groups
    assert [(c.name, c.type, c.unit) for c in group.channels] == [
        ("time", "float", ""),
        ("x [g]", "float", "g"),
        ("label", "text", ""),
    ]
    assert group.labels[0].counts == {"walk": 100, "run": 100}
    assert not group.labels[0].guess
    assert (group.timelines[0].gaps, round(group.timelines[0].largest_gap_s, 3)) == (1, 0.51)
    assert group.sampling_rate_hz == pytest.approx(100, rel=1e-3)


@pytest.mark.parametrize(
    ("content", "columns", "maximum"),
    [
        ("a;b\n1,5;2,25\n2,5;3,25\n", ["a", "b"], 2.5),
        ("a\tb\n1.5\t2\n2.5\t3\n", ["a", "b"], 2.5),
        ("a|b\n1.5|2\n2.5|3\n", ["a", "b"], 2.5),
        ("# made by a logger\n# fs 100\na,b\n1.5,2\n2.5,3\n", ["a", "b"], 2.5),
        ('"a","b, with comma"\n1.5,2\n2.5,3\n', ["a", "b, with comma"], 2.5),
        ("1.5,2\n2.5,3\n", ["column 1", "column 2"], 2.5),
        ("1.5 2\n2.5   3\n", ["column 1", "column 2"], 2.5),
        ("a,a,\n1.5,2,3\n2.5,3,4\n", ["a", "a (2)", "column 3"], 2.5),
        ("1.5\n2.5\n-3e0\n", ["column 1"], 2.5),
        ("a,b\r\n1.5,2\r\n2.5,3\r\n", ["a", "b"], 2.5),
        ("NaN,1\n1.5,2\n2.5,3\n", ["column 1", "column 2"], 2.5),
        ("NaN,NaN,1\n2.5,NaN,2\nNaN,NaN,3\nNaN,NaN,3\n", ["column 1", "column 2", "column 3"], 2.5),
        ("NaN\n1\n2.5\n2\n", ["column 1"], 2.5),
    ],
)
def test_dialects(tmp_path: Path, content: str, columns: list[str], maximum: float) -> None:
    group = only(tmp_path, content)
    assert [channel.name for channel in group.channels] == columns
    assert group.channels[0].maximum == maximum


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    rows = "".join(f"{at}.5,{at}\n" for at in range(300))
    group = only(tmp_path, f"temp °C,b\n{rows}".encode(encoding))
    assert [channel.name for channel in group.channels] == ["temp °C", "b"]
    assert group.shapes == ("300 rows x 2 columns",)
    assert group.channels[0].maximum == 299.5


@pytest.mark.parametrize("odd", ["", "x"])
def test_a_large_utf_16_table_is_read_in_its_middle_and_end(tmp_path: Path, odd: str) -> None:
    # One character more or less moves the middle to an odd byte.
    text = f"a{odd},b\n" + "".join(f"{at},ü\n" for at in range(100_000))
    (tmp_path / "t.csv").write_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
    with Source(tmp_path / "t.csv", "t.csv", Allowance()) as source:
        first, middle, last = lines_of(source, "utf-16-le").blocks
    assert len(first) > len(middle) > 1000
    assert all(line.endswith(",ü") for line in (*middle, *last))
    assert last[-1] == "99999,ü"
    assert profile(tmp_path).groups[0].channels[1].type == "text"


def test_short_and_long_rows_are_counted(tmp_path: Path) -> None:
    problems = told(tmp_path, "a,b,c\n" + "1,2,3\n" * 20 + "1,2\n1\n1,2,3,4\n").problems
    assert problems == (("t.csv", "2 rows that are too short, 1 row that is too long"),)


def test_a_list_that_is_shorter_than_the_others_is_told(tmp_path: Path) -> None:
    rows = "a,csi\n" + '1,"[1,2,3,4]"\n' * 30 + '1,"[1,2,3]"\n'
    read = told(tmp_path, rows)
    assert read.groups[0].channels[1].type == "list of 4"
    assert read.problems == (("t.csv", "1 row with other than 4 values in csi"),)


def test_mixed_types_and_missing_values(tmp_path: Path) -> None:
    group = only(tmp_path, "a,b\n" + "1,2\nx,\n3,nan\n4,NA\n" * 5)
    assert [(c.type, c.missing) for c in group.channels] == [("mixed", 0), ("int", 15)]
    assert group.missing == 15
    assert "numbers and text mixed in a" in group.notes


def test_nan_only(tmp_path: Path) -> None:
    read = told(tmp_path, "a,b\n" + "nan,\n" * 20)
    assert read.groups[0].missing == 40
    assert read.problems == (("t.csv", "all its values are missing (NaN or empty)"),)


def test_five_thousand_columns_are_told_in_few_words(tmp_path: Path) -> None:
    names = ",".join(f"c{at}" for at in range(5000))
    rows = "".join(",".join(str(at % 10) for at in range(5000)) + "\n" for _ in range(50))
    read = told(tmp_path, f"{names}\n{rows}")
    assert read.groups[0].shapes == ("50 rows x 5,000 columns",)
    assert read.groups[0].channel_count == 5000
    assert len(read.groups[0].channels) <= 40
    assert len(read.markdown()) < 1500


def test_a_large_table_is_read_in_pieces_and_its_rows_estimated(tmp_path: Path) -> None:
    rows = 400_000
    with (tmp_path / "t.csv").open("w") as file:
        file.write("t_ms,x\n")
        file.writelines(f"{at * 10},{at % 100}\n" for at in range(rows))
    read = profile(tmp_path)
    (group,) = read.groups
    assert read.read < 1_000_000 < read.size
    shape = group.shapes[0]
    assert shape.startswith("about ")
    assert int(shape.split()[1].replace(",", "")) == pytest.approx(rows, rel=0.05)
    assert group.sampling_rate_hz == pytest.approx(100)
    assert group.timelines[0].duration_s == pytest.approx(rows / 100, rel=1e-3)
    assert group.channels[0].maximum == (rows - 1) * 10


@pytest.mark.parametrize(
    ("header", "first", "step", "rate", "clock"),
    [
        ("time", 1704067200, 1, 1.0, "calendar"),
        ("timestamp", 1704067200000, 20, 50.0, "calendar"),
        ("timestamp_us", 0, 5000, 200.0, "own"),
        ("t (s)", 0, 2, 0.5, "own"),
        ("sensorTimeMs", 100, 10, 100.0, "own"),
        ("elapsed_ns", 0, 1_000_000, 1000.0, "own"),
    ],
)
def test_units_of_time(tmp_path: Path, header: str, first: int, step: int, rate: float, clock: str) -> None:
    group = only(tmp_path, f"{header},x\n" + "".join(f"{first + at * step},{at % 3}\n" for at in range(40)))
    assert group.sampling_rate_hz == pytest.approx(rate)
    assert group.timelines[0].clock == clock


def test_dates_are_times(tmp_path: Path) -> None:
    group = only(tmp_path, "when,x\n" + "".join(f"2024-05-01T10:00:{at:02d}+02:00,{at}\n" for at in range(50)))
    assert group.sampling_rate_hz == 1.0
    assert group.timelines[0].start == 1714550400.0


def test_a_unit_that_nothing_tells_gives_no_rate(tmp_path: Path) -> None:
    group = only(tmp_path, "timestamp,x\n" + "".join(f"{at * 20},{at}\n" for at in range(50)))
    assert group.sampling_rate_hz is None
    assert "column timestamp is a time of unknown unit, in steps of 20" in group.notes


def test_axes_called_y_are_no_labels(tmp_path: Path) -> None:
    assert not only(tmp_path, "t_ms,x,y,z\n" + "".join(f"{at},{at % 3},{at % 2},1\n" for at in range(50))).labels


def test_a_drifting_clock_is_told(tmp_path: Path) -> None:
    times, now = [], 0.0
    for at in range(3000):
        now += 0.01 * (1 + at * 1e-7)
        times.append(now)
    group = only(tmp_path, "time_s,x\n" + "".join(f"{time:.9f},1\n" for time in times))
    assert group.timelines[0].drift_ppm == pytest.approx(200, rel=0.1)


def test_prose_is_no_table(tmp_path: Path) -> None:
    prose = "Dear reader, this is prose, with commas.\nIt goes on, as prose does, for a while.\n" * 9
    assert [group.format for group in told(tmp_path, prose, "notes.txt").groups] == ["documents"]


def test_a_table_of_another_suffix_is_one(tmp_path: Path) -> None:
    assert only(tmp_path, "1 2 3\n4 5 6\n" * 9, "reading.log").format == "table"


def test_control_characters_and_line_breaks_do_not_reach_the_text(tmp_path: Path) -> None:
    text = told(tmp_path, "a\x1b[31m,b\u202e\n" + "1,2\n" * 9, "evil\x1b]0;x\x07\nname.csv").markdown()
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "evil]0;x name.csv" in text.splitlines()[0]
