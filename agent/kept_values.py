"""The values of a program's steps, kept from a run for later ones that begin in the middle, and what they came from.

The values themselves are read inside the sandbox alone; here stands only whether they may still be used.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.folder import digest
from agent.programs import Wanted
from core.disk import storing
from core.errors import UsageError
from core.runs import Step

_ALL = "Run all of it once: without --from and --only."


@dataclass(frozen=True, slots=True)
class KeptValues:
    """Those of one program: ``root`` is the folder of its runs."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.root / "values"

    @property
    def _fresh(self) -> Path:
        return self.root / "values.new"

    @property
    def _origin(self) -> Path:
        return self.root / "values.json"

    def place(self, wanted: Wanted) -> Path:
        """Where a run keeps its values: a partial one beside those that it goes on with, a whole one apart at first."""
        if wanted.first or wanted.only:
            return self.folder
        with storing(self.root):
            shutil.rmtree(self._fresh, ignore_errors=True)
        return self._fresh

    def check(self, wanted: Wanted, steps: Sequence[Step], program: Path, data: Path | None) -> None:
        """Raise UsageError where a partial run cannot go on with what is kept: other data, or an earlier step has changed."""
        begin = wanted.first or wanted.only
        if not begin:
            return
        known = [step.subtask for step in steps]
        if begin not in known:
            raise UsageError(
                f"The program has no sub-task {begin}.", f"It has {', '.join(map(str, known)) or 'none that is known'}."
            )
        kept = self._kept()
        if kept["data"] != str(data or "") or kept["look"] != _look(data):
            raise UsageError(f"The values that are kept come from other data: {kept['data'] or 'none'}.", _ALL)
        before = steps[: known.index(begin)]
        changed = [step.subtask for step in before if kept["files"].get(step.module) != _digest(program, step)]
        if changed:
            raise UsageError(
                f"Sub-task {changed[0]} has changed since its values were kept.",
                f"Run from there: --from {changed[0]}; or all of it.",
            )

    def take(self, steps: Sequence[Step], program: Path, data: Path | None) -> None:
        """Put the values of a whole run in the place of the older ones; where none of its steps ended, those stay."""
        if not any(self._fresh.glob("*.value")):
            return
        origin = {
            "data": str(data or ""),
            "look": _look(data),
            "files": {step.module: _digest(program, step) for step in steps},
        }
        with storing(self.root):
            shutil.rmtree(self.folder, ignore_errors=True)
            self._fresh.rename(self.folder)
            self._origin.write_text(json.dumps(origin), "utf-8")

    def renew(self, wanted: Wanted, steps: Sequence[Step], program: Path) -> None:
        """After a partial run: the values of the steps that it ran come from their present modules."""
        ran = [s for s in steps if s.subtask == wanted.only] or steps[[s.subtask for s in steps].index(wanted.first) :]
        kept = self._kept()
        kept["files"] |= {step.module: _digest(program, step) for step in ran}
        with storing(self.root):
            self._origin.write_text(json.dumps(kept), "utf-8")

    def _kept(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self._origin.read_text("utf-8"))
        except FileNotFoundError:
            raise UsageError("No values are kept of an earlier run.", _ALL) from None
        return found


def _digest(program: Path, step: Step) -> str:
    path = program / f"{step.module}.py"
    return digest(path.read_text("utf-8", "replace")) if path.is_file() else ""


def _look(data: Path | None) -> str:
    """Names, sizes and times of the recordings, as one digest: no file is read."""
    found = hashlib.sha256()
    for line in sorted(_files(data)) if data else ():
        found.update(line.encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def _files(data: Path) -> Iterator[str]:
    paths = [data] if data.is_file() else [Path(at) / name for at, _, names in os.walk(data) for name in names]
    for path in paths:
        status = path.lstat()
        yield f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n"
