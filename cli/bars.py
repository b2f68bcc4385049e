"""Bars with rate and time left for what takes more than a moment, on stderr where that is a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from cli.options import current_output
from core.terminal import clean


class Tell(Protocol):
    """Hears of a phase how much of it is done, of how much, and what is to stand beside its rate."""

    def __call__(self, phase: str, done: int, total: int, beside: str = "", /) -> None:
        """So much is done."""


@contextmanager
def bars() -> Iterator[Tell]:
    """A bar for each phase that is told of; nothing with ``--json``."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    name, rate = (TextColumn(text, markup=False) for text in ("{task.description}", "{task.fields[rate]}"))
    columns = (name, BarColumn(24), MofNCompleteColumn(), rate, TimeRemainingColumn())
    quiet = current_output().json or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as drawn:
        phases: dict[str, Any] = {}

        def tell(phase: str, done: int, total: int, beside: str = "", /) -> None:
            if phase not in phases:
                # What an earlier run has done does not count for the rate.
                phases[phase] = drawn.add_task(clean(phase), total=total, completed=done, rate="")
            said = (_rate(drawn.tasks[phases[phase]].speed), beside)
            drawn.update(phases[phase], completed=done, total=total, rate=", ".join(filter(None, said)))

        yield tell


def _rate(speed: float | None) -> str:
    if not speed:
        return ""
    return f"{speed:.1f}/s" if speed >= 1 else f"{60 * speed:.1f}/min"
