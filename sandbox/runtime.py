"""The environment that generated programs run in: an interpreter with packages of its own, apart from gpiot's.

It is a virtual environment below the data folder, or any other interpreter that the setting ``runtime_python`` names.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from core.disk import storing
from core.errors import SandboxError
from core.lockfile import take
from core.packages import normal
from core.settings import Folders
from sandbox.installing import Installer

OnLine = Callable[[str], None]

# Complete: the packages that were asked for; Unfinished: the same while an installation is under way, or was cut off.
_COMPLETE, _UNFINISHED = "gpiot-complete.json", "gpiot-unfinished.json"
_ANSWER_S = 60.0
_INSTALL = "Make it with: gpiot runtime install"

_PREFIXES = """
import json, os, sys
links = [sys.executable]
while os.path.islink(links[-1]) and len(links) < 40:
    links.append(os.path.join(os.path.dirname(links[-1]), os.readlink(links[-1])))
prefixes = [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix]
print(json.dumps([prefixes, links]))
"""
_VERSIONS = """
import importlib.metadata, json
found = ((d.metadata["Name"], d.version) for d in importlib.metadata.distributions())
print(json.dumps({name: version for name, version in found if name}))
"""
_ABSENT = """
import importlib.util, json, sys
print(json.dumps([name for name in json.load(sys.stdin) if importlib.util.find_spec(name) is None]))
"""


@dataclass(frozen=True, slots=True)
class Runtime:
    """An interpreter for generated programs.

    folder: where gpiot's own environment stands or would stand
    log: what the last installation printed
    chosen: the interpreter that the person's setting names instead, empty for gpiot's own
    """

    folder: Path
    log: Path
    chosen: str = ""

    @classmethod
    def of(cls, folders: Folders, python_setting: str = "") -> Runtime:
        """The environment below the data folder, or the interpreter of the setting ``runtime_python``."""
        return cls(folders.data / "runtime", folders.state / "runtime-install.log", python_setting.strip())

    @property
    def python(self) -> Path:
        """The interpreter; it may not exist."""
        return Path(self.chosen).expanduser().absolute() if self.chosen else self.folder / "bin" / "python"

    @property
    def exists(self) -> bool:
        """Whether programs can run in it: an environment that was cut off while it was made does not count."""
        return self.python.is_file() and (bool(self.chosen) or (self.folder / _COMPLETE).is_file())

    def check(self) -> None:
        """Raise SandboxError with the next step where it is not there."""
        if self.exists:
            return
        if self.chosen:
            raise SandboxError(
                f"runtime_python: there is no interpreter {self.chosen}.",
                "Name one with `gpiot config set runtime_python PATH`, or set it to '' for gpiot's own.",
            )
        unfinished = (self.folder / _UNFINISHED).exists()
        state = "is not complete: its installation was cut off" if unfinished else "is not there yet"
        raise SandboxError(f"The run-time environment {self.folder} {state}.", _INSTALL)

    @property
    def binds(self) -> tuple[Path, ...]:
        """What must be visible for it in a sandbox, below HOME too: its folders and the links that lead to its interpreter.

        Raises SandboxError where it is not there, or where that would show all of HOME.
        """
        prefixes, links = (tuple(map(Path, paths)) for paths in self._answer(_PREFIXES))
        named = dict.fromkeys(prefixes)
        roots = {path.resolve() for path in prefixes}
        # The way to the interpreter may lead over a link to a whole installation, or over a single file.
        named |= dict.fromkeys(p.parent.parent if p.parent.parent.resolve() in roots else p for p in links)
        found = dict.fromkeys(path for one in named for path in (one.absolute(), one.resolve()))
        home = Path.home().resolve()
        if shown := next((path for path in found if path in (home, *home.parents) and path != Path("/")), None):
            raise SandboxError(
                f"{self.python} is installed in {shown}, and a program in it would see all of HOME.",
                "Set runtime_python to an interpreter in a folder of its own.",
            )
        return tuple(path for path in found if path != Path("/"))

    def installed(self) -> dict[str, str]:
        """Name and version of every package, sorted by name; raises SandboxError where it is not there."""
        versions: dict[str, str] = self._answer(_VERSIONS)
        return dict(sorted(versions.items(), key=lambda item: normal(item[0])))

    def missing(self, names: Iterable[str]) -> frozenset[str]:
        """Those of these top-level module names that it cannot import; nothing is imported to find out.

        Raises SandboxError where it is not there.
        """
        return frozenset(self._answer(_ABSENT, json.dumps(sorted(names))))

    async def install(self, packages: Sequence[str], on_line: OnLine) -> None:
        """Make the environment where it is not complete, and add packages by name; those of before stay.

        on_line: gets each line that the installer prints. Cancelled or failed, a half-made environment is removed, and one
        that was touched no longer counts as complete. Raises SandboxError, and for a full disk StorageError.
        """
        self._own()
        with storing(self.folder), self._locked() as lock:
            wanted = tuple(dict.fromkeys((*self._asked(), *packages)))
            with as_file(files("sandbox") / "runtime-constraints.txt") as constraints:
                installer = Installer(self.python, constraints, self.log, lock, on_line)
                if self.exists:
                    with self._changing(wanted):
                        await installer.add(packages)
                else:
                    with self._making(wanted):
                        await installer.make(self.folder, sys.executable)
                        await installer.add(wanted)

    def remove(self) -> None:
        """Delete gpiot's own environment, unfinished or not; raises SandboxError and StorageError."""
        self._own()
        with storing(self.folder), self._locked():
            # Without it the rest is no environment, wherever deleting stops.
            (self.folder / _COMPLETE).unlink(missing_ok=True)
            shutil.rmtree(self.folder)

    def size(self) -> int:
        """Bytes on disk of gpiot's own environment; 0 for an interpreter of the person's."""
        return 0 if self.chosen else sum(_sizes(self.folder))

    def _asked(self) -> tuple[str, ...]:
        for name in (_COMPLETE, _UNFINISHED):
            try:
                return tuple(map(str, json.loads((self.folder / name).read_bytes())))
            except (FileNotFoundError, ValueError, TypeError):
                continue
        return ()

    def _own(self) -> None:
        if self.chosen:
            raise SandboxError(
                f"runtime_python names {self.chosen}: gpiot changes nothing in an interpreter of yours.",
                "Install there yourself, or set runtime_python to '' for gpiot's own environment.",
            )

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        lock = take(self.folder.with_name("runtime.lock"))
        if lock is None:
            raise SandboxError("Another process changes the run-time environment.", "Try again when it has ended.")
        try:
            yield lock
        finally:
            os.close(lock)

    @contextmanager
    def _making(self, wanted: Sequence[str]) -> Iterator[None]:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        note = self.folder / _UNFINISHED
        note.write_text(json.dumps(wanted), "utf-8")
        try:
            yield
            note.replace(self.folder / _COMPLETE)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    @contextmanager
    def _changing(self, wanted: Sequence[str]) -> Iterator[None]:
        complete, note = self.folder / _COMPLETE, self.folder / _UNFINISHED
        before, was = _fingerprint(self.folder), complete.read_bytes()
        complete.replace(note)
        try:
            yield
            note.write_text(json.dumps(wanted), "utf-8")
            note.replace(complete)
        except BaseException:
            # Most end while something is looked up or downloaded: then nothing was touched.
            if _fingerprint(self.folder) == before:
                note.write_bytes(was)
                note.replace(complete)
            raise

    def _answer(self, question: str, given: str = "") -> Any:
        self.check()
        command = [str(self.python), "-I", "-c", question]
        environ = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        try:
            told = subprocess.run(  # noqa: S603 - no shell; the program text is ours
                command, input=given, capture_output=True, text=True, timeout=_ANSWER_S, check=True, env=environ
            )
            return json.loads(told.stdout)
        except subprocess.CalledProcessError as error:
            last = (error.stderr.strip().splitlines() or [f"status {error.returncode}"])[-1]
            raise SandboxError(f"{self.python} does not run: {last}.", self._mend()) from error
        except subprocess.TimeoutExpired as error:
            raise SandboxError(f"{self.python} does not answer within {_ANSWER_S:.0f} s.", self._mend()) from error
        except (OSError, ValueError) as error:
            raise SandboxError(f"{self.python} is no usable interpreter: {error}.", self._mend()) from error

    def _mend(self) -> str:
        return (
            "Correct the setting runtime_python."
            if self.chosen
            else "Make it anew: gpiot runtime remove, then install."
        )


def _fingerprint(folder: Path) -> list[tuple[str, int]]:
    """What is installed, as far as a cut-off installation would have changed it."""
    return sorted((str(path), path.lstat().st_mtime_ns) for path in folder.glob("lib/python*/site-packages/*"))


def _sizes(folder: Path) -> Iterator[int]:
    for where, _, names in os.walk(folder):
        for name in names:
            yield os.lstat(Path(where, name)).st_size
