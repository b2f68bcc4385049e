"""Readers give back what was written, bit by bit where the format packs bits, and say what they cannot read."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.methods.readers.csv_recordings import csv_recordings
from knowledge.methods.readers.csv_signals import csv_signals
from knowledge.methods.readers.csv_table import csv_table
from knowledge.methods.readers.esp32_csi import esp32_csi
from knowledge.methods.readers.intel5300_csi import intel5300_csi
from knowledge.methods.readers.json_records import json_records
from knowledge.methods.readers.labels_from_names import labels_from_names
from knowledge.methods.readers.npy_arrays import npy_arrays
from knowledge.methods.readers.text_recordings import text_recordings
from knowledge.methods.readers.truth_by_recording import truth_by_recording
from knowledge.methods.readers.truth_table import truth_table
from knowledge.methods.readers.wav_signals import wav_signals
from knowledge.methods.readers.wfdb_beats import wfdb_beats
from knowledge.methods.readers.wfdb_signals import wfdb_signals
from tests.ingest.shared import shared


@pytest.mark.parametrize(
    "reader",
    [
        csv_recordings,
        csv_signals,
        csv_table,
        esp32_csi,
        intel5300_csi,
        json_records,
        labels_from_names,
        npy_arrays,
        text_recordings,
        truth_by_recording,
        truth_table,
        wav_signals,
        wfdb_beats,
        wfdb_signals,
    ],
)
def test_an_empty_folder_is_said_to_be_empty(reader: Callable[[str], object], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no"):
        reader(str(tmp_path))


def _packed_212(values: list[int]) -> bytes:
    packed = bytearray()
    for first, second in zip(values[0::2], values[1::2], strict=True):
        packed += bytes([first & 255, (first >> 8 & 15) | (second >> 8 & 15) << 4, second & 255])
    return bytes(packed)


def test_wfdb_signals_of_two_interleaved_leads_in_twelve_bits(tmp_path: Path) -> None:
    first, second = [1024, 1224, 824, 1024], [0, -5, 2047, -2047]
    (tmp_path / "r.hea").write_text(
        "# a remark\nr 2 360 4\nr.dat 212 200 11 1024 0 0 0 MLII\nr.dat 212 100(0)/uV 11 9\n"
    )
    (tmp_path / "r.dat").write_bytes(_packed_212([v for pair in zip(first, second, strict=True) for v in pair]))
    signals, rates = wfdb_signals(str(tmp_path))
    assert signals["r"].tolist() == [0.0, 1.0, -1.0, 0.0]
    assert rates == {"r": 360.0}
    assert wfdb_signals(str(tmp_path), lead=1)[0]["r"].tolist() == [0.0, -0.05, 20.47, -20.47]
    (tmp_path / "r.dat").write_bytes(_packed_212([1024, 0, -2048, 0, 1224, 0, 1024, 0]))
    assert wfdb_signals(str(tmp_path))[0]["r"].tolist() == [0.0, 0.5, 1.0, 0.0]
    with pytest.raises(ValueError, match="no lead 2"):
        wfdb_signals(str(tmp_path), lead=2)


def test_wfdb_signals_fill_invalid_samples_and_refuse_other_formats(tmp_path: Path) -> None:
    (tmp_path / "r.hea").write_text("r 1 250.5/1 4\nr.dat 16+2 100\n")
    (tmp_path / "r.dat").write_bytes(b"xx" + np.array([100, -32768, 300, -32768], "<i2").tobytes())
    signals, rates = wfdb_signals(str(tmp_path))
    assert signals["r"].tolist() == [1.0, 2.0, 3.0, 3.0]
    assert rates == {"r": 250.5}
    (tmp_path / "r.hea").write_text("r 1 250 4\nr.dat 310 100\n")
    with pytest.raises(ValueError, match="310"):
        wfdb_signals(str(tmp_path))


def test_wfdb_beats_pass_over_rhythms_texts_and_long_gaps(tmp_path: Path) -> None:
    skip = 100_000
    words = [28 << 10 | 18, 63 << 10 | 3, 0x4E28, 0x0000, 1 << 10 | 60, 59 << 10, skip >> 16, skip & 0xFFFF, 5 << 10]
    words += [62 << 10 | 1, 30 << 10 | 7, 14 << 10 | 1, 41 << 10 | 2, 0, 1 << 10 | 9]
    (tmp_path / "r.atr").write_bytes(np.array(words, "<u2").tobytes())
    assert wfdb_beats(str(tmp_path))["r"].tolist() == [78, 100_078, 100_085, 100_088]
    assert wfdb_beats(str(tmp_path), "V?")["r"].tolist() == [100_078, 100_085]


@pytest.mark.data
def test_wfdb_signals_and_wfdb_beats_of_a_real_record() -> None:
    folder = str(shared("mitbih"))
    signals, rates = wfdb_signals(folder)
    assert len(signals["100"]) == 650_000
    # The first samples and the number of beats that the database's own pages show for record 100.
    assert signals["100"][:3] == pytest.approx([-0.145, -0.145, -0.145])
    assert rates["100"] == 360.0
    assert len(wfdb_beats(folder)["100"]) == 2273


def test_csv_recordings_take_the_rate_from_the_times(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "walk.csv").write_text("Time_ms,ax,note,ay\n0,1,go,2\n10,,go,4\n20,5\n")
    (tmp_path / "still.csv").write_text("ax,ay\n1,2\n3,4\n")
    (tmp_path / "truth.csv").write_text("a\n1\n")
    recordings, rates = csv_recordings(str(tmp_path), rate=25.0)
    assert rates == {"still": 25.0, "sub/walk": 100.0}
    np.testing.assert_array_equal(recordings["sub/walk"], [[1, 2], [np.nan, 4], [5, np.nan]])
    assert csv_recordings(str(tmp_path / "still.csv"))[0]["still"].tolist() == [[1, 2], [3, 4]]


def test_csv_recordings_refuse_times_that_stand_still(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("t,x\n1,1\n1,2\n1,3\n")
    with pytest.raises(ValueError, match="do not increase"):
        csv_recordings(str(tmp_path))


def test_csv_signals_take_the_named_column_or_the_last(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("time,ir,red,place\n0,1,10,x\n0.5,,20,x\n1,3,30,x\n")
    (tmp_path / "a.truth.csv").write_text("beats\n3\n")
    signals, rates = csv_signals(str(tmp_path))
    assert signals["a"].tolist() == [10.0, 20.0, 30.0]
    assert rates == {"a": 2.0}
    assert csv_signals(str(tmp_path), "ir")[0]["a"].tolist() == [1.0, 2.0, 3.0]
    with pytest.raises(ValueError, match="green"):
        csv_signals(str(tmp_path), "green")


def test_csv_table_keeps_numbers_and_texts_apart(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text('\ufeffnode,"light, lux",when\n1,5.5,2024-01-01\n2,,2024-01-02\n')
    table = csv_table(str(tmp_path))
    assert list(table) == ["node", "light, lux", "when"]
    np.testing.assert_array_equal(table["light, lux"], [5.5, np.nan])
    assert table["when"].tolist() == ["2024-01-01", "2024-01-02"]
    (tmp_path / "a.csv").write_text("x\n1,2\n")
    assert csv_table(str(tmp_path), "b.csv")["node"].tolist() == [1, 2]
    with pytest.raises(ValueError, match="longer"):
        csv_table(str(tmp_path))


def test_truth_table_keeps_the_type_of_each_column(tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text("name, start, bpm\nroom #2, 3, 61.5\n")
    truth = truth_table(str(tmp_path))
    assert truth["name"].tolist() == ["room #2"]
    assert truth["start"].dtype.kind == "i"
    assert truth["bpm"].tolist() == [61.5]
    (tmp_path / "other.csv").write_text("a,b\n1,2\n3,4\n5,6\n")
    assert truth_table(str(tmp_path), "other.csv")["b"].tolist() == [2, 4, 6]


def test_truth_by_recording_reads_the_file_beside_each(tmp_path: Path) -> None:
    (tmp_path / "a.truth.csv").write_text("onset,label\n1.5,fall\n2,run\n")
    (tmp_path / "b.truth.csv").write_text("onset,label\n")
    truths = truth_by_recording(str(tmp_path))
    assert truths["a"].tolist() == [1.5, 2.0]
    assert len(truths["b"]) == 0
    assert truth_by_recording(str(tmp_path), "label")["a"].tolist() == ["fall", "run"]
    with pytest.raises(ValueError, match="offset"):
        truth_by_recording(str(tmp_path), "offset")


def _wav(kind: int, channels: int, bits: int, data: bytes) -> bytes:
    fields = struct.pack("<HHIIHH", kind, channels, 16000, 0, 0, bits)
    if kind == 0xFFFE:
        fields += struct.pack("<HHIH14s", 22, bits, 0, 1, b"")
    body = b"WAVEfmt " + struct.pack("<I", len(fields)) + fields + b"LIST\x03\x00\x00\x00abc\x00"
    body += b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    ("kind", "channels", "bits", "data"),
    [
        (1, 1, 16, np.array([0, 8192, -32768], "<i2").tobytes()),
        (1, 2, 16, np.array([0, 0, 16384, 0, -32768, -32768], "<i2").tobytes() + b"\x01"),
        (1, 1, 8, bytes([128, 160, 0])),
        (0xFFFE, 1, 24, bytes([0, 0, 0, 0, 0, 0x20, 0, 0, 0x80])),
        (1, 1, 32, np.array([0, 2**29, -(2**31)], "<i4").tobytes()),
        (3, 1, 32, np.array([0, 0.25, -1], "<f4").tobytes()),
    ],
)
def test_wav_signals_of_every_width(kind: int, channels: int, bits: int, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.WAV").write_bytes(_wav(kind, channels, bits, data))
    signals, rates = wav_signals(str(tmp_path))
    assert signals["a"].tolist() == [0.0, 0.25, -1.0]
    assert rates == {"a": 16000.0}


def test_wav_signals_name_the_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"ID3 of another kind")
    with pytest.raises(ValueError, match=r"a\.wav"):
        wav_signals(str(tmp_path))


@pytest.mark.data
def test_wav_signals_of_spoken_digits() -> None:
    signals, rates = wav_signals(str(shared("audio")))
    assert len(signals) == 60
    assert set(rates.values()) == {8000.0}
    assert all(0.001 < signal.std() < 0.5 and np.abs(signal).max() <= 1 for signal in signals.values())


def test_npy_arrays_by_kind_and_never_pickles(tmp_path: Path) -> None:
    np.save(tmp_path / "a_1.npy", np.arange(3))
    np.save(tmp_path / "a_1.radar.npy", np.ones((2, 2)) * 1j)
    assert sorted(npy_arrays(str(tmp_path))) == ["a_1", "a_1.radar"]
    assert npy_arrays(str(tmp_path), "*.radar.npy")["a_1"][0, 0] == 1j
    np.save(tmp_path / "bad.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match=r"bad\.npy"):
        npy_arrays(str(tmp_path))


def _packed_csi(values: np.ndarray) -> bytes:
    """The card's stream of bits, lowest bit first: three bits, then real and imaginary bytes, for each subcarrier."""
    bits: list[int] = []
    for subcarrier in values:
        bits += [1, 0, 1]
        for number in subcarrier.ravel():
            for part in (int(number.real), int(number.imag)):
                bits += [(part & 255) >> place & 1 for place in range(8)]
    return np.packbits(bits, bitorder="little").tobytes()


