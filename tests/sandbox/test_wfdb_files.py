from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import StorageError
from sandbox.wfdb_files import BEATS, SYMBOLS, parse_annotations, parse_header, read_annotations, read_header
from sandbox.wfdb_samples import samples_at
from tests.sandbox.profile import files


def test_annotations_come_back_with_samples_and_symbols(tmp_path: Path) -> None:
    beats = [(18, "+"), (77, "N"), (370, "N"), (200_000, "V"), (200_001, "N"), (5_000_000, "N")]
    (tmp_path / "100.atr").write_bytes(files.annotated(beats))
    samples, symbols = read_annotations(tmp_path / "100.atr")
    assert list(zip(samples, symbols, strict=True)) == beats


def test_modifiers_are_no_annotations() -> None:
    words = [1 << 10 | 50, 61 << 10 | 2, 62 << 10 | 1, 60 << 10 | 3, 5 << 10 | 10, 0]
    assert parse_annotations(struct.pack("<6H", *words), "x.atr") == ((50, 60), ("N", "V"))


def test_the_librarys_note_on_resolution_is_no_annotation() -> None:
    text = b"## time resolution: 360"
    content = struct.pack("<HH", 22 << 10, 63 << 10 | len(text)) + text + b"\0" + struct.pack("<HH", 1 << 10 | 9, 0)
    assert parse_annotations(content, "x.atr") == ((9,), ("N",))


def test_a_file_without_an_end_is_refused() -> None:
    with pytest.raises(StorageError, match=r"x\.atr: it does not end"):
        parse_annotations(struct.pack("<H", 1 << 10 | 9), "x.atr")


@given(st.binary(max_size=300))
def test_any_bytes_are_annotations_or_a_clear_error(content: bytes) -> None:
    with suppress(StorageError):
        found = parse_annotations(content, "x.atr")
        assert len(found.samples) == len(found.symbols)


@given(st.text(max_size=200))
def test_any_text_is_a_header_or_a_clear_error(text: str) -> None:
    with suppress(StorageError):
        assert parse_header(text.encode("utf-8", "replace"), "x.hea").rate_hz > 0


def test_the_symbols_of_beats_are_symbols() -> None:
    assert set(SYMBOLS.values()) >= BEATS
    assert (SYMBOLS[1], SYMBOLS[5], SYMBOLS[12], SYMBOLS[28], SYMBOLS[38]) == ("N", "V", "/", "+", "f")


def test_a_header_with_everything() -> None:
    header = parse_header(
        b"# before\nr7 2 250.5/100(3) 1000 10:30:05.5 24/12/2011\n"
        b"r7.dat 16x2:3+24 1000.5(-7)/uV 12 5 0 0 0 ECG lead I\nr7.dat 16x2 0 0 11\n#<age>: 69\n",
        "r7.hea",
    )
    first, second = header.signals
    assert (header.rate_hz, header.samples, header.start) == (250.5, 1000, 1324722605.5)
    assert (first.name, first.unit, first.gain, first.baseline, first.per_frame, first.offset) == (
        "ECG lead I",
        "uV",
        1000.5,
        -7,
        2,
        24,
    )
    # A gain of zero means that it was not calibrated: the standard's 200 is taken, and the zero of the converter.
    assert (second.name, second.unit, second.gain, second.baseline) == ("signal 2", "mV", 200.0, 11)


def test_a_time_without_a_date_is_no_start() -> None:
    assert parse_header(b"r 0 360 1000 10:30:05\n", "r.hea").start is None


def test_segments() -> None:
    assert parse_header(b"m/2 1 360 20\nm1 10\nm2 10\n", "m.hea").segments == (("m1", 10), ("m2", 10))


@pytest.mark.parametrize(
    "content", [b"", b"# only a comment\n", b"r\n", b"r two 360\n", b"r 3 360 10\nr.dat 212\n", b"r 1 0 5\nr.dat 212\n"]
)
def test_what_is_no_header_is_refused(content: bytes) -> None:
    with pytest.raises(StorageError, match=r"x\.hea: ") as caught:
        parse_header(content, "x.hea")
    assert caught.value.hint


def test_missing_files_are_clear_errors(tmp_path: Path) -> None:
    for read in (read_header, read_annotations):
        with pytest.raises(StorageError, match="there is no such file"):
            read(tmp_path / "none")


@given(st.lists(st.tuples(st.integers(-2048, 2047), st.integers(-2048, 2047)), min_size=1, max_size=50))
def test_format_212_comes_back(pairs: list[tuple[int, int]]) -> None:
    values = [value for pair in pairs for value in pair]
    assert samples_at(files.packed_212(values), "212") == values
