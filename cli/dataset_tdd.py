"""``gpiot dataset tdd`` and ``augment``: problems and their sub-tasks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.interrupts import run
from cli.options import current_output, events_option, load, model_options
from core.terminal import clean

if TYPE_CHECKING:
    from knowledge.datasets.writing import Built

_folder = click.Path(file_okay=False, path_type=Path)
_out = click.option("--out", metavar="DIR", type=_folder, required=True, help="Folder for the data set.")
_seed = click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, help="Seed of the split.")


@click.command()
@click.argument("papers", metavar="[PAPERS]...", nargs=-1)
@click.option("--weak", is_flag=True, help="Let a weak model read papers too; its pairs are marked so.")
@_out
@model_options
@events_option
def tdd(papers: tuple[str, ...], weak: bool, out: Path, **given: Any) -> None:
    """Build TDD, problem to sub-tasks, from the library's plans and from ingested papers.

    The configured model splits the system of each paper into modules and each of them into sub-tasks; PAPERS are the file
    names of some. Every pair names the model that made it. What a weak model makes of a paper is not worth learning:
    without --weak it is not asked.
    """
    from agent.dataset_tdd import build_tdd
    from cli.dataset import bars, print_built

    settings, folders = load(given)
    with bars() as tell:
        built = run(build_tdd(papers, out, given["seed"] or 0, tell, settings, folders, weak=weak))
    print_built(built)
    if (left := built.dropped.get("paper: the model is weak, and --weak was not given")) and not current_output().json:
        click.echo(f"{left} papers were left out, as the model is weak: choose another one, or give --weak.", err=True)


@click.command()
@click.argument("folder", metavar="DIR", type=_folder)
@_out
@_seed
@events_option
def augment(folder: Path, out: Path, seed: int) -> None:
    """Augment a TDD data set by the three IoT operators: sensor modality, data representation, resources.

    Rules exchange steps for methods that exist and whose types fit; every plan is checked as those of the library are.
    Near-duplicates are left out afterwards: what counts is how many distinct pairs remain.
    """
    from agent.dataset_tdd import augment_tdd
    from cli.dataset import bars, print_built

    settings, _ = load()
    with bars() as tell:
        built = run(augment_tdd(folder, out, seed, tell, settings))
    print_built(built)
    if not current_output().json:
        click.echo(clean(_table(built)))


def _table(built: Built) -> str:
    """Made, valid and distinct pairs by operators."""
    made, valid, distinct = (built.counts[name] for name in ("made", "valid", "distinct"))
    rows = [f"{name}: {made[name]} made, {valid.get(name, 0)} valid, {distinct.get(name, 0)} distinct" for name in made]
    return "\n".join(rows)
