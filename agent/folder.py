"""The project folder a person gets: written whole or not at all, and nothing in it that is not the project's own is touched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.disk import storing
from core.errors import StorageError

MANIFEST = "project.json"
_SCRATCH = ".gpiot-new-"


@dataclass(frozen=True, slots=True)
class FolderState:
    """What stands in a folder before a project is written to it, each a sorted tuple of names.

    own: files that an earlier version of the project wrote, ``project.json`` among them
    edited: those of ``own`` whose content is neither what was written nor what is to be written
    foreign: what the project would need to overwrite and has not written
    session: the session that wrote it, empty where that is not known
    """

    own: tuple[str, ...]
    edited: tuple[str, ...]
    foreign: tuple[str, ...]
    session: str = ""


def digest(text: str) -> str:
    """SHA-256 of a file's text in hex, as ``project.json`` lists it under ``files``."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check_folder(folder: Path, files: Mapping[str, str]) -> FolderState:
    """What writing these files would meet; raises StorageError where the folder cannot be read."""
    with storing(folder):
        if not _exists(folder):
            return FolderState((), (), ())
        next(folder.iterdir(), None)  # says at once where it is no folder or cannot be read
        session, listed = _listed(folder)
        own = {name for name in listed if _is_file(folder / name)}
        edited = {name for name in own if listed[name] and _is_edited(folder / name, listed[name], files.get(name))}
        new = (name for name in files if name not in own and _exists(folder / name))
        foreign = {name for name in new if _digest_of(folder / name) != digest(files[name])}
    return FolderState(tuple(sorted(own)), tuple(sorted(edited)), tuple(sorted(foreign)), session)


def write_folder(folder: Path, files: Mapping[str, str], *, overwrite: bool) -> tuple[str, ...]:
    """Write ``files`` (text by plain name, ``project.json`` listing the digests of the others) and return their names.

    Files of an earlier version that are not among them are removed unless the person edited them. On any failure the
    folder is as it was. Raises StorageError for a name that is somebody else's, and without ``overwrite`` for files of
    another session or that the person edited; ValueError where ``files`` is not a project.
    """
    _check_files(files)
    state = check_folder(folder, files)
    refuse(folder, state, overwrite=overwrite, session=session_of(files[MANIFEST]))
    obsolete = [name for name in state.own if name not in files and name not in state.edited]
    with storing(folder), _made(folder), _scratch(folder) as scratch:
        for name, text in files.items():
            _write(scratch / f"new.{name}", text.encode("utf-8"))
        _swap(folder, scratch, list(files), obsolete)
    return tuple(files)


def _check_files(files: Mapping[str, str]) -> None:
    for name in files:
        if not _is_plain(name):
            raise ValueError(f"{name!r} is not the plain name of a file")
    listed = json.loads(files[MANIFEST])["files"] if MANIFEST in files else None
    if listed != {name: digest(text) for name, text in files.items() if name != MANIFEST}:
        raise ValueError(f"{MANIFEST} does not list the digests of the other files")


def _is_plain(name: str) -> bool:
    return name not in {"", ".", ".."} and not set(name) & set("/\\\0")


def session_of(manifest: str) -> str:
    """The session that a ``project.json`` names, empty where it names none."""
    return str(json.loads(manifest).get("session", ""))


def refuse(folder: Path, state: FolderState, *, overwrite: bool, session: str = "") -> None:
    """Raise StorageError where the project of ``session`` may not be written; its own unedited files may be replaced."""
    if state.foreign:
        names = ", ".join(state.foreign)
        raise StorageError(
            f"{folder}: {names} would be overwritten, and this project did not write it.", "Choose another folder."
        )
    again = session and state.session == session and not state.edited
    if state.own and not (overwrite or again):
        edited = f"; you edited {', '.join(state.edited)}" if state.edited else ""
        raise StorageError(
            f"{folder}: the project's files are there already{edited}.", "--yes overwrites the project's own files."
        )


def _listed(folder: Path) -> tuple[str, dict[str, str]]:
    """The session and the digests of the files that were written here; ``project.json`` has none of its own.

    Empty without a project.
    """
    manifest = folder / MANIFEST
    if not _is_file(manifest):
        return "", {}
    try:
        data = json.loads(manifest.read_bytes())
        listed = {name: str(value) for name, value in data["files"].items() if _is_plain(name)}
        session = str(data.get("session", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", {}
    return session, {**listed, MANIFEST: ""}


def _is_edited(path: Path, written: str, new: str | None) -> bool:
    # A process that was killed while it wrote has left some of the new files beside the old project.json.
    known = {written} if new is None else {written, digest(new)}
    return _digest_of(path) not in known


def _is_file(path: Path) -> bool:
    # A symbolic link is never the project's own: it would lead the writer elsewhere.
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def _exists(path: Path) -> bool:
    return os.path.lexists(path)


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if _is_file(path) else ""


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make the folder and its parents; the new ones go again when the work inside fails."""
    missing = [path for path in (folder, *folder.parents) if not _exists(path)]
    with ExitStack() as failing:
        for path in reversed(missing):
            failing.callback(_remove_empty, path)
        folder.mkdir(parents=True, exist_ok=True)
        yield
        failing.pop_all()


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        # Not made after all, or somebody else has put something into it: then it is not ours to remove.
        return


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder inside ``folder``, so that what is made in it can be moved without copying."""
    for left in folder.glob(f"{_SCRATCH}*"):
        if not _is_alive(left.name.removeprefix(_SCRATCH).partition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    path = Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-", dir=folder))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _is_alive(process: str) -> bool:
    """Whether a process has this number; what is no number may be anybody's and counts as alive."""
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except (PermissionError, ValueError):
        return True
    return True


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        # A disk that allocates late says only now that it is full.
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swap(folder: Path, scratch: Path, names: list[str], obsolete: list[str]) -> None:
    """Move the new files in and the obsolete ones out, or put everything back."""
    for name in (*names, *obsolete):
        if _exists(folder / name):
            shutil.copy2(folder / name, scratch / f"old.{name}", follow_symlinks=False)
    # project.json last: where the process is killed, it still names what there is to replace and to remove.
    steps = sorted((*names, *obsolete), key=lambda name: name == MANIFEST)
    with ExitStack() as failing:
        for name in steps:
            failing.callback(_put_back, folder / name, scratch / f"old.{name}")
            if name in obsolete:
                (folder / name).unlink()
            else:
                os.replace(scratch / f"new.{name}", folder / name)  # noqa: PTH105
        failing.pop_all()


def _put_back(path: Path, kept: Path) -> None:
    if _exists(kept):
        os.replace(kept, path)  # noqa: PTH105
    else:
        path.unlink(missing_ok=True)
