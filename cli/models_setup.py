"""``gpiot models setup``: a base, its three variants on the Ollama server, and what was done for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, load, print_json
from core.errors import UsageError
from core.terminal import clean

if TYPE_CHECKING:
    from agent.variants import Proposal, Setup
    from core.settings import Settings
    from modelfiles.variants import Variant

_GB = 1e9


@click.command()
@click.option("--base", metavar="NAME|FILE.gguf", default="", help="Base model; without it one that fits is proposed.")
@click.option(
    "--adapters",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with an adapter for each role: tdslm/ (PEFT) or tdslm.gguf, cgslm/ or cgslm.gguf.",
)
@click.option(
    "--way",
    type=click.Choice(["auto", "adapter", "merged"]),
    default="auto",
    help="How adapters get there; auto asks the server.",
)
@click.option("--yes", "-y", is_flag=True, help="Take the proposed base without asking.")
@json_option
def setup(base: str, adapters: Path | None, way: str, yes: bool) -> None:
    """Make the three roles on the Ollama server out of one base; what is there already stays."""
    from agent import variants
    from cli.interrupts import run

    settings, folders = load()
    base = base or _proposed(run(variants.propose(settings)), yes)
    progress = _Progress(quiet=current_output().json)
    done = run(variants.setup(settings, folders, base, adapters, progress.show, way))  # type: ignore[arg-type]
    progress.end()
    if current_output().json:
        print_json(done.json())
    else:
        _tell(done, settings)


class _Progress:
    """What the server is doing, on stderr: a line for each thing, with its share on a terminal."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._live = sys.stderr.isatty()
        self._last = ""

    def show(self, what: str, done: int, total: int) -> None:
        """Say it once; on a terminal the share of its bytes is kept up to date."""
        if self._quiet or not what:
            return
        what = clean(what)
        if what != self._last:
            self.end()
            click.echo(f"  {what}", err=True, nl=not self._live)
            self._last = what
        if self._live and total:
            click.echo(f"\r\x1b[K  {what}  {done / _GB:.2f} of {total / _GB:.2f} GB", err=True, nl=False)

    def end(self) -> None:
        """Leave the line."""
        if self._last and self._live:
            click.echo("", err=True)
        self._last = ""


def _proposed(proposal: Proposal, yes: bool) -> str:
    there = "is on the server already" if proposal.held else f"a download of {proposal.size / _GB:.1f} GB"
    click.echo(f"{proposal.machine}: {proposal.base} fits ({there}).", err=True)
    if not yes:
        if current_output().json or not sys.stdin.isatty():
            raise UsageError("No base is given.", f"Say --base {proposal.base}, or --yes to take what is proposed.")
        click.confirm("Take it?", default=True, abort=True, err=True)
    return proposal.base


def _tell(done: Setup, settings: Settings) -> None:
    click.echo(f"{clean(done.base)} on {done.url}: {done.machine}")
    for variant in done.variants:
        click.echo(f"  {variant.role}  {clean(variant.name)}  {_how(variant)}")
        for line in _more(variant):
            click.secho(f"         {line}", dim=True)
    click.echo("Set up." if done.changed else "Everything was there already; nothing was changed.")
    if settings.model:
        click.echo(f"The setting model = {settings.model} answers instead of them; empty it to use them.")
    else:
        click.echo(
            "`gpiot ask --backend ollama` uses them; `gpiot models test` looks whether they do what they should."
        )


def _how(variant: Variant) -> str:
    way = {"adapter": "adapter", "merged": "adapter merged in", "none": "no adapter"}[variant.way]
    return f"{way}, {'made' if variant.made else 'there already'}"


def _more(variant: Variant) -> list[str]:
    lines = [f"from {clean(variant.adapter)}"] if variant.adapter else []
    if variant.refused:
        lines.append(f"the server takes no adapter: {clean(variant.refused)}")
    if variant.merged:
        lines.append(_exactness(variant))
    return lines


def _exactness(variant: Variant) -> str:
    """How well the merged file holds the adapter, by its worst tensor; said where the base is too coarse for it."""
    worst = max(variant.merged, key=lambda merged: merged.rms / merged.update if merged.update else 0.0)
    kinds = ", ".join(sorted({merged.stored for merged in variant.merged}))
    text = f"{len(variant.merged)} tensors as {kinds}; error at most {worst.rms:.2g} rms, where the adapter adds {worst.update:.2g}"
    changed = {f"{merged.kind} became {merged.stored}" for merged in variant.merged if merged.kind != merged.stored}
    coarse = ": much of it is lost; take a base in F16 or Q8_0" if worst.rms > worst.update / 2 else ""
    return text + "".join(f"; {change}" for change in sorted(changed)) + coarse
