"""``gpiot methods``: the library of tested methods: what is in it, what is near to some words, what one of them is."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import click

from cli.options import current_output, json_option, load, print_json
from cli.searching import nearest, texts_made
from core.errors import KnowledgeError

if TYPE_CHECKING:
    from core.knowledge import Method


@click.group()
def methods() -> None:
    """List, search, show and try the methods of the library.

    A method is a tested function that solves one sub-task of an IoT application in the way its field does. Models see
    the nearest as examples; where one fits it can be taken over as it is (settings `examples` and `take_over`).
    """


@methods.command("list")
@click.argument("family", metavar="[FAMILY]", required=False)
@json_option
def list_(family: str | None) -> None:
    """List all methods, or those of a FAMILY such as ecg, by family."""
    found = [one for one in _library().values() if family in (None, one.family)]
    if not found:
        families = ", ".join(sorted({one.family for one in _library().values()}))
        raise KnowledgeError(f"There is no family {family!r}.", f"There are {families}.")
    if current_output().json:
        click.echo(json.dumps([_row(one) for one in found]))
        return
    for name, group in itertools.groupby(found, lambda one: one.family):
        click.secho(name, bold=True)
        for one in group:
            click.echo(f"  {one.function:<30} {one.title}")


@methods.command()
@click.argument("words")
@click.option("-k", "limit", metavar="N", type=click.IntRange(1, 100), default=8, show_default=True, help="So many.")
@json_option
def search(words: str, limit: int) -> None:
    """Find the methods nearest to WORDS, by meaning and by words, best first."""
    found = nearest(lambda knowledge: knowledge.near_methods(words, limit))
    if current_output().json:
        click.echo(json.dumps([{**_row(near.item), "score": near.score} for near in found]))
        return
    for near in found:
        click.echo(f"{near.score:.2f}  {near.item.name:<34} {near.item.title}")


@methods.command()
@click.argument("name")
@json_option
def show(name: str) -> None:
    """Show the method NAME (ecg.r_peaks): specification, cost, source and code."""
    method = _named(name)
    if current_output().json:
        print_json({**_row(method), "specification": method.spec.markdown(), "code": method.code})
        return
    click.secho(f"{method.name}: {method.title}", bold=True)
    settings = ", ".join(f"{key} = {value}" for key, value in method.settings.items())
    parts = [
        method.spec.markdown(),
        f"Settings: {settings}" if settings else "",
        method.cost,
        f"Source: {method.reference}",
        "Reads files." if method.reads_files else "",
        "Plain NumPy: suits a small board." if method.plain else "",
        method.code,
    ]
    click.echo("\n\n".join(part for part in parts if part))


@methods.command("test")
@click.argument("names", metavar="[NAME...]", nargs=-1)
@json_option
def test_(names: tuple[str, ...]) -> None:
    """Run the examples of methods in the sandbox: of all, or of those named."""
    import asyncio

    from agent.method_trials import tried

    wanted = [_named(name) for name in names] or list(_library().values())
    found = asyncio.run(tried(wanted, *load()))
    if current_output().json:
        click.echo(json.dumps([{"method": t.method, "ran": t.ran, "failed": t.failed} for t in found.values()]))
    else:
        for one in found.values():
            if one.failed or names:
                click.echo(f"{one.method}: {one.words}\n{one.said}".rstrip())
        click.echo(f"{sum(not one.failed for one in found.values())} of {len(wanted)} methods give what they should.")
    if any(one.failed for one in found.values()):
        raise KnowledgeError("Examples of methods fail here.", "See the lines above.")


@methods.command()
@click.option("--installed", is_flag=True, help="Keep it with the installation, for everybody who uses it.")
@json_option
def index(installed: bool) -> None:
    """Make what methods and plans are found by; the first search does it otherwise."""
    texts = texts_made(installed=installed)
    if current_output().json:
        print_json({"texts": texts})
    else:
        click.echo(f"{texts} texts of methods and plans can be searched.")


def _library() -> dict[str, Method]:
    from knowledge.reading import methods as read

    return dict(read())


def _named(name: str) -> Method:
    from core.spelling import meant

    library = _library()
    if name in library:
        return library[name]
    functions = [one for one in library.values() if one.function == name]
    if len(functions) == 1:
        return functions[0]
    raise KnowledgeError(f"There is no method {name!r}.", meant(name, library, "All of them: gpiot methods list"))


def _row(method: Method) -> dict[str, Any]:
    return {
        "method": method.name,
        "title": method.title,
        "target": method.spec.target,
        "cost": method.cost,
        "source": method.reference,
        "keywords": list(method.keywords),
        "settings": dict(method.settings),
        "imports": list(method.imports),
        "reads_files": method.reads_files,
        "plain_numpy": method.plain,
    }
