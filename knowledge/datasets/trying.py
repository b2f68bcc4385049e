"""Code is tried in the sandbox, many pieces in one process tree."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from knowledge.datasets.running import Runner

SECONDS = 20
"""Processor time that one piece of code may take."""
_BATCH_S = 600.0


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of code: a module's text with a function ``name`` in it, statements after it, and arguments for a call."""

    id: str
    code: str = ""
    name: str = ""
    statements: Sequence[str] = ()
    call: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it went: ``fault`` is empty where it ran; ``values`` and ``names`` tell types and shapes."""

    fault: str
    values: Sequence[Sequence[str]] = ()
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def reason(self) -> str:
        """Why it is left out, in a few words; empty where it ran."""
        if not self.fault:
            return ""
        return "out of time, or killed" if self.fault.startswith("ended") else "does not run"


async def tried(runner: Runner, tasks: Sequence[Task], modules: Sequence[str]) -> dict[str, Verdict]:
    """The verdict on every task, by its id; ``modules`` are loaded once for all of them."""
    left, found = list(tasks), dict[str, Verdict]()
    while left:
        lines = "".join(json.dumps(asdict(task)) + "\n" for task in left)
        arguments = ("tasks.jsonl", str(SECONDS), *modules)
        written = await runner.run("trial.py", {"tasks.jsonl": lines.encode()}, arguments, _BATCH_S)
        told = [_verdict(line) for line in written.splitlines() if line.endswith(b"}")]
        found |= dict(told)
        if not told:
            # It ends whatever runs it: the next run begins behind it.
            found[left[0].id] = Verdict("ended the whole batch")
        left = [task for task in left if task.id not in found]
    return found


def _verdict(line: bytes) -> tuple[str, Verdict]:
    told: dict[str, Any] = json.loads(line)
    return str(told.pop("id")), Verdict(**told)
