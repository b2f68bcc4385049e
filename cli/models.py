"""``gpiot models``: what there is to answer with."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, load, print_json
from core.terminal import clean

if TYPE_CHECKING:
    from agent.inventory import Offer, Shelf


@click.group()
def models() -> None:
    """List the models that can answer."""


@models.command("list")
@json_option
def list_() -> None:
    """List the embedded model and those of the Ollama server, and the roles they play."""
    from agent import inventory

    settings, folders = load()
    shelves = [inventory.embedded(settings, folders), asyncio.run(inventory.ollama(settings))]
    if current_output().json:
        problems = {shelf.backend: shelf.problem for shelf in shelves if shelf.problem}
        print_json({"models": [asdict(offer) for shelf in shelves for offer in shelf.offers], "problems": problems})
        return
    for shelf in shelves:
        _print(shelf)
    click.echo(f"\nThe backend is {settings.backend}; --backend and --model choose another for one command.")


def _print(shelf: Shelf) -> None:
    click.secho(shelf.backend, bold=True)
    for offer in shelf.offers:
        click.echo(f"  {clean(offer.name)}")
        click.secho(f"    {_facts(offer)}", dim=True)
    if shelf.problem:
        click.echo(f"  {clean(shelf.problem)}")
        click.echo(f"  {clean(shelf.hint)}" if shelf.hint else "", nl=bool(shelf.hint))


def _facts(offer: Offer) -> str:
    roles = ", ".join(offer.roles)
    weak = "weak: its programs are not to be relied upon" if offer.weak else ""
    return " · ".join(filter(None, [f"digest {offer.digest[:12]}", f"plays {roles}" if roles else "", weak]))
