"""Runs one turn of the agent to its end on a screen: events in, lines out, an exit code at last."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

import click

from cli.asking import allower, line
from cli.interrupts import run
from cli.live import Screen, open_screen
from cli.options import Output, current_output
from core.events import SubTaskReady
from core.terminal import clean

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from agent.terms import Accept, Terms
    from agent.wiring import Agent
    from core.edits import Edited
    from core.events import Event, PlanChecked
    from core.project import Project
    from core.settings import Folders, Settings

    Turn = Callable[[Agent, Terms], AsyncGenerator[Event]]

_TICK = 0.1


def play(turn: Turn, loaded: tuple[Settings, Folders], yes: bool, out: Path | None = None) -> None:
    """Run a turn and show what it does; exits with the code of its Failed event.

    Raises KeyboardInterrupt when it is interrupted or terminated, GpiotError when it could not begin.
    """
    output = current_output()
    code = run(_play(turn, loaded, yes, out, output))
    if code:
        raise click.exceptions.Exit(code)


async def _play(turn: Turn, loaded: tuple[Settings, Folders], yes: bool, out: Path | None, output: Output) -> int:
    from agent.terms import Terms
    from agent.wiring import open_agent

    code = 0
    with open_screen(output) as screen:
        terms = Terms(_accept(screen, ask=not (yes or output.json)), overwrite=yes, folder=out)
        allow = allower(output, screen.pause, screen.resume)
        async with open_agent(*loaded, allow) as agent, aclosing(turn(agent, terms)) as events, _ticking(screen):
            async for event in events:
                output.session, output.seq = event.session or output.session, event.seq
                output.stage = getattr(event, "stage", "") or output.stage
                screen.show(event)
                code = getattr(event, "code", 0)
    return code


def _accept(screen: Screen, ask: bool) -> Accept:
    async def accept(project: Project, checked: PlanChecked | None) -> bool | Edited:
        if not (ask and sys.stdin.isatty()):
            return True
        if not screen.knows_plan:
            for event in (*(SubTaskReady(subtask=item.id, item=item) for item in project), *filter(None, [checked])):
                screen.show(event)
        screen.pause()
        answer = await _answered(project, offers=bool(checked and checked.offers))
        screen.resume()
        return answer

    return accept


async def _answered(project: Project, *, offers: bool) -> bool | Edited:
    """What the person says to a plan; methods that cannot be taken over are refused with the reason, and they are asked again."""
    from core.errors import UsageError

    count = len(project.order)
    what = "this program" if count == 1 else f"these {count} programs"
    while True:
        click.echo(f"Write {what}? [Y/n{'/take N' if offers else ''}] ", nl=False, err=True)
        answer = (await line()).strip().lower()
        if not answer.startswith("take"):
            return answer in {"", "y", "yes"}
        try:
            return _taken(project, answer)
        except UsageError as error:
            click.echo(clean(f"{error.message} {error.hint}"), err=True)


def _taken(project: Project, answer: str) -> Edited:
    """The plan with the methods that the person takes over: ``take 2``, ``take 2, 4``, ``take all``; raises UsageError."""
    from core.edits import Take, apply
    from core.errors import UsageError

    offered = {subtask.id: subtask.offered for subtask in project if subtask.offered}
    named = dict.fromkeys(int(number) for number in re.findall(r"\d+", answer))
    numbers = offered if answer == "take all" else named
    if not numbers:
        raise UsageError(f"{answer!r} names no sub-task.", "For example: take 2, or take all")
    edited = apply(project, [Take(number) for number in numbers])
    click.echo(clean(f"From the library, tested: {', '.join(f'{n} {offered[n]}' for n in numbers)}."), err=True)
    return edited


class _ticking:  # noqa: N801
    """Redraws the screen ten times a second as long as the event loop is free: no thread reads what a turn writes."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._tick())

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _tick(self) -> None:
        while True:
            self._screen.tick()
            await asyncio.sleep(_TICK)
