"""``gpiot plans``: the problems of the library, decomposed by hand, and sample data for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import current_output, json_option, print_json
from cli.searching import nearest
from core.errors import KnowledgeError, StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.knowledge import Plan


@click.group()
def plans() -> None:
    """List, search and show the plans of the library, and write sample data for them.

    A plan is a problem decomposed by hand into sub-tasks, each with a method. The nearest are shown to a model as examples;
    a weak model's plan is replaced by a near one (settings `examples` and `take_over`).
    """


@plans.command("list")
@json_option
def list_() -> None:
    """List all plans."""
    library = _library()
    if current_output().json:
        click.echo(json.dumps([_row(one) for one in library.values()]))
        return
    for plan in library.values():
        click.echo(f"{plan.name:<30} {plan.title}")


@plans.command()
@click.argument("words")
@click.option("-k", "limit", metavar="N", type=click.IntRange(1, 100), default=5, show_default=True, help="So many.")
@json_option
def search(words: str, limit: int) -> None:
    """Find the plans nearest to WORDS, by meaning and by words, best first."""
    found = nearest(lambda knowledge: knowledge.near_plans(words, limit))
    if current_output().json:
        click.echo(json.dumps([{**_row(near.item), "score": near.score} for near in found]))
        return
    for near in found:
        click.echo(f"{near.score:.2f}  {near.item.name:<30} {near.item.title}")


@plans.command()
@click.argument("name")
@json_option
def show(name: str) -> None:
    """Show the plan NAME: its problem and its sub-tasks with their methods."""
    plan = _named(name)
    if current_output().json:
        print_json(_row(plan))
        return
    click.secho(plan.title, bold=True)
    click.echo(f"\n{plan.problem.markdown()}\n")
    for number, step in enumerate(plan.steps, 1):
        click.echo(f"{number}. {step.title} [{step.method}{', each' if step.each else ''}]\n   {step.description}")
    tags = [f"{', '.join(some)}" for some in (plan.modality, plan.representation, plan.resource) if some]
    click.echo(f"\n{' · '.join(tags)}\nSample data: gpiot plans sample {plan.name} FOLDER")


@plans.command()
@click.argument("name")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Another seed, other data."
)
@json_option
def sample(name: str, folder: Path, seed: int) -> None:
    """Write data on which the plan NAME runs, with its truth, into FOLDER, which must be new or empty."""
    from core.disk import storing
    from knowledge.sampling import write

    plan = _named(name)
    with storing(folder):
        if folder.exists() and any(folder.iterdir()):
            raise StorageError(f"{folder} is not empty.", "Name a new folder.")
        write(plan.sample, folder, seed)
        files = sorted(path.name for path in folder.rglob("*") if path.is_file())
    if current_output().json:
        print_json({"folder": str(folder), "files": files})
    else:
        click.echo(f"{len(files)} files in {folder}.")


def _library() -> Mapping[str, Plan]:
    from knowledge.plan_files import plans as read

    return read()


def _named(name: str) -> Plan:
    from core.spelling import meant

    library = _library()
    if name not in library:
        raise KnowledgeError(f"There is no plan {name!r}.", meant(name, library, "All of them: gpiot plans list"))
    return library[name]


def _row(plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan.name,
        "title": plan.title,
        "statement": plan.problem.statement,
        "steps": [{"title": s.title, "description": s.description, "method": s.method} for s in plan.steps],
        "modality": list(plan.modality),
        "representation": list(plan.representation),
        "resource": list(plan.resource),
        "sample": plan.sample,
    }
