"""Questions to the person at the terminal, waited for in the event loop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from cli.options import Output
from core.terminal import clean

if TYPE_CHECKING:
    from agent.gate import Allow
    from core.leaving import Destination


async def line() -> str:
    """A line from the terminal; a blocking read would not let Ctrl-C through."""
    loop = asyncio.get_running_loop()
    readable: asyncio.Future[None] = loop.create_future()
    loop.add_reader(sys.stdin, lambda: None if readable.done() else readable.set_result(None))
    try:
        await readable
    finally:
        loop.remove_reader(sys.stdin)
    said = sys.stdin.readline()
    if not said:
        raise click.Abort
    return said


def allower(
    output: Output, pause: Callable[[], None] = lambda: None, resume: Callable[[], None] = lambda: None
) -> Allow | None:
    """Asks whether something may be sent to another machine, and remembers a yes in config.toml; None without a terminal.

    pause, resume: what else writes to the terminal keeps silent meanwhile
    """
    if output.json or not sys.stdin.isatty():
        return None

    async def allow(destination: Destination) -> bool:
        pause()
        click.echo(clean(f"{destination.address} (`{destination.setting}`) is not this machine."), err=True)
        click.echo(clean(f"It would get {destination.what}."), err=True)
        click.echo("Send it there, now and from now on? [y/N] ", nl=False, err=True)
        yes = (await line()).strip().lower() in {"y", "yes"}
        if yes:
            _remember(destination)
        resume()
        return yes

    return allow


def _remember(destination: Destination) -> None:
    from cli.config import store
    from core.settings import Folders, environment

    store(Folders.of(environment()), {"allow": destination.wanted})
