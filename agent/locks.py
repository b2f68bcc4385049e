"""One process at a time works on a session. The system releases the lock with the process, SIGKILL included."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from agent.disk import storing
from core.errors import SessionInUse

_ATTEMPTS = 5
_PAUSE = 0.01


@contextmanager
def session_lock(folder: Path, session: str) -> Iterator[None]:
    """Hold the lock of a session; ``folder`` is the state folder, the locks lie in its ``locks``.

    Not reentrant, not even within one process. Raises SessionInUse naming the holder at once, StorageError where
    the folder cannot be written.
    """
    path = _path(folder, session)
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _acquire(path, session)
    try:
        yield
    finally:
        # Removed while still held; whoever opened it meanwhile sees that the name is gone and opens it anew.
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def is_locked(folder: Path, session: str) -> bool:
    """Whether somebody, this process included, holds the lock of a session."""
    try:
        descriptor = os.open(_path(folder, session), os.O_RDONLY)
    except OSError:
        return False
    try:
        # Shared, so that two who look do not disturb each other; _acquire tries again for those who take.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _path(folder: Path, session: str) -> Path:
    return folder / "locks" / f"{quote(session, safe='')}.lock"


def _acquire(path: Path, session: str) -> int:
    for attempt in range(_ATTEMPTS):
        descriptor = _attempt(path)
        if descriptor is not None:
            return descriptor
        if attempt < _ATTEMPTS - 1:
            time.sleep(_PAUSE)
    raise SessionInUse(
        f"Session {session} is in use by {_holder(path)}.",
        "Wait until it is done, or end it; the session can be resumed afterwards.",
    )


def _attempt(path: Path) -> int | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _still_named(descriptor, path):
            os.close(descriptor)
            return None
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise
    _sign(descriptor)
    return descriptor


def _still_named(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _sign(descriptor: int) -> None:
    # The number only serves the message to others: on a full disk the lock holds without it.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)


def _holder(path: Path) -> str:
    with suppress(OSError):
        text = path.read_text("ascii", errors="replace").strip()
        if text.isdecimal():
            return f"process {text}"
    return "another process"
