"""Samples of signal files, from anywhere in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.wfdb_samples import read_samples
from tests.sandbox.profile import files

FIRST = [(-1) ** n * n for n in range(101)]
SECOND = [1000 - n for n in range(101)]


def record(folder: Path, form: str) -> Path:
    frames = [value for pair in zip(FIRST, SECOND, strict=True) for value in pair]
    content = (
        files.packed_212(frames) if form == "212" else b"".join(v.to_bytes(2, "little", signed=True) for v in frames)
    )
    (folder / "r.dat").write_bytes(content)
    lines = [f"r 2 100 {len(FIRST)}", f"r.dat {form} 10(5)/mV 11 0 0 0 0 I", f"r.dat {form} 1/mV 11 0 0 0 0 II"]
    header = folder / "r.hea"
    header.write_text("\n".join(lines) + "\n")
    return header


@pytest.mark.parametrize("form", ["16", "212"])
@given(start=st.integers(0, 110), count=st.integers(1, 120))
def test_the_first_signal_comes_from_any_sample_on(
    tmp_path_factory: pytest.TempPathFactory, form: str, start: int, count: int
) -> None:
    header = record(tmp_path_factory.getbasetemp(), form)
    found = read_samples(header, start, count)
    assert found is not None
    signal, values = found
    assert (signal.name, signal.unit) == ("I", "mV")
    assert values == tuple((value - 5) / 10 for value in FIRST[start : start + count])


def test_without_its_signal_file_or_in_another_format_there_is_nothing(tmp_path: Path) -> None:
    header = record(tmp_path, "16")
    (tmp_path / "r.dat").unlink()
    assert read_samples(header, 0, 10) is None
    header.write_text("r 1 100 10\nr.dat 310 10 11 0 0 0 0 I\n")
    assert read_samples(header, 0, 10) is None


def test_a_path_in_a_header_leads_nowhere(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    record(tmp_path, "16")
    (inner / "r.hea").write_text("r 1 100 10\n../r.dat 16 10 11 0 0 0 0 I\n")
    assert read_samples(inner / "r.hea", 0, 10) is None
