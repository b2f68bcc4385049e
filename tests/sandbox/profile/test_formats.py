from __future__ import annotations

import json
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.profiles import Group, Profile
from sandbox.profile import profile
from tests.sandbox.profile import files
from tests.sandbox.profile.contract import FormatContract


def only(path: Path) -> Group:
    (group,) = profile(path).groups
    return group


class TestWfdb(FormatContract):
    format = "WFDB record"
    name = "r1.hea"
    shapes = ("3,600 samples x 2 channels",)
    rate_hz = 360.0
    broken_says = "no WFDB header"

    def good(self, path: Path) -> None:
        files.wfdb(path.parent)

    def broken(self, path: Path) -> None:
        files.wfdb(path.parent)
        path.write_text("this is prose, and no header\n")

    def test_leads_annotations_and_physical_values(self, group: Group) -> None:
        assert [(c.name, c.unit, c.minimum, c.maximum) for c in group.channels] == [
            ("MLII", "mV", -1.0, 0.995),
            ("V5", "mV", 5.0, 5.0),
        ]
        assert group.labels[0].source == "annotations .atr"
        assert group.labels[0].counts == {"N": 9, "V": 1}
        assert group.sample == "MLII -200 -199 -198 -197 -196; V5 1000 1000 1000 1000 1000"

    def test_format_16_holds_the_same(self, tmp_path: Path, group: Group) -> None:
        (tmp_path / "other").mkdir()
        files.wfdb(tmp_path / "other", form="16")
        assert only(tmp_path / "other").channels == group.channels

    def test_a_short_signal_file_is_told_with_both_lengths(self, tmp_path: Path) -> None:
        files.wfdb(tmp_path)
        content = (tmp_path / "r1.dat").read_bytes()
        (tmp_path / "r1.dat").write_bytes(content[: len(content) // 2])
        assert profile(tmp_path).problems == (
            ("r1.hea", "r1.dat holds 1,800 of the 3,600 samples that the header announces"),
        )

    def test_a_missing_signal_file_is_told(self, tmp_path: Path) -> None:
        files.wfdb(tmp_path)
        (tmp_path / "r1.dat").unlink()
        assert profile(tmp_path).problems == (("r1.hea", "its signal file r1.dat is missing"),)

    def test_the_parts_of_records_that_are_only_counted_are_no_problems(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for at in range(9):
            files.wfdb(tmp_path, f"r{at}", 60)
        monkeypatch.setattr("sandbox.profile.scan.MOST_OPENED", 4)
        told = profile(tmp_path)
        assert [(group.format, group.count) for group in told.groups] == [("WFDB record", 9)]
        assert told.problems == ()
        assert told.groups[0].size == told.size

    def test_a_display_file_is_no_annotation(self, tmp_path: Path) -> None:
        files.wfdb(tmp_path)
        (tmp_path / "r1.xws").write_text("-a atr -p http://example.org\n")
        group = only(tmp_path)
        assert [labels.source for labels in group.labels] == ["annotations .atr"]
        assert "no annotations in .xws" in group.notes


class TestNpy(FormatContract):
    format = "NumPy array (npy)"
    name = "acc.npy"
    shapes = ("500 x 3",)
    broken_says = "no NumPy header"

    def good(self, path: Path) -> None:
        np.save(path, np.arange(1500, dtype="<f4").reshape(500, 3))

    def broken(self, path: Path) -> None:
        path.write_bytes(b"\x93NUMPY\x01\x00\x76\x00" + b"(" * 0x76)

    def test_type_range_and_sample(self, group: Group) -> None:
        assert group.dtypes == ("<f4",)
        assert (group.channels[0].minimum, group.channels[0].maximum) == (0.0, 1499.0)
        assert group.sample.startswith("0 1 2 3")

    def test_objects_are_named_and_never_unpickled(self, tmp_path: Path) -> None:
        class Bomb:
            def __reduce__(self) -> tuple[object, ...]:
                return (Path.touch, (tmp_path / "exploded",))

        np.save(tmp_path / "bomb.npy", np.array([Bomb(), {}], dtype=object), allow_pickle=True)
        group = only(tmp_path / "bomb.npy")
        assert "never unpickled" in group.notes[0]
        assert group.shapes == ("2",)
        assert not (tmp_path / "exploded").exists()

    def test_a_header_without_its_values_is_cut_off(self, tmp_path: Path) -> None:
        self.good(tmp_path / "a.npy")
        (tmp_path / "a.npy").write_bytes((tmp_path / "a.npy").read_bytes()[:1000])
        assert profile(tmp_path).problems == (("a.npy", "cut off: 1,000 of 6,128 bytes are there"),)

    def test_nan_only(self, tmp_path: Path) -> None:
        np.save(tmp_path / "nan.npy", np.full(50, np.nan))
        group = only(tmp_path)
        assert group.missing == 50
        assert group.channels[0].minimum is None


class TestNpz(FormatContract):
    format = "NumPy archive (npz)"
    name = "all.npz"
    shapes = ("acc: 500 x 3", "label: 500")
    broken_says = "no zip file, or a damaged one"

    def good(self, path: Path) -> None:
        files.npz(path, acc=np.zeros((500, 3)), label=np.arange(500))

    def broken(self, path: Path) -> None:
        path.write_bytes(b"PK\x03\x04" + bytes(500))

    def test_a_member_of_a_gigabyte_is_not_inflated(self, tmp_path: Path) -> None:
        files.npz(tmp_path / "big.npz", acc=np.zeros(40_000_000, dtype=np.uint8))
        told = profile(tmp_path)
        assert told.groups[0].shapes == ("acc: 40,000,000",)
        assert told.read < 200_000

    def test_a_member_without_a_name_is_survived(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
            archive.writestr(zipfile.ZipInfo(""), b"nothing")
        assert "no array in it could be read" in profile(tmp_path).problems[0][1]


class TestWav(FormatContract):
    format = "sound (wav)"
    name = "a.wav"
    shapes = ("800 samples x 2 channels",)
    rate_hz = 16000.0
    broken_says = "no RIFF/WAVE header"

    def good(self, path: Path) -> None:
        files.wav(path, 16000, 2)

    def broken(self, path: Path) -> None:
        path.write_bytes(b"no sound at all" * 10)

    @pytest.mark.parametrize(("kind", "word"), [(1, "16-bit int"), (3, "32-bit float"), (0xFFFE, "32-bit float")])
    def test_integers_floats_and_the_extensible_header(self, tmp_path: Path, kind: int, word: str) -> None:
        files.wav(tmp_path / "a.wav", kind=kind)
        group = only(tmp_path)
        assert group.dtypes == (word,)
        assert group.channels[0].maximum == pytest.approx(99 if kind == 1 else 0.99)

    def test_a_cut_off_file_is_told(self, tmp_path: Path) -> None:
        files.wav(tmp_path / "a.wav")
        (tmp_path / "a.wav").write_bytes((tmp_path / "a.wav").read_bytes()[:-800])
        told = profile(tmp_path)
        assert told.problems == (("a.wav", "cut off: it holds 800 of the 1,600 bytes of sound that it announces"),)
        assert told.groups[0].shapes == ("400 samples x 1 channel",)


class TestMatlab(FormatContract):
    format = "MATLAB file"
    name = "m.mat"
    shapes = ("acc: 100 x 3", "label: 1 x 2")
    broken_says = "cut off"

    def good(self, path: Path) -> None:
        files.mat(path)

    def broken(self, path: Path) -> None:
        files.mat(path, compressed=False)
        path.write_bytes(path.read_bytes()[:1000])

    def test_classes_and_first_values(self, group: Group) -> None:
        assert group.dtypes == ("double", "uint8")
        assert group.sample == "acc 0 1 2 3 4; label 1 2"

    def test_without_compression_it_is_the_same(self, tmp_path: Path, group: Group) -> None:
        files.mat(tmp_path / "m.mat", compressed=False)
        assert only(tmp_path / "m.mat") == group or only(tmp_path / "m.mat").shapes == group.shapes

    def test_version_7_3_is_named_with_what_would_help(self, tmp_path: Path) -> None:
        (tmp_path / "m.mat").write_bytes(
            b"MATLAB 7.3 MAT-file, Platform".ljust(512) + b"\x89HDF\r\n\x1a\n" + bytes(100)
        )
        ((_, reason),) = profile(tmp_path).problems
        assert "MATLAB 7.3 (HDF5)" in reason
        assert "-v7" in reason


class TestImages(FormatContract):
    format = "images"
    name = "i.png"
    shapes = ("3 high x 4 wide x 3 colours",)
    broken_says = "cut off"

    def good(self, path: Path) -> None:
        files.png(path)

    def broken(self, path: Path) -> None:
        files.png(path)
        path.write_bytes(path.read_bytes()[:40])

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.gif", b"GIF89a" + struct.pack("<HH", 640, 480) + bytes(20)),
            ("a.bmp", b"BM" + bytes(16) + struct.pack("<iiHH", 640, -480, 1, 24) + bytes(30)),
            (
                "a.jpg",
                b"\xff\xd8\xff\xe0\x00\x10"
                + bytes(14)
                + b"\xff\xc0\x00\x11\x08"
                + struct.pack(">HHB", 480, 640, 3)
                + bytes(20),
            ),
            (
                "a.webp",
                b"RIFF"
                + bytes(4)
                + b"WEBPVP8X\x0a\0\0\0\0\0\0\0"
                + (639).to_bytes(3, "little")
                + (479).to_bytes(3, "little")
                + bytes(9),
            ),
        ],
    )
    def test_other_images(self, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        assert only(tmp_path).shapes[0].startswith("480 high x 640 wide")


class TestPcap(FormatContract):
    format = "packet capture (pcap)"
    name = "p.pcap"
    shapes = ("10 packets",)
    rate_hz = 10.0
    broken_says = "no whole packet"

    def good(self, path: Path) -> None:
        files.pcap(path)

    def broken(self, path: Path) -> None:
        files.pcap(path)
        path.write_bytes(path.read_bytes()[:-5])

    def test_the_link_and_the_start(self, told: Profile, group: Group) -> None:
        assert group.dtypes == ("link type 1, Ethernet",)
        assert "2024-01-01 00:00:00" in told.alignment[0]


class TestCsi(FormatContract):
    format = "Intel 5300 CSI log"
    name = "c.dat"
    shapes = ("50 packets x 30 subcarriers x 3 rx x 2 tx",)
    rate_hz = 100.0
    broken_says = "its last record is cut off"

    def good(self, path: Path) -> None:
        files.csi(path)

    def broken(self, path: Path) -> None:
        files.csi(path)
        path.write_bytes(path.read_bytes()[:-5])

    def test_bad_packets_are_counted(self, tmp_path: Path) -> None:
        files.csi(tmp_path / "good.dat", 1)
        files.csi(tmp_path / "bad.dat", 20, broken=7)
        content = (tmp_path / "good.dat").read_bytes() + (tmp_path / "bad.dat").read_bytes()
        (tmp_path / "c.dat").write_bytes(content)
        told = profile(tmp_path / "c.dat")
        assert told.groups[0].shapes == ("14 packets x 30 subcarriers x 3 rx x 2 tx",)
        assert told.problems == (("c.dat", "7 packets whose lengths do not agree"),)

    def test_the_counter_of_32_bits_may_turn_over(self, tmp_path: Path) -> None:
        files.csi(tmp_path / "c.dat")
        content = bytearray((tmp_path / "c.dat").read_bytes())
        size = len(content) // 50
        for at in range(50):
            struct.pack_into("<I", content, at * size + 3, (2**32 - 200_000 + at * 10_000) % 2**32)
        (tmp_path / "c.dat").write_bytes(content)
        (line,) = only(tmp_path).timelines
        assert line.restarts == 0
        assert line.duration_s == pytest.approx(0.49)
        assert line.rate_hz == pytest.approx(100)

    def test_the_first_matrix_is_decoded(self, tmp_path: Path) -> None:
        files.csi(tmp_path / "c.dat", 1, 1, 1)
        content = bytearray((tmp_path / "c.dat").read_bytes())
        content[23:26] = ((5 | (256 - 7) << 8) << 3).to_bytes(3, "little")
        (tmp_path / "c.dat").write_bytes(content)
        assert only(tmp_path).sample.endswith(": 5 -7")


class TestJsonLines(FormatContract):
    format = "JSON"
    name = "j.jsonl"
    shapes = ("100 rows",)
    rate_hz = 50.0
    broken_says = "no line of it is JSON"

    def good(self, path: Path) -> None:
        files.json_lines(path)

    def broken(self, path: Path) -> None:
        path.write_text("not\njson\nat all\n")

    def test_keys_inside_objects_lists_and_labels(self, group: Group) -> None:
        assert {c.name: c.type for c in group.channels} == {
            "ts": "int",
            "acc.x": "float",
            "acc.y": "int",
            "csi": "list of 3",
            "activity": "text",
        }
        assert group.labels[0].counts == {"walk": 75, "run": 25}

    def test_one_array_is_the_same_rows(self, tmp_path: Path, group: Group) -> None:
        rows = [json.loads(line) for line in (tmp_path / "j.jsonl").read_text().splitlines()]
        (tmp_path / "j.json").write_text(json.dumps(rows))
        array = only(tmp_path / "j.json")
        assert (array.shapes, array.channels, array.labels) == (group.shapes, group.channels, group.labels)

    def test_bad_lines_are_counted(self, tmp_path: Path) -> None:
        files.json_lines(tmp_path / "j.jsonl")
        with (tmp_path / "j.jsonl").open("a") as file:
            file.write('{"cut": \n[' + "[" * 100_000 + "\n" + "9" * 5000 + "\n")
        assert (
            "2 lines are no JSON" in profile(tmp_path).problems[0][1]
            or "3 lines are no JSON" in profile(tmp_path).problems[0][1]
        )


class TestTable(FormatContract):
    format = "table"
    name = "t.csv"
    shapes = ("200 rows x 3 columns",)
    rate_hz = 100.0
    broken_says = "holds no text"

    def good(self, path: Path) -> None:
        files.table(path)

    def broken(self, path: Path) -> None:
        path.write_bytes(bytes(range(256)) * 8)


def test_a_pickle_is_named_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / "model.pkl").write_bytes(pickle.dumps({"a": 1}))
    assert "pickles run code" in profile(tmp_path).problems[0][1]


def test_a_known_format_that_is_not_read_says_what_would_help(tmp_path: Path) -> None:
    (tmp_path / "a.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    (tmp_path / "b.csv").write_bytes(b"\x1f\x8b" + bytes(100))
    reasons = dict(profile(tmp_path).problems)
    assert "h5py" in reasons["a.h5"]
    assert "unpack it first" in reasons["b.csv"]


def test_raw_numbers_without_a_header_ask_for_one(tmp_path: Path) -> None:
    (tmp_path / "raw.dat").write_bytes(np.arange(5000, dtype="<i2").tobytes())
    assert "numbers without a description" in profile(tmp_path).problems[0][1]
