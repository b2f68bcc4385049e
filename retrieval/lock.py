"""One process at a time opens the index. Who waits is served before whoever had it last."""

from __future__ import annotations

import os
import time
from pathlib import Path

from core import lockfile
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
        self._holder = holder or os.getpid()
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
        lockfile.sign(self._held, self._holder)

    def release(self) -> None:
        """Let go; a second call does nothing."""
        held, self._held = self._held, None
        if held is not None:
            os.close(held)

    def wanted(self) -> bool:
        """Whether somebody waits at the gate."""
        return lockfile.is_held(self._folder / "gate")

    def _taken(self, name: str, deadline: float) -> int:
        while (descriptor := lockfile.take(self._folder / name)) is None:
            if time.monotonic() > deadline:
                raise IndexInUse(
                    f"The index {self._folder} is in use by {lockfile.holder(self._folder / 'lock')}.",
                    "Wait until it is done, or end it.",
                )
            time.sleep(_PAUSE)
        return descriptor
