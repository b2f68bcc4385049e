"""``gpiot search``: the passages of the ingested papers that answer a question, with paper and page."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

import click

from cli.options import current_output, json_option, with_library
from core.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.literature import Library
    from core.papers import Hit


@click.command()
@click.argument("query", metavar="QUESTION")
@click.option("-k", "limit", metavar="N", type=click.IntRange(1, 100), default=5, show_default=True, help="So many.")
@click.option("--paper", "papers", metavar="PAPER", multiple=True, help="Only of this paper: path, its end, or id.")
@click.option("--year", "years", metavar="YEAR", type=int, multiple=True, help="Only of this year.")
@json_option
def search(query: str, limit: int, papers: tuple[str, ...], years: tuple[int, ...]) -> None:
    """Find passages of the ingested papers: by their words and by their meaning, best first."""
    hits = with_library(lambda library: _found(library, query, limit, papers, years))
    if current_output().json:
        click.echo(json.dumps([_row(hit) for hit in hits]))
    elif not hits:
        click.echo("Nothing is found. What was ingested: gpiot papers list", err=True)
    else:
        for number, hit in enumerate(hits, 1):
            _print(number, hit)


async def _found(
    library: Library, query: str, limit: int, papers: tuple[str, ...], years: tuple[int, ...]
) -> Sequence[Hit]:
    from core.ports import Filter

    ids = tuple({entry.paper for name in papers for entry in library.ledger.find(name)})
    return await library.search(query, limit, Filter(papers=ids, years=years))


def _row(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "paper": passage.paper,
        "title": passage.title,
        "page": passage.page_at(hit.span[0]),
        "section": passage.section,
        "text": passage.text,
        "score": hit.score,
        "dense": hit.dense,
        "bm25": hit.bm25,
        "span": list(hit.span),
    }


def _print(number: int, hit: Hit) -> None:
    passage = hit.passage
    page = f"page {passage.page_at(hit.span[0])}"
    legs = [f"{name} {score:.2f}" for name, score in (("meaning", hit.dense), ("words", hit.bm25)) if score is not None]
    click.secho(f"{number}. {clean(passage.title)}", bold=True, nl=False)
    click.echo(f", {page}" + (f", {clean(passage.section)}" if passage.section else ""))
    start, end = hit.span
    best = passage.text[start:end] or passage.text
    click.echo(textwrap.indent(textwrap.fill(clean(best), 100), "   "))
    click.secho(f"   {hit.score:.3f} ({', '.join(legs)})  {passage.paper[:8]}", dim=True)
