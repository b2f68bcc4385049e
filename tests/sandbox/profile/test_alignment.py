from __future__ import annotations

from pathlib import Path

from core.profiles import Group, Timeline
from sandbox.profile import profile
from sandbox.profile.alignment import aligned, calendar, duration
from sandbox.profile.clocks import timeline
from tests.sandbox.profile import files


def test_two_sensors_of_one_calendar_overlap_with_an_offset(tmp_path: Path) -> None:
    files.table(tmp_path / "acc.csv", rows=1000, rate=100.0, start=1_704_067_200.0)
    files.table(tmp_path / "gyro.csv", rows=500, rate=50.0, start=1_704_067_202.5)
    lines = profile(tmp_path).alignment
    assert lines[-1] == "all 2 overlap for 7.49 s from 2024-01-01 00:00:02.500 on; against acc.csv: gyro.csv +2.500 s"


def test_formats_are_compared_with_each_other(tmp_path: Path) -> None:
    files.table(tmp_path / "acc.csv", rows=1000, start=1_704_067_200.0)
    files.wfdb(tmp_path, start="00:00:04 01/01/2024")
    lines = profile(tmp_path).alignment
    assert lines[-1] == "all 2 overlap for 5.99 s from 2024-01-01 00:00:04 on; against acc.csv: r1 +4.000 s"


def test_recordings_that_share_no_time_are_told_so(tmp_path: Path) -> None:
    files.table(tmp_path / "a.csv", start=1_704_067_200.0)
    files.table(tmp_path / "b.csv", start=1_704_067_300.0)
    assert (
        profile(tmp_path)
        .alignment[-1]
        .startswith("no stretch of time is shared by all 2; against a.csv: b.csv +100.000 s")
    )


def test_clocks_of_their_own_are_not_lined_up(tmp_path: Path) -> None:
    files.table(tmp_path / "a.csv", start=1_704_067_200.0)
    files.csi(tmp_path / "c.dat")
    assert profile(tmp_path).alignment[-1] == "c.dat: on clocks of their own, so how they line up is not told"


def test_clocks_of_their_own_that_might_be_one_say_under_which_condition(tmp_path: Path) -> None:
    for name, rate in (("a", 100), ("b", 50)):
        (tmp_path / f"{name}.csv").write_text("t_s,x\n" + "".join(f"{at / rate},1\n" for at in range(10 * rate)))
    assert "if their clocks are one, they overlap for 9.98 s" in profile(tmp_path).alignment[-1]


def test_rates_that_differ_by_little_part_in_an_hour() -> None:
    lines = [Timeline("a", 0.0, 3600.0, "calendar", 100.0), Timeline("b", 0.0, 3600.0, "calendar", 100.05)]
    told = aligned([Group("table", 2, timelines=tuple(lines))])
    assert told[-1] == "b runs 500 ppm faster than a: matched by row number they part by 1.8 s in an hour"


def test_a_group_is_told_in_one_line_with_its_gaps(tmp_path: Path) -> None:
    files.table(tmp_path / "a.csv", gap_at=50)
    assert profile(tmp_path).alignment == (
        "a.csv: starts 2024-01-01 00:00:00, 2.49 s, 100 Hz, 1 gap, the longest 510 ms",
    )


def test_times_that_fall_or_are_few_are_no_timeline() -> None:
    assert timeline("x", [[5.0, 4.0, 3.0, 2.0, 1.0, 0.0]]) is None
    assert timeline("x", [[1.0, 2.0]]) is None


def test_many_rows_of_one_time_have_a_mean_rate() -> None:
    line = timeline("x", [[float(at // 10) for at in range(1000)]])
    assert line is not None
    assert (line.regular, round(line.rate_hz or 0)) == (False, 10)


def test_intervals_with_many_gaps_have_a_mean_rate() -> None:
    times = [at * 0.01 + (at // 10) * 0.9 for at in range(1000)]
    line = timeline("x", [times])
    assert line is not None
    assert (line.regular, round(line.rate_hz or 0), line.gaps) == (False, 10, 99)


def test_moments_and_durations_are_written_for_people() -> None:
    assert calendar(0) == "1970-01-01 00:00:00"
    assert calendar(1e30) == "1e+30 s since 1970"
    assert [duration(x) for x in (0.0005, 1.5, 125, 7325)] == ["0.5 ms", "1.5 s", "2 min 5 s", "2 h 2 min"]


def test_recordings_one_after_the_other_have_a_rate_and_no_start(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("time_s,x\n" + "".join(f"{at % 100 / 10},1\n" for at in range(1000)))
    (group,) = profile(tmp_path).groups
    (line,) = group.timelines
    assert (line.start, line.restarts, round(line.duration_s), round(line.rate_hz or 0)) == (None, 9, 99, 10)
    assert "its time falls back 9 times: several recordings one after the other" in group.notes
