"""What ruff and bandit find in programs; they read them and run nothing."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LINT = "E,F,W,B,C90,PLE,PLW"
"""The rules of ruff that count: errors, unused and undefined names, likely bugs, complexity, and what pylint calls errors and warnings."""
_RUFF = (
    "ruff",
    "check",
    "--isolated",
    "--no-cache",
    "--select",
    LINT,
    "--line-length",
    "120",
    "--output-format",
    "json",
)
_BANDIT = ("bandit", "--quiet", "--format", "json", "--recursive")


async def lint(programs: Sequence[str]) -> list[int] | None:
    """How much ruff finds in each program; None where it is not installed."""
    if importlib.util.find_spec("ruff") is None:
        return None
    return await _counted(programs, _RUFF, lambda report: [one["filename"] for one in report])


async def security(programs: Sequence[str]) -> list[int] | None:
    """How much bandit finds in each program; None where it is not installed."""
    if importlib.util.find_spec("bandit") is None:
        return None
    return await _counted(programs, _BANDIT, lambda report: [one["filename"] for one in report["results"]])


async def _counted(programs: Sequence[str], tool: tuple[str, ...], names: Any) -> list[int]:
    if not programs:
        return []
    with tempfile.TemporaryDirectory(prefix="gpiot-findings-") as place:
        await asyncio.to_thread(_write, Path(place), programs)
        found = Counter(Path(name).name for name in names(await _report(tool, place)))
    return [found[f"program_{number}.py"] for number in range(len(programs))]


def _write(folder: Path, programs: Sequence[str]) -> None:
    for number, code in enumerate(programs):
        (folder / f"program_{number}.py").write_text(code, "utf-8", "replace")


async def _report(tool: tuple[str, ...], folder: str) -> Mapping[str, Any] | list[Any]:
    command = (sys.executable, "-m", *tool, folder)
    pipe, none = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdin=none, stdout=pipe, stderr=none, cwd=folder)
    try:
        told, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    report: Mapping[str, Any] | list[Any] = json.loads(told)
    return report
