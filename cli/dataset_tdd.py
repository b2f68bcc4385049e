"""``gpiot dataset tdd`` and ``augment``: problems and their sub-tasks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.interrupts import run
from cli.options import current_output, events_option, load, model_options, print_json
from core.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.datasets.writing import Built

_folder = click.Path(file_okay=False, path_type=Path)
_out = click.option("--out", metavar="DIR", type=_folder, required=True, help="Folder for the data set.")


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
    from cli.dataset import print_built, told

    settings, folders = load(given)
    with told() as tell:
        built = run(build_tdd(papers, out, given["seed"] or 0, tell, settings, folders, weak=weak))
    print_built(built)
    if (left := built.dropped.get("paper: the model is weak, and --weak was not given")) and not current_output().json:
        click.echo(f"{left} papers were left out, as the model is weak: choose another one, or give --weak.", err=True)


@click.command()
@click.argument("folder", metavar="DIR", type=_folder)
@click.option(
    "--variants", metavar="N", type=click.IntRange(0, 100), default=4, show_default=True,
    help="Problems that the model makes of each one by each operator, at most; 0 asks no model.",
)  # fmt: skip
@click.option("--weak", is_flag=True, help="Let a weak model apply the operators too; its pairs are marked so.")
@_out
@model_options
@events_option
def augment(folder: Path, variants: int, weak: bool, out: Path, **given: Any) -> None:
    """Augment a TDD data set by the three IoT operators: sensor modality, data representation, resources.

    Rules exchange steps for methods that exist and whose types fit; every plan is checked as those of the library are.
    The configured model states each problem anew by each operator and decomposes it; a weak one is not asked without
    --weak. Near-duplicates are left out afterwards: what counts is how many distinct pairs remain.
    """
    from agent.dataset_augment import augment_tdd
    from cli.dataset import print_built, told

    settings, folders = load(given)
    with told() as tell:
        work = augment_tdd(folder, out, given["seed"] or 0, tell, _say, settings, folders, variants=variants, weak=weak)
        built = run(work)
    print_built(built)
    if not current_output().json:
        click.echo(clean(_table(built)))


def _say(text: str) -> None:
    if current_output().json:
        print_json({"type": "dataset_notice", "text": text})
    else:
        click.echo(clean(text), err=True)


def _table(built: Built) -> str:
    """Made, valid and distinct pairs by whom and by which operators."""
    counts = {how: _with_sums(built.counts[how]) for how in ("made", "valid", "distinct")}
    rows = (
        f"{name}: " + ", ".join(f"{count[name]} {how}" for how, count in counts.items())
        for name in sorted(counts["made"])
    )
    return "\n".join(rows)


def _with_sums(counts: Mapping[str, int]) -> Counter[str]:
    """The counts, and those of all operators together for whoever applied them."""
    sums = Counter(counts)
    for label, count in counts.items():
        if maker := label.rpartition(": ")[0]:
            sums[f"{maker}: all"] += count
    return sums