def _entry(clock: int, values: np.ndarray, selection: int, strengths: tuple[int, int, int] = (40, 38, 36)) -> bytes:
    payload = _packed_csi(values)
    receivers, transmitters = values.shape[1:]
    head = struct.pack(
        "<IHHBBBBBbBBHH", clock, 0, 0, receivers, transmitters, *strengths, -92, 30, selection, len(payload), 0
    )
    return struct.pack(">HB", len(head) + len(payload) + 1, 0xBB) + head + payload


def test_intel5300_csi_unpacks_bits_and_orders_antennas(tmp_path: Path) -> None:
    parts = np.random.default_rng(3).integers(-128, 128, (2, 30, 3, 2, 2))
    values = parts[..., 0] + 1j * parts[..., 1]
    # The chains hold antennas C, A, B: two bits each, the lowest first.
    log = _entry(2**32 - 500, values[0], 0b010010) + struct.pack(">HB", 4, 0xC1) + b"abc"
    log += _entry(500, values[1], 0b100100) + _entry(1500, values[0, :, :1], 0) + _entry(1500, values[1], 0b100100)[:-1]
    (tmp_path / "room.dat").write_bytes(log)
    csi, rates = intel5300_csi(str(tmp_path))
    assert csi["room"].shape == (2, 30, 6)
    np.testing.assert_array_equal(csi["room"][0].reshape(30, 3, 2), values[0][:, [1, 2, 0]])
    np.testing.assert_array_equal(csi["room"][1].reshape(30, 3, 2), values[1])
    assert rates == {"room": 1000.0}


