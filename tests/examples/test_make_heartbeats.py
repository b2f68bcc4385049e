"""The generator of recordings, read back by the reader of the heartbeat project and by the format's own rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.examples.loading import EXAMPLES, HEARTBEAT, load

made = load(EXAMPLES / "make_heartbeats.py")
loading = load(HEARTBEAT / "step_1_load_recordings.py")
reading = load(HEARTBEAT / "step_4_read_annotated_beats.py")


def test_what_is_written_is_read_back_to_the_last_beat(tmp_path: Path) -> None:
    known = made.make(tmp_path, records=3, seconds=20, seed=7)
    signals, rates = loading.load_recordings(str(tmp_path))
    beats = reading.read_annotated_beats(str(tmp_path))
    assert list(signals) == list(beats) == list(known) == ["synthetic01", "synthetic02", "synthetic03"]
    for name, at in known.items():
        assert np.array_equal(beats[name], at)
        assert len(signals[name]) == 7200
        assert rates[name] == 360.0
        assert 15 <= len(at) <= 45
        assert (np.diff(at) > 0).all()
        header = (tmp_path / f"{name}.hea").read_text().splitlines()
        file, kind, gain, bits, zero, first, checksum = header[1].split()[:7]
        assert (file, kind, gain, bits, zero) == (f"{name}.dat", "212", "200", "11", "1024")
        assert int(first) == signals[name][0]
        assert (int(signals[name].astype(int).sum()) - int(checksum)) % 2**16 == 0


def test_the_leads_differ_and_the_first_stands_out_at_its_beats(tmp_path: Path) -> None:
    known = made.make(tmp_path, records=1, seconds=30)
    (at,) = known.values()
    raw = np.fromfile(tmp_path / "synthetic01.dat", np.uint8).reshape(-1, 3).astype(int)
    first = raw[:, 0] | (raw[:, 1] & 0x0F) << 8
    second = raw[:, 2] | (raw[:, 1] >> 4) << 8
    assert not np.array_equal(first, second)
    inner = at[(at > 40) & (at < len(first) - 40)]
    tops = [np.argmax(np.abs(first[i - 40 : i + 41] - np.median(first[i - 40 : i + 41]))) - 40 for i in inner]
    assert np.median(np.abs(tops)) <= 4


def test_the_same_seed_gives_the_same_files_and_another_one_others(tmp_path: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        made.make(tmp_path / folder, records=2, seconds=5, seed=seed)
    files = {f: [p.read_bytes() for p in sorted((tmp_path / f).iterdir())] for f in "abc"}
    assert len(files["a"]) == 6
    assert files["a"] == files["b"]
    assert not {*files["a"]} & {*files["c"]}
    # More records leave the earlier ones as they are.
    made.make(tmp_path / "d", records=3, seconds=5, seed=1)
    assert (tmp_path / "d" / "synthetic02.dat").read_bytes() == (tmp_path / "a" / "synthetic02.dat").read_bytes()


def test_some_beats_are_ventricular_and_come_early(tmp_path: Path) -> None:
    heart = made.Heart(70.0, 2.0, 1.0, ectopic=0.2, wander_mv=0.1, muscle_mv=0.02)
    times, ventricular = made.beats(heart, 300.0, np.random.default_rng(3))
    gaps = np.diff(times)
    assert 30 < ventricular.sum() < 100
    early = np.flatnonzero(ventricular[1:-1]) + 1
    assert gaps[early - 1].max() < 0.8 * np.median(gaps)
    assert gaps[early].min() > 1.1 * np.median(gaps)
    assert abs(60 / np.median(gaps) - 70) < 5
    words = np.frombuffer(made._annotations(np.array([5, 3000, 3300]), np.array([False, True, False])), "<u2")
    # Rhythm with its text, N after 5, a long distance in two words, V, N after 300, the end.
    assert words.tolist() == [28 << 10, 63 << 10 | 2, 0x4E28, 1 << 10 | 5, 59 << 10, 0, 2995, 5 << 10, 1 << 10 | 300, 0]


def test_the_command_line_says_what_it_wrote(tmp_path: Path) -> None:
    command = [sys.executable, str(EXAMPLES / "make_heartbeats.py"), str(tmp_path / "new" / "folder")]
    result = subprocess.run([*command, "--records", "2", "--seconds", "4"], capture_output=True, text=True, check=True)
    assert [line.split(":")[1].split()[1] for line in result.stdout.splitlines()] == ["beats", "beats"]
    assert len(list((tmp_path / "new" / "folder").iterdir())) == 6
    wrong = subprocess.run([*command, "--records", "0"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "at least 1 record" in wrong.stderr


@pytest.mark.parametrize(("leads", "samples"), [(1, 7), (1, 8), (2, 5), (3, 5)])
def test_the_first_lead_is_found_among_any_number(tmp_path: Path, leads: int, samples: int) -> None:
    values = np.random.default_rng(leads).integers(-2048, 2048, leads * samples)
    even = np.append(values, 0) if len(values) % 2 else values
    (tmp_path / "x.dat").write_bytes(made._format_212(even[::2], even[1::2]))
    lines = [f"x {leads} 250/250(0) {samples}", *["x.dat 212 200 12 0 0 0 0 I"] * leads]
    (tmp_path / "x.hea").write_text("# a comment first\n" + "\n".join(lines))
    signals, rates = loading.load_recordings(str(tmp_path))
    assert signals["x"].tolist() == values[::leads].tolist()
    assert rates == {"x": 250.0}


def test_format_16_is_read_from_its_first_byte(tmp_path: Path) -> None:
    values = np.array([1, 9, -300, 9, 32767, 9], "<i2")
    (tmp_path / "y.dat").write_bytes(b"head" + values.tobytes())
    (tmp_path / "y.hea").write_text("y 2 128 3\ny.dat 16+4 1000/mV\ny.dat 16+4 1000/mV\n")
    signals, _ = loading.load_recordings(str(tmp_path))
    assert signals["y"].tolist() == [1, -300, 32767]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("z/3 2 360 100\n", "several segments"),
        ("z 0 360\n", "no lead"),
        ("z 1 360 10\nz.dat 80 200\n", "format 80"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, header: str, reason: str) -> None:
    (tmp_path / "z.dat").write_bytes(bytes(30))
    (tmp_path / "z.hea").write_text(header)
    with pytest.raises(ValueError, match=reason):
        loading.load_recordings(str(tmp_path))


def test_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no recordings"):
        loading.load_recordings(str(tmp_path))
    with pytest.raises(ValueError, match="no annotated beats"):
        reading.read_annotated_beats(str(tmp_path))


def test_annotations_that_are_no_beats_and_distances_backwards_are_understood(tmp_path: Path) -> None:
    words = [
        1 << 10 | 100,
        14 << 10 | 50,
        59 << 10,
        0xFFFF,
        0xFFF6,
        5 << 10,
        60 << 10 | 3,
        63 << 10 | 3,
        0,
        0,
        28 << 10 | 5,
    ]
    (tmp_path / "w.atr").write_bytes(np.array([*words, 8 << 10 | 1, 0, 1 << 10 | 9], "<u2").tobytes())
    assert reading.read_annotated_beats(str(tmp_path))["w"].tolist() == [100, 140, 146]
    (tmp_path / "w.atr").write_bytes(np.array([1 << 10 | 100, 59 << 10, 1], "<u2").tobytes())
    with pytest.raises(ValueError, match="cut off"):
        reading.read_annotated_beats(str(tmp_path))
