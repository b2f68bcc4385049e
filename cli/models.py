"""``gpiot models``: what there is to answer with, and the variants of the three roles on an Ollama server."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, load, print_json, sure
from core.errors import UsageError
from core.roles import ROLES
from core.terminal import clean

if TYPE_CHECKING:
    from agent.inventory import Offer, Shelf

# Commands with a file of their own.
_ELSEWHERE = {"setup": "cli.models_setup", "test": "cli.models_test", "add": "cli.models_add"}


class _Models(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(_ELSEWHERE[cmd_name]), cmd_name)
        return command


@click.group(cls=_Models)
def models() -> None:
    """List the models that can answer; set up the three roles on an Ollama server."""


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


@models.command()
@click.argument("role", type=click.Choice(list(ROLES)))
@click.option("--base", metavar="NAME|FILE.gguf", default="", help="Show it as it would be made on this base.")
@json_option
def show(role: str, base: str) -> None:
    """Print the Modelfile of ROLE: the one on the Ollama server, else the one that `setup` would make."""
    from agent import variants
    from cli.interrupts import run

    settings, _ = load()
    text = run(variants.show(settings, ROLES[role], base))
    if current_output().json:
        print_json({"role": role, "modelfile": text})
    else:
        click.echo(clean(text).rstrip("\n"))


@models.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All variants, and the bases that were uploaded for them.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@json_option
def remove(names: tuple[str, ...], everything: bool, yes: bool) -> None:
    """Remove variants from the Ollama server; nothing that does not begin with gpiot- is touched."""
    from agent import variants
    from cli.interrupts import run

    if bool(names) == everything:
        raise UsageError("Say which variants to remove.", "Give their names, or --all.")
    settings, _ = load()
    sure(f"Remove {', '.join(names) or 'every gpiot-* model'} from {settings.ollama_url}?", yes)
    gone = run(variants.remove(settings, names))
    if current_output().json:
        print_json({"removed": gone})
    else:
        click.echo("\n".join(f"removed {clean(name)}" for name in gone) or "There was none.")


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
    way = {"": "", "none": "no adapter", "adapter": "adapter", "merged": "adapter merged in"}[offer.way]
    return " · ".join(filter(None, [f"digest {offer.digest[:12]}", f"plays {roles}" if roles else "", way, weak]))
