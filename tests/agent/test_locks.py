from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agent.locks import is_locked, session_lock
from core.errors import SessionInUse, StorageError

HOLDER = """
import sys
from pathlib import Path
from agent.locks import session_lock
with session_lock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(folder: Path, session: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), session], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_the_holder_is_named_and_sigkill_releases(tmp_path: Path) -> None:
    with hold(tmp_path, "amber") as process:
        assert is_locked(tmp_path, "amber")
        with (
            pytest.raises(SessionInUse, match=f"amber is in use by process {process.pid}"),
            session_lock(tmp_path, "amber"),
        ):
            pass
        with session_lock(tmp_path, "birch"):
            assert is_locked(tmp_path, "birch")
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    assert not is_locked(tmp_path, "amber")
    with session_lock(tmp_path, "amber"):
        assert is_locked(tmp_path, "amber")


def test_a_lock_that_is_given_back_leaves_no_file(tmp_path: Path) -> None:
    for _ in range(3):
        with session_lock(tmp_path, "amber"):
            assert [path.name for path in (tmp_path / "locks").iterdir()] == ["amber.lock"]
        assert list((tmp_path / "locks").iterdir()) == []
        assert not is_locked(tmp_path, "amber")


def test_the_lock_goes_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), session_lock(tmp_path, "amber"):
        raise KeyError
    assert not is_locked(tmp_path, "amber")


def test_one_process_cannot_take_it_twice(tmp_path: Path) -> None:
    with session_lock(tmp_path, "amber"):
        with pytest.raises(SessionInUse, match=str(os.getpid())), session_lock(tmp_path, "amber"):
            pass
        assert is_locked(tmp_path, "amber")


def test_names_stay_inside_the_folder(tmp_path: Path) -> None:
    with session_lock(tmp_path / "state", "../../up"):
        assert sorted(p.name for p in tmp_path.iterdir()) == ["state"]
        assert is_locked(tmp_path / "state", "../../up")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", Path("/proc/gpiot")):
        with pytest.raises(StorageError, match=str(folder)), session_lock(folder, "amber"):
            pass


RACER = """
import sys, time
from pathlib import Path
from agent.locks import session_lock
from core.errors import SessionInUse
folder, taken = Path(sys.argv[1]), 0
counter = folder / "counter"
while taken < 30:
    try:
        with session_lock(folder, "amber"):
            number = int(counter.read_text())
            time.sleep(0.0005)
            counter.write_text(str(number + 1))
            taken += 1
    except SessionInUse:
        pass
    time.sleep(0.001)
"""


def test_never_two_at_once(tmp_path: Path) -> None:
    (tmp_path / "counter").write_text("0")
    racers = [subprocess.Popen([sys.executable, "-c", RACER, str(tmp_path)]) for _ in range(3)]
    assert [racer.wait(timeout=120) for racer in racers] == [0, 0, 0]
    assert (tmp_path / "counter").read_text() == "90"
