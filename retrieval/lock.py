"""One process at a time opens the index. Who waits is served before whoever had it last."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

from core.errors import IndexInUse, LiteratureError

PATIENCE = 2.0
_PAUSE = 0.01


class FolderLock:
    """The lock of a folder, and in front of it a gate in which one waits for it.

    The gate tells the holder that somebody waits, and keeps the holder from taking the lock again before them.
    The system releases both with the process, SIGKILL included.

    holder: the process that others are told of
    """

    def __init__(self, folder: Path, patience: float = PATIENCE, holder: int | None = None) -> None:
        self._holder_id = holder or os.getpid()
        self._folder = folder
        self._patience = patience
        self._held: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._held is not None

    def acquire(self) -> None:
        """Wait up to ``patience`` seconds; raises IndexInUse naming the process that holds it."""
        deadline = time.monotonic() + self._patience
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            gate = self._taken("gate", deadline)
            try:
                self._held = self._taken("lock", deadline)
            finally:
                os.close(gate)
        except OSError as error:
            raise LiteratureError(
                f"The index {self._folder} cannot be locked: {error.strerror}.", "Make the folder writable."
            ) from error
        # The number only serves the message to others: on a full disk the lock holds without it.
        with suppress(OSError):
            os.ftruncate(self._held, 0)
            os.pwrite(self._held, str(self._holder_id).encode(), 0)

    def release(self) -> None:
        """Let go; a second call does nothing."""
        held, self._held = self._held, None
        if held is not None:
            os.close(held)

    def wanted(self) -> bool:
        """Whether somebody waits at the gate."""
        try:
            gate = os.open(self._folder / "gate", os.O_RDONLY)
        except OSError:
            return False
        try:
            fcntl.flock(gate, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(gate)
        return False

    def _taken(self, name: str, deadline: float) -> int:
        descriptor = os.open(self._folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while not _locked(descriptor):
                if time.monotonic() > deadline:
                    raise IndexInUse(
                        f"The index {self._folder} is in use by {self._holder()}.", "Wait until it is done, or end it."
                    )
                time.sleep(_PAUSE)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _holder(self) -> str:
        with suppress(OSError):
            text = (self._folder / "lock").read_text("ascii", errors="replace").strip()
            if text.isdecimal():
                return f"process {text}"
        return "another process"


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
