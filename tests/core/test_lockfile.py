from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.lockfile import holder, is_held, sign, take

HOLDER = """
import os, sys
from pathlib import Path
from core.lockfile import sign, take
descriptor = take(Path(sys.argv[1]))
sign(descriptor, os.getpid())
print("held", flush=True)
sys.stdin.read()
"""


def taken(path: Path) -> int:
    descriptor = take(path)
    assert descriptor is not None
    return descriptor


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_the_holder_signs_and_sigkill_releases(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert is_held(path)
        assert take(path) is None
        assert holder(path) == f"process {process.pid}"
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    assert not is_held(path)
    os.close(taken(path))


def test_it_is_held_until_it_is_closed_by_one_only(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    descriptor = taken(path)
    before = open_files()
    assert (is_held(path), take(path), is_held(path)) == (True, None, True)
    assert open_files() == before
    os.close(descriptor)
    assert not is_held(path)
    os.close(taken(path))


def test_looking_neither_makes_the_file_nor_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "none" / "lock"
    assert not is_held(path)
    assert list(tmp_path.iterdir()) == []
    path.parent.mkdir()
    os.close(taken(path))
    before = open_files()
    assert not any(is_held(path) for _ in range(3))
    assert open_files() == before
    os.close(taken(path))


@pytest.mark.parametrize("renewed", [False, True])
def test_a_file_that_was_removed_meanwhile_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renewed: bool
) -> None:
    path, opened = tmp_path / "lock", os.open

    def removed_at_once(name: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = opened(name, flags, mode)
        path.unlink()
        if renewed:
            os.close(opened(path, flags, mode))
        return descriptor

    before = open_files()
    with monkeypatch.context() as racing:
        racing.setattr(os, "open", removed_at_once)
        assert take(path) is None
    assert open_files() == before
    os.close(taken(path))


def test_a_folder_that_is_not_there_is_the_callers_to_explain(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        take(tmp_path / "none" / "lock")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"4711", "process 4711"),
        (b"4711\n", "process 4711"),
        (b"", "another process"),
        (b"-1", "another process"),
        ("\u4e09".encode(), "another process"),
        (b"\x1b[31m7", "another process"),
    ],
)
def test_only_a_number_is_repeated(tmp_path: Path, content: bytes, named: str) -> None:
    (tmp_path / "lock").write_bytes(content)
    assert holder(tmp_path / "lock") == named


def test_without_a_file_the_holder_is_unknown(tmp_path: Path) -> None:
    assert holder(tmp_path / "lock") == "another process"


def test_a_signature_replaces_a_longer_one(tmp_path: Path) -> None:
    descriptor = taken(tmp_path / "lock")
    for process in (1234567, 89):
        sign(descriptor, process)
        assert holder(tmp_path / "lock") == f"process {process}"
    os.close(descriptor)


def test_a_disk_that_takes_no_signature_is_no_failure() -> None:
    descriptor = os.open("/dev/full", os.O_RDWR)
    with pytest.raises(OSError):
        os.pwrite(descriptor, b"1", 0)
    sign(descriptor, 1)
    os.close(descriptor)
