"""``gpiot chat``: the terminal chat, on a new application or a stored session."""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import click

from cli.options import complete_session, load, model_options
from core.errors import UsageError

if TYPE_CHECKING:
    from agent.chat import Chat


@click.command()
@click.argument("session", metavar="[SESSION]", default="", shell_complete=complete_session)
@model_options
def chat(session: str, **given: Any) -> None:
    """Describe, watch, revise and ask in the terminal; SESSION goes on with a stored one.

    Everything is kept as it happens: closing the terminal loses nothing. `gpiot` alone does the same.
    """
    open_app(session, given)


def open_app(session: str, given: dict[str, Any]) -> None:
    """Run the app until the person leaves it; raises UsageError without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The chat needs a terminal.", "Without one, ask like this: gpiot ask 'PROBLEM' --yes")

    from tui.app import GpiotApp

    def opened() -> AbstractAsyncContextManager[Chat]:
        # Only now, behind the first picture: settings and agent take their time to be imported.
        from agent.chat import open_chat

        return open_chat(*load(given))

    app = GpiotApp(opened, session)
    app.run()
    if app.failure:
        raise app.failure
