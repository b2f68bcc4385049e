"""A bound on how many processes a run can have at all, kept by the kernel, for the administrator (cgroups, v1 and v2).

Other users have one by their name space (RLIMIT_NPROC), to which the administrator is never held. Without either, a
program could make thousands between two looks at it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
import uuid
from pathlib import Path

# The controller's own tree in version 1, and the tree of all controllers in version 2.
_TREES = (Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup"))
_STALE_S = 60.0


class Crowd:
    """A control group for one run, where the system lets us make one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def close(self) -> bool:
        """Remove the group; False as long as something in it lives."""
        try:
            if self._folder:
                self._folder.rmdir()
        except FileNotFoundError:
            # It was empty already and older than a minute: another run has swept it away.
            return True
        except OSError as error:
            if error.errno == errno.EBUSY:
                return False
            raise
        return True


def crowd(process: int, most: int) -> Crowd:
    """Put a process into a group of its own, of at most so many processes and threads; where none can be made, do nothing."""
    for tree in _TREES if os.getuid() == 0 else ():
        _sweep(tree)
        folder = tree / f"gpiot-{uuid.uuid4().hex}"
        try:
            folder.mkdir()
        except OSError:
            continue
        if not (folder / "pids.max").exists():
            folder.rmdir()
            continue
        (folder / "pids.max").write_text(str(most))
        (folder / "cgroup.procs").write_text(str(process))
        return Crowd(folder)
    return Crowd(None)


def _sweep(tree: Path) -> None:
    """Remove what runs that were killed have left; those of others that are being made have a minute for it."""
    for folder in tree.glob("gpiot-*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > _STALE_S:
                folder.rmdir()
