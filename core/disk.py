"""What a file system that refuses says, as one clear line; foreign errors are translated here and nowhere else."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import StorageError

_NEXT_STEP = {
    errno.ENOSPC: "Free some space and run the command again.",
    errno.EDQUOT: "Free some space within your quota and run the command again.",
    errno.EACCES: "Choose a folder that you may write to.",
    errno.EPERM: "Choose a folder that you may write to.",
    errno.EROFS: "Choose a folder on a disk that can be written to.",
    errno.ENOENT: "It leads nowhere: choose another folder.",
    errno.ENOTDIR: "A file stands where a folder is needed: choose another folder.",
    errno.EEXIST: "Something else stands where a folder is needed: choose another folder.",
    errno.EISDIR: "A folder stands where a file is needed: move it away.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Raise StorageError with path, reason and next step where the file system refuses."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path}: {_reason(error)}.", _NEXT_STEP.get(error.errno or 0, "")) from error


def _reason(error: OSError) -> str:
    if error.errno is None:
        return str(error)
    return os.strerror(error.errno)[:1].lower() + os.strerror(error.errno)[1:]
