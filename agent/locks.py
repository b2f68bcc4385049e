"""One process at a time works on a session."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from core import lockfile
from core.disk import storing
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
    return lockfile.is_held(_path(folder, session))


def _path(folder: Path, session: str) -> Path:
    return folder / "locks" / f"{quote(session, safe='')}.lock"


def _acquire(path: Path, session: str) -> int:
    # More than once: somebody may only be looking, or just be letting go.
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE)
        descriptor = lockfile.take(path)
        if descriptor is not None:
            lockfile.sign(descriptor, os.getpid())
            return descriptor
    raise SessionInUse(
        f"Session {session} is in use by {lockfile.holder(path)}.",
        "Wait until it is done, or end it; the session can be resumed afterwards.",
    )
