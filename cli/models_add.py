"""``gpiot models add``: a GGUF file of the person's own becomes the embedded base."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, load, print_json
from core.terminal import clean

if TYPE_CHECKING:
    from agent.own_weights import Found
    from core.settings import Folders, Settings


@click.command()
@click.argument("file", metavar="FILE.gguf", type=click.Path(path_type=Path))
@click.option("--gpu-layers", type=click.IntRange(-1), help="Layers on a GPU; -1 leaves the choice to llama.cpp.")
@click.option(
    "--adapters",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder with tdslm.gguf and cgslm.gguf, or PEFT folders tdslm/ and cgslm/.",
)
@json_option
def add(file: Path, gpu_layers: int | None, adapters: Path | None) -> None:
    """Make a GGUF file the base of the embedded model, which needs no server.

    File, memory and adapters are checked first; then the settings name them. Nothing is copied: the file stays where it is.
    """
    from agent.own_weights import examine
    from cli.config import store

    settings, folders = load()
    found = examine(file, adapters, folders)
    values = found.settings(gpu_layers)
    store(folders, values)
    notes = [*found.notes, *_overruled(settings)]
    if current_output().json:
        told = {"architecture": found.architecture, "parameters": found.parameters, "bytes": found.size}
        print_json({**told, "needed": found.needed, "machine": found.machine, "settings": values, "notes": notes})
        return
    _print(found, folders, notes)


def _print(found: Found, folders: Folders, notes: list[str]) -> None:
    click.echo(clean(f"{found.path} is the embedded base from now on."))
    billions = f"{found.parameters / 1e9:.2f} thousand million parameters, {found.architecture}"
    click.echo(clean(f"  {billions}; needs {found.needed / 1e9:.1f} GB of {found.machine}."))
    for role, path in found.adapters.items():
        click.echo(clean(f"  {role} answers with {path}"))
    for note in notes:
        click.echo(clean(f"  {note}"))
    click.echo(clean(f"Written to {folders.config_file}; take it back with: gpiot config set model ''"))


def _overruled(settings: Settings) -> list[str]:
    """What keeps the new base from answering."""
    from core.settings import environment

    found = []
    if settings.backend not in ("auto", "embedded"):
        found.append(f"The backend is {settings.backend}; let it answer with: gpiot config set backend embedded")
    if "GPIOT_MODEL" in environment():
        found.append("The variable GPIOT_MODEL names another model and wins over the file.")
    return found
