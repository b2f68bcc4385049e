"""``gpiot index``: the passages themselves; moved to a server, or given new vectors."""

from __future__ import annotations

import click

from cli.options import current_output, json_option, print_json, with_library


@click.group()
def index() -> None:
    """Move the index to a Qdrant server, or make its vectors anew."""


@index.command()
@json_option
def migrate() -> None:
    """Copy every passage of the index in this process to the Qdrant server of the settings."""
    _report(
        with_library(lambda library: library.migrate()),
        "passages are on the server. Use it with: gpiot config set index server",
    )


@index.command()
@json_option
def rebuild() -> None:
    """Forget all vectors and make them with the embedder of the settings; the words stay searchable meanwhile."""
    _report(with_library(lambda library: library.rebuild()), "passages have new vectors.")


def _report(count: int, what: str) -> None:
    if current_output().json:
        print_json({"passages": count})
    else:
        click.echo(f"{count} {what}")
