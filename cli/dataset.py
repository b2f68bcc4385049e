"""``gpiot dataset``: what models are tuned on, built from packages, papers and plans."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.bars import bars
from cli.dataset_tdd import augment, tdd
from cli.interrupts import run
from cli.options import current_output, events_option, json_option, load, print_json
from core.errors import UsageError
from core.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.datasets.progress import OnProgress
    from knowledge.datasets.writing import Built

_folder = click.Path(file_okay=False, path_type=Path)
out_option = click.option("--out", metavar="DIR", type=_folder, required=True, help="Folder for the data set.")
seed_option = click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, help="Seed of the split.")


@click.group()
def dataset() -> None:
    """Build the data sets that models are tuned on, check them and write their data card.

    Data sets are JSON lines in chat form, without near-duplicates, split without leakage, and without IoTBench. Killed at
    any moment, the same command goes on where it was.
    """


dataset.add_command(tdd)
dataset.add_command(augment)


@dataset.command()
@click.option("--package", "packages", metavar="NAME", multiple=True, help="Only this package; may be given again.")
@click.option("--source", "trees", metavar="DIR", multiple=True, type=_folder, help="A source tree with a gallery.")
@click.option("--python", metavar="PATH", default="", help="Interpreter that has the packages.")
@out_option
@seed_option
@events_option
def cgd(packages: tuple[str, ...], trees: tuple[Path, ...], python: str, out: Path, seed: int) -> None:
    """Build CGD, specification to code, from the documentation and examples of packages and the method library.

    Packages are read from an interpreter that has them: gpiot's run-time environment, or --python. The default ones are
    those of the extra `dataset`. A source tree gives the scripts of its gallery; its package must be among those read. All
    code runs in the sandbox; what does not run is left out and counted.
    """
    from agent.datasets import build_cgd

    settings, folders = load()
    with told() as tell:
        built = run(build_cgd(packages, trees, python, out, seed, tell, settings, folders))
    print_built(built)


@dataset.command()
@click.argument("folder", metavar="DIR", type=_folder)
@json_option
def card(folder: Path) -> None:
    """Write the data card of a data set anew, and print its statistics."""
    from knowledge.datasets.card import card as text_of
    from knowledge.datasets.card import statistics, write_card

    write_card(folder)
    figures = statistics(folder)
    if current_output().json:
        print_json(figures)
    else:
        click.echo(clean(text_of(figures).partition("---\n\n")[2]))


@dataset.command()
@click.argument("folder", metavar="DIR", type=_folder)
@json_option
def check(folder: Path) -> None:
    """Check a data set: schema, near-duplicates, leakage between its sides, IoTBench, and its hash."""
    from knowledge.datasets.checking import check as wrong_with

    found = wrong_with(folder)
    if current_output().json:
        print_json({"folder": str(folder), "problems": found})
    elif not found:
        click.echo("Nothing is wrong with it.")
    if found:
        raise UsageError(f"{folder}: {len(found)} problems, first: {found[0]}", "Build it anew.")


def print_built(built: Built) -> None:
    """What was made, in a few lines or as the last event."""
    if current_output().json:
        print_json({"type": "done", "folder": built.folder, **built.json()})
        return
    sides = ", ".join(f"{count} {side}" for side, count in sorted(built.sides.items()))
    click.echo(f"{built.pairs} pairs ({sides}) in {clean(built.folder)}")
    click.echo(f"{sum(built.dropped.values())} candidates were left out; README.md says why.")
    click.echo(f"SHA-256 {built.sha256}")


@contextmanager
def told() -> Iterator[OnProgress]:
    """Bars on a terminal, or events as lines of JSON."""
    if current_output().json:
        yield lambda progress: print_json(progress.json())
        return
    with bars() as tell:
        yield lambda of: tell(of.phase, of.done, of.total, f"{of.pairs} pairs" if of.pairs else "")
