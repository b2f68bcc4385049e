"""The person's recordings: where they lie, and what a problem learns of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from core.errors import UsageError
from core.problem import Problem
from core.profiles import Profile

_NAME = "Name the file or folder of your recordings: --data PATH, in the chat /data PATH."


def place(data: str) -> Path | None:
    """The file or folder that ``data`` names, None where it names none; raises UsageError where nothing is there."""
    found = Path(data).expanduser().absolute() if data else None
    if found and not found.exists():
        raise UsageError(f"{found} does not exist.", _NAME)
    if found and found.is_dir() and not any(found.iterdir()):
        raise UsageError(f"{found} is empty.", _NAME)
    return found


async def profiled(data: Path) -> Profile:
    """What the recordings are like; only as much of them is read as that takes."""
    from sandbox.profile import profile

    return await asyncio.to_thread(profile, data)


async def with_data(problem: Problem, data: str) -> Problem:
    """The problem with what its data is like. Raises UsageError where nothing is there."""
    found = place(data)
    return replace(problem, data=(await profiled(found)).markdown()) if found else problem
