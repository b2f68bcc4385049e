"""``gpiot undo``: the project as it was one revision before; again, and it goes back further."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, open_store, print_json, session_argument
from core.terminal import clean

if TYPE_CHECKING:
    from agent.history import Undone


@click.command()
@session_argument
@json_option
def undo(session: str) -> None:
    """Restore the previous revision of SESSION's project."""
    output = current_output()
    from agent import history

    with open_store() as store:
        undone = history.undo(store, session)
    if output.json:
        print_json(
            {
                "session": undone.session,
                "revision": undone.revision,
                "what": undone.what,
                "folder": str(undone.folder or ""),
                "edited": list(undone.edited),
                "diffs": [{"path": diff.path, "diff": diff.diff} for diff in undone.diffs],
            }
        )
    else:
        _print(undone)


def _print(undone: Undone) -> None:
    from rich.console import Console

    from cli.render import difference

    console = Console(highlight=False, markup=False, emoji=False)
    for diff in undone.diffs:
        for line in difference(diff, console.is_terminal):
            console.print(line, soft_wrap=not console.is_terminal)
    click.echo(f"Undone: {clean(undone.what)}. {undone.session} is at revision {undone.revision} again.")
    if undone.edited:
        click.echo(f"{undone.folder} is left as it is: you edited {clean(', '.join(undone.edited))}.")
        click.echo(f"Restore it, too: gpiot sessions export {undone.session} --out {undone.folder} --yes")
    elif undone.folder:
        click.echo(f"The files in {undone.folder} are restored.")
