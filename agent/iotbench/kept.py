"""Everything of a run that is kept: one line of JSON for each answer and each verdict; a killed run goes on from there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from core.disk import storing
from core.errors import StorageError, UsageError
from core.lockfile import take
from knowledge.iotbench.tasks import CodeTask


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one task in one sample.

    text: the model's first answer as it came, empty where nobody was asked
    steps: of the plan, titles with descriptions; code: of the program, empty where none came of it
    origin: who gave it: the name of a model, or what was taken over from the library
    failed: why nothing came of it
    """

    stage: str
    task: str
    sample: int
    origin: str
    text: str = ""
    steps: tuple[str, ...] = ()
    code: str = ""
    failed: str = ""
    calls: int = 0
    tokens: int = 0
    seconds: float = 0.0

    @property
    def key(self) -> tuple[str, str, int]:
        """Stage, task and sample."""
        return self.stage, self.task, self.sample


@dataclass(slots=True)
class Kept:
    """A folder with ``options.json``, ``answers.jsonl``, ``verdicts.jsonl``, the programs and, in the end, ``table.json``."""

    folder: Path
    answers: dict[tuple[str, str, int], Answered] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)

    def add(self, answered: Answered) -> None:
        """Keep an answer; its program lies beside it as a file."""
        _append(self.folder / "answers.jsonl", asdict(answered))
        if answered.code:
            program = self.program(answered)
            program.parent.mkdir(exist_ok=True)
            program.write_text(answered.code, "utf-8", "surrogatepass")
        self.answers[answered.key] = answered

    def program(self, answered: Answered) -> Path:
        """The file of an answer's program."""
        return self.folder / "programs" / f"{answered.task}_{answered.sample}.py"

    def judge(self, verdicts: Mapping[str, str]) -> None:
        """Keep why programs fail."""
        for key, why in verdicts.items():
            _append(self.folder / "verdicts.jsonl", {"key": key, "why": why})
        self.verdicts |= verdicts

    def finish(self, table: Mapping[str, Any]) -> None:
        """Keep the table."""
        (self.folder / "table.json").write_text(json.dumps(table, indent=1), "utf-8")


def verdict_key(answered: Answered, task: CodeTask) -> str:
    """What a verdict is found by: it holds for this program and these tests."""
    text = "\0".join((task.name, answered.code, task.check))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@contextmanager
def opened(folder: Path, described: Mapping[str, Any]) -> Iterator[Kept]:
    """What is kept in a folder, which nobody else writes to meanwhile.

    Raises UsageError where it was made with other options, StorageError where it is in use or cannot be written.
    """
    with storing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = take(folder / "lock")
        if lock is None:
            raise StorageError(f"{folder} is in use by another run.", "Wait for it, or name another --out.")
        try:
            _same(folder / "options.json", described)
            answers = [Answered(**{**one, "steps": tuple(one["steps"])}) for one in _lines(folder / "answers.jsonl")]
            verdicts = {one["key"]: one["why"] for one in _lines(folder / "verdicts.jsonl")}
            yield Kept(folder, {one.key: one for one in answers}, verdicts)
        finally:
            os.close(lock)


def _same(path: Path, described: Mapping[str, Any]) -> None:
    if not path.exists():
        path.write_text(json.dumps(described, indent=1, sort_keys=True), "utf-8")
        return
    before = json.loads(path.read_text("utf-8"))
    if other := sorted(key for key in described if before.get(key) != described[key]):
        raise UsageError(
            f"{path.parent} holds answers of other options: {', '.join(other)}.", "Name another folder with --out."
        )


def _append(path: Path, value: Mapping[str, Any]) -> None:
    with path.open("a", encoding="ascii") as file:
        file.write(json.dumps(value) + "\n")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The whole lines of a file; one that a kill has torn is cut off."""
    if not path.exists():
        return
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        os.truncate(path, len(whole))
    for line in whole.splitlines():
        yield json.loads(line)
