"""``gpiot papers``: what was ingested, what failed and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, print_json, sure, with_library, yes_option
from core.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.literature import Library
    from ingest.ledger import Entry, Ledger


@click.group()
def papers() -> None:
    """List, show, retry and remove ingested papers."""


@papers.command("list")
@json_option
def list_() -> None:
    """List every file with its state, pages, year and title."""
    _print(_entries(), "Nothing was ingested yet. Begin with: gpiot ingest FOLDER")


@papers.command()
@json_option
def failed() -> None:
    """List the files that could not be read, with the reason and what would help."""
    _print([entry for entry in _entries() if entry.state == "failed"], "No file failed.")


@papers.command()
@click.argument("paper", metavar="PAPER")
@json_option
def show(paper: str) -> None:
    """Show all that is known of PAPER: a path, the end of one, or the beginning of its id."""
    found = _named([paper])
    if current_output().json:
        click.echo(json.dumps([entry.json() for entry in found]))
        return
    for entry in found:
        for key, value in entry.json().items():
            if value not in ("", 0, (), []):
                shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
                click.echo(f"{key:<9} {clean(shown)}")


@papers.command()
@click.argument("names", metavar="[PAPER...]", nargs=-1)
@json_option
def retry(names: tuple[str, ...]) -> None:
    """Read failed files again: all of them, or those named."""
    from cli.ingest import read_again

    found = _of_ledger(lambda ledger: ledger.retry(names))
    if not found:
        click.echo("No file failed.", err=True)
        return
    read_again(tuple(Path(entry.path) for entry in found))


@papers.command()
@click.argument("names", metavar="PAPER...", nargs=-1, required=True)
@json_option
@yes_option
def remove(names: tuple[str, ...], yes: bool) -> None:
    """Take papers out of the ledger and the index; the files stay where they are."""
    found = _named(names)
    sure(f"Remove {len(found)} from the index: {', '.join(Path(entry.path).name for entry in found)}?", yes)
    gone = with_library(lambda library: library.remove(names))
    if current_output().json:
        print_json({"removed": [entry.path for entry in gone]})
    else:
        click.echo(f"{len(gone)} removed. `gpiot ingest` of their folder would read them again.")


def _entries() -> list[Entry]:
    return _of_ledger(lambda ledger: ledger.entries())


def _named(names: Sequence[str]) -> list[Entry]:
    return _of_ledger(lambda ledger: [entry for name in names for entry in ledger.find(name)])


def _of_ledger(question: Callable[[Ledger], list[Entry]]) -> list[Entry]:
    async def answer(library: Library) -> list[Entry]:
        return question(library.ledger)

    return with_library(answer)


def _print(entries: Sequence[Entry], nothing: str) -> None:
    if current_output().json:
        click.echo(json.dumps([entry.json() for entry in entries]))
        return
    if not entries:
        click.echo(nothing, err=True)
    for entry in entries:
        what = entry.title or Path(entry.path).name
        year = f" ({entry.year})" if entry.year else ""
        reason = f": {entry.reason}" + (f" ({entry.hint})" if entry.hint else "") if entry.reason else ""
        click.echo(f"{entry.state:<7} {entry.pages:>4} pages  {clean(what)}{year}{clean(reason)}")
        click.secho(f"        {entry.paper[:8]}  {clean(entry.path)}", dim=True)
