"""``gpiot sessions``: what was asked before, kept on this machine; look at it, go on, take it out, throw it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import (
    code_option,
    current_output,
    events_option,
    json_option,
    load,
    model_options,
    open_store,
    out_option,
    print_json,
    session_argument,
    sure,
    yes_option,
)
from core.terminal import clean

if TYPE_CHECKING:
    from agent.records import Session


@click.group()
def sessions() -> None:
    """List, show, resume, export, delete and prune sessions."""


@sessions.command("list")
@json_option
def list_() -> None:
    """List the sessions, the latest first."""
    with open_store() as store:
        found = store.sessions()
    if current_output().json:
        print_json({"sessions": [_row(session) for session in found]})
    elif not found:
        click.echo("There are no sessions yet. Begin one with: gpiot ask", err=True)
    else:
        _print_table(found)


@sessions.command()
@session_argument
@click.argument("number", metavar="[N]", type=click.IntRange(min=1), required=False)
@json_option
def show(session: str, number: int | None) -> None:
    """Show a session's plan and where each sub-task stands; with N, that sub-task's specification and program."""
    from agent import history

    with open_store() as store:
        found = store.session(session)
        if current_output().json:
            print_json(history.project_json(store, found.id))
            return
        project = history.show(store, found.id)
    from cli.overview import print_project, print_subtask

    if number is None:
        print_project(found, project)
    else:
        print_subtask(found, project, number)


@sessions.command()
@session_argument
@model_options
@code_option
@events_option
@yes_option
def resume(session: str, yes: bool, **given: Any) -> None:
    """Go on with a session that was interrupted or failed, at the stage it was in."""
    from agent.turns import resume as turn
    from cli.turn import play

    play(lambda agent, terms: turn(agent, session, terms), load(given), yes)


@sessions.command()
@session_argument
@out_option(required=True)
@json_option
@yes_option
def export(session: str, out: Path, yes: bool) -> None:
    """Write a session's project folder anew; --yes overwrites the project's own files in it, and no others."""
    from agent import history

    with open_store() as store:
        written = history.export(store, session, out, overwrite=yes)
    if current_output().json:
        print_json({"folder": written.folder, "files": list(written.files)})
    else:
        from core.wording import plural

        click.echo(f"{plural(len(written.files), 'file')} in {clean(written.folder)}")


@sessions.command()
@session_argument
@json_option
@yes_option
def delete(session: str, yes: bool) -> None:
    """Delete a session and its revisions; the project folder stays as it is."""
    from agent import history

    with open_store() as store:
        found = store.session(session)
        sure(f"Delete {found.id} ({clean(found.title)}) with {found.revisions} revisions?", yes)
        history.delete(store, found.id)
    if current_output().json:
        print_json({"deleted": found.id})
    else:
        click.echo(f"Deleted {found.id}. Its project folder is left as it is.")


@sessions.command()
@click.option("--older-than", metavar="DAYS", type=click.FloatRange(min=0), help="Only sessions untouched for so long.")
@click.option("--keep", metavar="N", type=click.IntRange(min=1), default=20, show_default=True, help="Revisions kept.")
@json_option
@yes_option
def prune(older_than: float | None, keep: int, yes: bool) -> None:
    """Drop old revisions and texts that nobody needs; the latest revision of every session stays."""
    from agent import history

    sure(f"Drop all but the last {keep} revisions of each session?", yes)
    with open_store() as store:
        pruned = history.prune(store, older_than, keep)
    if current_output().json:
        print_json(asdict(pruned))
    else:
        freed = f"{pruned.bytes_freed / 1000:.0f} kB freed"
        click.echo(
            f"{pruned.revisions} revisions of {pruned.sessions} sessions and {pruned.texts} texts dropped, {freed}."
        )


def _row(session: Session) -> dict[str, Any]:
    row = asdict(session)
    return {
        key: row[key]
        for key in ("id", "title", "created", "updated", "state", "folder", "turns", "revisions", "size_bytes")
    }


def _print_table(found: Sequence[Session]) -> None:
    from datetime import datetime

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        for session in found:
            click.echo("\t".join((session.id, session.state, clean(session.title), clean(session.folder))))
        return
    table = Table("session", "state", "problem", "updated", "revisions", "kB", box=None, header_style="bold")
    for session in found:
        when = datetime.fromtimestamp(session.updated).astimezone().strftime("%Y-%m-%d %H:%M")
        cells = (
            session.id,
            session.state,
            clean(session.title),
            when,
            session.revisions,
            round(session.size_bytes / 1000),
        )
        table.add_row(*(Text(str(cell)) for cell in cells))
    console.print(table)