def test_intel5300_csi_scaled_by_the_signal_strength(tmp_path: Path) -> None:
    values = np.full((30, 1, 1), 50 + 0j)
    (tmp_path / "a.dat").write_bytes(_entry(0, values, 0, (60, 0, 0)) + _entry(1000, values, 0, (50, 0, 0)))
    csi, _ = intel5300_csi(str(tmp_path), scaled=True)
    # 60 - 44 - 30 dBm over 30 subcarriers of 2500, noise of -92 dBm plus one step of quantisation.
    share = 10**-1.4 / 2500
    assert abs(csi["a"][0, 0, 0]) == pytest.approx(50 * np.sqrt(share / (share + 10**-9.2)), rel=1e-5)
    assert abs(csi["a"][1, 0, 0]) < abs(csi["a"][0, 0, 0])


@pytest.mark.data
def test_intel5300_csi_of_real_captures() -> None:
    csi, _ = intel5300_csi(str(shared("csi") / "intel5300_los_100.dat"))
    gains = np.abs(csi["intel5300_los_100"])
    assert gains.shape == (1359, 30, 3)
    # Neighbouring subcarriers of a channel are alike; a shift by one bit would make noise of them.
    steps = np.abs(np.diff(gains, axis=1)).mean() / gains.std(axis=1).mean()
    assert steps < 0.6
    activity, rates = intel5300_csi(str(shared("wiar") / "csi_a10_1.dat"))
    assert activity["csi_a10_1"].shape[1:] == (30, 3)
    assert 28 < rates["csi_a10_1"] < 36


