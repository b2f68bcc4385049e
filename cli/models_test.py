"""``gpiot models test``: whether the variants do what they were made for."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, load, print_json
from core.terminal import clean

if TYPE_CHECKING:
    from agent.proving import Row

_COLOURS = {"ok": "green", "note": "yellow", "failed": "red"}


@click.command()
@json_option
def test() -> None:
    """Ask every variant for its role's format, and look at its adapter, its context and its limit."""
    from agent import proving
    from cli.interrupts import run

    settings, folders = load()
    quiet = current_output().json
    rows = run(proving.prove(settings, folders, lambda row: None if quiet else _print(row)))
    if quiet:
        print_json({"rows": [asdict(row) for row in rows]})
    if any(row.state == "failed" for row in rows):
        raise click.exceptions.Exit(1)


def _print(row: Row) -> None:
    click.echo(f"{row.role:<6}{row.what:<9}", nl=False)
    click.secho(f"{row.state:<8}", fg=_COLOURS[row.state], nl=False)
    click.echo(clean(row.detail))
