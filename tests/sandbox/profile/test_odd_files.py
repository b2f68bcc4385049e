"""Files as they lie about: broken, misnamed, enormous, not files at all."""

from __future__ import annotations

import os
import socket
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from sandbox.profile import FORMATS, known_formats, profile
from sandbox.profile.source import FILE_LIMIT
from tests.sandbox.profile import files

SUFFIXES = sorted(
    {suffix for form in known_formats() for suffix in form.suffixes} | {".dat", ".txt", ".bin", "", ".atr"}
)


def test_a_missing_path_names_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere: No such file") as caught:
        profile(tmp_path / "nowhere")
    assert caught.value.hint == "Name a file or folder with your data."


def test_a_link_that_goes_in_a_circle_is_no_path(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "a")
    with pytest.raises(UsageError):
        profile(tmp_path / "a")


def test_a_pipe_as_the_path_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        profile(tmp_path / "pipe")


def test_an_empty_folder(tmp_path: Path) -> None:
    told = profile(tmp_path)
    assert (told.groups, told.problems, told.files) == ((), (), 0)
    assert told.markdown().endswith("0 files, 0 bytes")


def test_pipes_sockets_links_and_hidden_files_are_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    (data / "t.csv").mkdir(parents=True)
    files.table(data / "t.csv" / "inside.csv")
    os.mkfifo(data / "pipe.csv")
    (data / ".hidden.csv").write_text("a,b\n1,2\n")
    (data / "circle").symlink_to(data)
    (data / "loop.csv").symlink_to(data / "loop.csv")
    (tmp_path / "outside.csv").write_text("a,b\n1,2\n")
    (data / "out.csv").symlink_to(tmp_path / "outside.csv")
    (data / "same.csv").symlink_to(data / "t.csv" / "inside.csv")
    monkeypatch.chdir(data)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.csv")
        told = profile(data)
    assert [(group.format, group.count) for group in told.groups] == [("table", 2)]
    links = "links that lead out of the folder, in a circle or to a folder"
    assert told.skipped == {"hidden": 1, "pipes, sockets and devices": 2, links: 3}
    assert "Left out: " in told.markdown()


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.table(tmp_path / "a.csv")
    files.table(tmp_path / "b.csv")
    real = os.open

    def refuse(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(path).name == "a.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    told = profile(tmp_path)
    assert told.problems == (("a.csv", "it cannot be read: Permission denied"),)
    assert told.groups[0].count == 1


def test_a_folder_that_may_not_be_listed_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    files.table(tmp_path / "a.csv")
    real = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    told = profile(tmp_path)
    assert told.problems == (("closed", "a folder that cannot be listed: Permission denied"),)
    assert told.files == 1


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.csv")).write_text("a,b\n1,2\n")
    told = profile(tmp_path)
    assert told.groups[0].count == 1
    told.markdown().encode()


def test_a_wrong_suffix_is_told(tmp_path: Path) -> None:
    files.png(tmp_path / "t.csv")
    told = profile(tmp_path)
    assert told.groups[0].format == "images"
    assert told.problems == (("t.csv", "its name says table, its content is images"),)


@pytest.mark.parametrize("name", ["hole.csv", "hole.dat", "hole.npy", "hole.jsonl", "hole.mat", "hole.txt", "hole.npz"])
def test_two_gigabytes_of_zeros(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(2 << 30)
    told = profile(tmp_path)
    assert told.groups == ()
    assert len(told.problems) == 1
    assert told.read < 2_000_000


def test_a_table_of_four_gigabytes_with_a_hole_stays_small(tmp_path: Path) -> None:
    with (tmp_path / "t.csv").open("wb") as file:
        file.write(b"time_s,x\n" + b"".join(b"%d,1\n" % at for at in range(50_000)))
        file.seek(4 << 30)
        file.write(b"\n4000,1\n4001,1\n")
    tracemalloc.start()
    told = profile(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told.size > 4 << 30
    assert told.read < FILE_LIMIT
    assert peak < 100_000_000
    assert told.groups[0].shapes[0].startswith("about ")


def test_one_line_of_many_megabytes(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"1," * 4_000_000)
    assert profile(tmp_path).problems == (("t.csv", "no line ends within 256 kB: a text of lines was expected"),)


def test_of_many_files_some_are_opened_and_all_are_counted(tmp_path: Path) -> None:
    for at in range(2100):
        (tmp_path / f"s{at % 3}_{at}.csv").write_text("a,b\n1,2\n3,4\n")
    seen: list[int] = []
    (group,) = profile(tmp_path, seen.append).groups
    assert group.count == 2100
    assert len(seen) == 2000
    assert "2,000 files were looked into, 100 further ones counted by their names" in group.notes
    assert group.labels[0].counts == {"s0": 700, "s1": 700, "s2": 700}


def test_what_it_reads_of_one_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.npz(tmp_path / "a.npz", **{f"a{at}": np.arange(3) for at in range(60)})
    monkeypatch.setattr("sandbox.profile.source.FILE_LIMIT", 5000)
    told = profile(tmp_path)
    assert told.read <= 5000
    assert "would have to be read" in told.problems[0][1]


def test_the_text_is_bounded_whatever_lies_there(tmp_path: Path) -> None:
    for at in range(60):
        folder = tmp_path / f"{'long folder name ' * 8}{at}"
        folder.mkdir()
        columns = ",".join(f"{'column' * 12}{at}_{n}" for n in range(60))
        (folder / "t.csv").write_text(f"{columns}\n{','.join('1' * 60)}\n{','.join('2' * 60)}\n")
        (folder / "bad.npy").write_bytes(bytes(range(50)))
    text = profile(tmp_path).markdown()
    assert len(text) <= 4000
    assert "further kinds" in text


def test_a_file_that_vanishes_is_a_problem(tmp_path: Path) -> None:
    files.table(tmp_path / "a.csv")
    files.table(tmp_path / "b.csv")
    told = profile(tmp_path, lambda count: (tmp_path / "b.csv").unlink() if count == 2 else None)
    assert told.problems == (("b.csv", "it cannot be read: No such file or directory"),)


def test_every_registered_format_is_there_once() -> None:
    assert len({type(form) for form in known_formats()}) == len(FORMATS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


@settings(max_examples=300)
@given(content=st.binary(max_size=2000), suffix=st.sampled_from(SUFFIXES))
def test_random_bytes_never_raise(folder: Path, content: bytes, suffix: str) -> None:
    path = folder / f"file{suffix}"
    path.write_bytes(content)
    assert len(profile(path).markdown()) <= 4000
    path.unlink()


_PIECES = [
    *"0123456789.,;|\t\n\r \"'-+eEnaNifx[]{}:#%/_T",
    "time",
    "é",
    "\ud800",
    "\x00",
    "1e999",
    "2024-01-01",
    "label",
    "time_s,x\n",
]


@settings(max_examples=300)
@given(
    pieces=st.lists(st.sampled_from(_PIECES), max_size=200),
    suffix=st.sampled_from([".csv", ".tsv", ".txt", ".json", ".jsonl", ".hea", ".dat"]),
)
def test_random_text_never_raises(folder: Path, pieces: list[str], suffix: str) -> None:
    path = folder / f"text{suffix}"
    path.write_bytes("".join(pieces).encode("utf-8", "surrogatepass"))
    profile(path).markdown().encode()
    path.unlink()


MAKERS: dict[str, Callable[[Path], None]] = {
    "a.npy": lambda path: np.save(path, np.arange(30.0)),
    "a.npz": lambda path: files.npz(path, a=np.arange(30.0)),
    "a.mat": files.mat,
    "a.wav": files.wav,
    "a.png": files.png,
    "a.pcap": files.pcap,
    "a.dat": lambda path: files.csi(path, 5),
    "r1.hea": lambda path: files.wfdb(path.parent),
    "a.csv": files.table,
    "a.jsonl": files.json_lines,
}


@settings(max_examples=300)
@given(
    name=st.sampled_from(sorted(MAKERS)),
    hits=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=8),
    cut=st.integers(0, 4000),
)
def test_damaged_files_never_raise(folder: Path, name: str, hits: list[tuple[int, int]], cut: int) -> None:
    path = folder / name
    MAKERS[name](path)
    content = bytearray(path.read_bytes())
    for at, value in hits:
        content[at % len(content)] = value
    path.write_bytes(content[: len(content) - cut % len(content)])
    profile(path).markdown()