def test_esp32_csi_leaves_out_rows_that_were_cut_off(tmp_path: Path) -> None:
    rows = ["type,mac,local_timestamp,len,CSI_DATA", "CSI_DATA,A,4294967000,4,[1 2 3 -4]", "CSI_DATA,A,704,4,[5 6 7 8]"]
    rows += ["CSI_DATA,B,1704,4,[9 9 9 9 ]", "CSI_DATA,A,2704,4,[1 2]", "CSI_DATA,A,3704,4,[1 2 3", "CSI_DATA,A"]
    (tmp_path / "a.csv").write_text("\n".join(rows))
    csi, rates = esp32_csi(str(tmp_path), mac="A")
    assert csi["a"][:, :, 0].tolist() == [[2 + 1j, -4 + 3j], [6 + 5j, 8 + 7j]]
    assert rates == {"a": 1000.0}
    assert len(esp32_csi(str(tmp_path))[0]["a"]) == 3


@pytest.mark.data
def test_esp32_csi_of_real_captures() -> None:
    for name in ("esp32_example", "esp32_short_row"):
        csi, rates = esp32_csi(str(shared("csi") / f"{name}.csv"))
        packets, subcarriers, links = csi[name].shape
        assert packets > 1
        assert subcarriers in (64, 128, 192)
        assert links == 1
        assert rates[name] > 0


def test_text_recordings_become_physical(tmp_path: Path) -> None:
    (tmp_path / "Walk").mkdir()
    (tmp_path / "Walk" / "w-f1.txt").write_text("0 63 31.5\n63 0 31.5\n")
    (tmp_path / "MANUAL.txt").write_text("How to read these files\n")
    recordings, rates = text_recordings(str(tmp_path), rate=32.0, zero=31.5, scale=3.0 / 63)
    assert recordings["Walk/w-f1"] == pytest.approx(np.array([[-1.5, 1.5, 0], [1.5, -1.5, 0]]))
    assert rates == {"Walk/w-f1": 32.0}
    (tmp_path / "bad.txt").write_text("1 2\n3\n")
    with pytest.raises(ValueError, match=r"bad\.txt"):
        text_recordings(str(tmp_path))


@pytest.mark.data
def test_text_recordings_of_a_wrist_weigh_one_g() -> None:
    recordings, _ = text_recordings(str(shared("imu")), rate=32.0, zero=31.5, scale=3.0 / 63)
    sitting = [r for name, r in recordings.items() if name.startswith("Sitdown_chair")]
    assert len(sitting) > 5
    assert 0.7 < np.median([np.linalg.norm(r, axis=1).mean() for r in sitting]) < 1.3


def test_labels_from_names_by_default_and_by_a_pattern(tmp_path: Path) -> None:
    for name in ("fall_anna_1.csv", "fall_anna_1.wav", "walk_ben.csv", "truth.csv", "fall_anna_1.truth.csv", ".x_y_z"):
        (tmp_path / name).touch()
    labels, groups = labels_from_names(str(tmp_path))
    assert labels == {"fall_anna_1": "fall", "walk_ben": "walk"}
    assert groups == {"fall_anna_1": "anna", "walk_ben": "ben"}
    labels, groups = labels_from_names(str(tmp_path), r"_(?P<label>\d)$")
    assert labels == groups | labels == {"fall_anna_1": "1"}
    assert groups == {"fall_anna_1": "fall_anna_1"}
    with pytest.raises(ValueError, match="label"):
        labels_from_names(str(tmp_path), "(?P<name>.*)")


def test_json_records_of_several_files(tmp_path: Path) -> None:
    (tmp_path / "2.jsonl").write_text('{"t": 2}\n\n{"t": 3}')
    (tmp_path / "1.ndjson").write_text('{"t": 1}\n')
    assert json_records(str(tmp_path)) == [{"t": 1}, {"t": 2}, {"t": 3}]
    (tmp_path / "1.ndjson").write_text('{"t": 1\n{"t": 2}\n')
    with pytest.raises(ValueError, match=r"1\.ndjson, line 1"):
        json_records(str(tmp_path))
    (tmp_path / "1.ndjson").write_text("[1]\n")
    with pytest.raises(ValueError, match="no object"):
        json_records(str(tmp_path))
