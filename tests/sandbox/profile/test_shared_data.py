"""The recordings of the shared data: what is known of them, found by the profile."""

from __future__ import annotations

from collections import Counter

import pytest

from core.profiles import Profile
from sandbox.profile import profile
from sandbox.wfdb_files import BEATS, read_annotations, read_header
from tests.ingest.shared import shared

pytestmark = pytest.mark.data


def told(name: str, most: int = 1500) -> Profile:
    read = profile(shared(name))
    text = read.markdown()
    assert len(text) <= most
    assert str(shared(name)) not in text
    return read


def test_heartbeats() -> None:
    (group,) = told("mitbih").groups
    assert (group.format, group.count, group.sampling_rate_hz) == ("WFDB record", 8, 360.0)
    assert group.shapes == ("650,000 samples x 2 channels",)
    assert {channel.name for channel in group.channels} == {"MLII", "V1", "V2", "V5"}
    assert {channel.unit for channel in group.channels} == {"mV"}
    counts = Counter[str]()
    for path in shared("mitbih").glob("*.atr"):
        counts.update(read_annotations(path).symbols)
    assert group.labels[0].counts == counts
    assert sum(count for symbol, count in counts.items() if symbol in BEATS) == 18_809


def test_record_100() -> None:
    folder = shared("mitbih")
    samples, symbols = read_annotations(folder / "100.atr")
    assert len(symbols) == 2274
    assert Counter(symbols) == {"N": 2239, "A": 33, "V": 1, "+": 1}
    assert (samples[:3], samples[-1]) == ((18, 77, 370), 649_991)
    assert read_header(folder / "100.hea").signals[1].name == "V5"


def test_channel_state() -> None:
    read = told("csi", most=2500)
    logs = next(group for group in read.groups if group.format == "Intel 5300 CSI log")
    tables = next(group for group in read.groups if group.format == "table")
    assert any("30 subcarriers" in shape for shape in logs.shapes)
    assert tables.count == 2
    assert tables.channels[-1].type == "list of 128"
    assert ("esp32_short_row.csv", "1 row with other than 128 values in CSI_DATA") in read.problems
    assert "4 packets" in next(group for group in read.groups if group.format == "packet capture (pcap)").shapes


def test_one_capture_of_channel_state() -> None:
    (group,) = profile(shared("csi") / "intel5300_los_100.dat").groups
    # 192 bytes of payload are 30 subcarriers of three receiving antennas and one sending one.
    assert group.shapes == ("1,377 packets x 30 subcarriers x 3 rx x 1 tx",)


def test_activities_by_channel_state() -> None:
    (group,) = told("wiar").groups
    assert group.count == 160
    assert group.rates_hz[0] > 29
    assert group.rates_hz[-1] < 37
    parts = {labels.source: labels for labels in group.labels}
    assert set(parts["file names, part 2"].counts.values()) == {10}
    assert len(parts["file names, part 2"].counts) == 16
    assert parts["file names, part 2"].guess


def test_wrist_accelerations() -> None:
    group, documents = told("imu").groups
    assert (group.count, group.dtypes, group.sampling_rate_hz) == (120, ("int",), None)
    assert [(channel.name, channel.maximum) for channel in group.channels] == [(f"column {at}", 63) for at in (1, 2, 3)]
    assert set(group.labels[0].counts.values()) == {20}
    assert documents.examples == ("MANUAL.txt",)


def test_spoken_digits() -> None:
    (group,) = told("audio").groups
    assert (group.count, group.sampling_rate_hz, group.channel_count) == (60, 8000.0, 1)
    assert group.labels[0].counts == {str(digit): 6 for digit in range(10)}
    assert group.labels[1].counts == {"george": 20, "jackson": 20, "theo": 20}


def test_texts() -> None:
    assert [group.format for group in told("papers").groups] == ["table", "documents"]
    assert [(group.format, group.count) for group in told("scifact").groups] == [("JSON", 1), ("JSON", 1), ("table", 1)]
    assert ("empty.pdf", "empty") in told("bad_pdfs").problems
