"""``gpiot index``: the passages themselves; moved to a server, or given new vectors."""

from __future__ import annotations

import asyncio

import click

from cli.options import current_output, json_option, load, print_json


@click.group()
def index() -> None:
    """Move the index to a Qdrant server, or make its vectors anew."""


@index.command()
@json_option
def migrate() -> None:
    """Copy every passage of the index in this process to the Qdrant server of the settings."""
    _report(run(_migrated()), "passages are on the server. Use it with: gpiot config set index server")


@index.command()
@json_option
def rebuild() -> None:
    """Forget all vectors and make them with the embedder of the settings; the words stay searchable meanwhile."""
    _report(run(_rebuilt()), "passages have new vectors.")


async def _migrated() -> int:
    from agent.literature import open_library

    async with open_library(*load()) as library:
        return await library.migrate()


async def _rebuilt() -> int:
    from agent.literature import open_library

    async with open_library(*load()) as library:
        return await library.rebuild()


def _report(count: int, what: str) -> None:
    if current_output().json:
        print_json({"passages": count})
    else:
        click.echo(f"{count} {what}")
