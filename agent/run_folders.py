"""Where runs are kept: each in a folder of its own below the state, the values of its steps beside them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.disk import storing

KEPT = 10
"""Runs of one program that are kept; older ones make room."""
_REPORT = "run.json"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One run: ``program`` is what runs, ``output`` takes the files that it writes."""

    folder: Path
    program: Path

    @property
    def output(self) -> Path:
        """What the program may write to."""
        return self.folder / "output"

    def discard(self) -> None:
        """Take it away: nothing came of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def picture(self) -> Path:
        """The PNG beside the result."""
        return self.folder / "plot.png"

    def keep(self, report: Mapping[str, Any], printed: str, result: Mapping[str, object] | None) -> None:
        """Write what came of the run, the result with its types (see sandbox.results); raises StorageError."""
        from sandbox.inside.encoding import write

        with storing(self.folder):
            if result is not None:
                with (self.folder / "result.bin").open("wb") as file:
                    write(file, result)
            (self.folder / "printed.txt").write_text(printed, "utf-8", "replace")
            (self.folder / _REPORT).write_text(json.dumps(report, indent=1) + "\n", "utf-8")


@dataclass(frozen=True, slots=True)
class RunFolders:
    """All runs of one program."""

    root: Path

    @classmethod
    def of(cls, state: Path, name: str) -> RunFolders:
        """Those of the program of this name; ``state`` is the state folder."""
        return cls(state / "runs" / re.sub(r"[^\w.-]", "_", name))

    def begin(self, files: Mapping[str, str], lies: Path | None) -> RunFolder:
        """A new run; ``files`` are laid out in it, unless the program lies in a folder. Raises StorageError."""
        with storing(self.root):
            self._make_room()
            folder = self.root / f"{max(self._numbers(), default=0) + 1:04d}"
            (folder / "output").mkdir(parents=True)
            if lies:
                return RunFolder(folder, lies)
            laid_out = folder / "program"
            laid_out.mkdir()
            for name, text in files.items():
                (laid_out / name).write_text(text, "utf-8")
            return RunFolder(folder, laid_out)

    def remove(self) -> None:
        """Forget all of them."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _numbers(self) -> list[int]:
        return sorted(int(one.name) for one in self.root.glob("[0-9]*") if one.name.isdigit())

    def _make_room(self) -> None:
        for number in self._numbers()[: 1 - KEPT]:
            shutil.rmtree(self.root / f"{number:04d}", ignore_errors=True)
