"""Bars with rate and time left for what takes more than a moment, on stderr where that is a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cli.options import current_output

Tell = Callable[[str, int, int], None]
"""Hears of a phase how much of it is done, and of how much."""


@contextmanager
def bars() -> Iterator[Tell]:
    """A bar for each phase that is told of; nothing with ``--json``."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    quiet = current_output().json or not console.is_terminal
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True, disable=quiet) as drawn:
        phases: dict[str, Any] = {}

        def tell(phase: str, done: int, total: int) -> None:
            if phase not in phases:
                # What an earlier run has done does not count for the rate.
                phases[phase] = drawn.add_task(phase, total=total, completed=done, rate="")
            speed = drawn.tasks[phases[phase]].speed
            drawn.update(phases[phase], completed=done, total=total, rate=f"{60 * speed:.1f}/min" if speed else "")

        yield tell
