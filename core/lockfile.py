"""A file as a lock between processes. The system releases it with the process, SIGKILL included."""

from __future__ import annotations

import fcntl
import os
from contextlib import ExitStack, suppress
from pathlib import Path


def take(path: Path) -> int | None:
    """The descriptor that holds the lock until it is closed; None where somebody else has it, this process included.

    The file is made where it is missing. Raises OSError where the file system refuses.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with ExitStack() as failing:
        failing.callback(os.close, descriptor)
        if not _granted(descriptor, fcntl.LOCK_EX) or not _still_named(descriptor, path):
            return None
        failing.pop_all()
    return descriptor


def is_held(path: Path) -> bool:
    """Whether somebody, this process included, holds the lock."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        # Shared, so that two who look do not disturb each other; who takes it meanwhile has to try again.
        return not _granted(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def sign(descriptor: int, process: int) -> None:
    """Leave the number of the process that others are told of."""
    # The number only serves the message to others: on a full disk the lock holds without it.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(process).encode(), 0)


def holder(path: Path) -> str:
    """Who signed the file, in words."""
    with suppress(OSError):
        text = path.read_text("ascii", errors="replace").strip()
        if text.isdecimal():
            return f"process {text}"
    return "another process"


def _granted(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _still_named(descriptor: int, path: Path) -> bool:
    # Whoever held it may have removed the file before letting go: others then lock another file of this name.
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
