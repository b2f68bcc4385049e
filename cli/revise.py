"""``gpiot revise``: one sub-task is made anew after a person's wish; all others keep their bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cli.options import code_option, events_option, load, model_options, out_option, session_argument, yes_option


@click.command()
@session_argument
@click.argument("number", metavar="N", type=click.IntRange(min=1))
@click.argument("wish", metavar="WISH")
@click.option("--cascade", is_flag=True, help="Rebuild the sub-tasks that depend on it as well.")
@out_option()
@model_options
@code_option
@events_option
@yes_option
def revise(session: str, number: int, wish: str, cascade: bool, out: Path | None, yes: bool, **given: Any) -> None:
    """Change sub-task N of SESSION; all others stay as they are.

    WISH says what to do differently, for example "use a Kalman filter instead". Sub-tasks that depend on N are
    marked stale and named; --cascade rebuilds them.
    """
    from agent.changes import revise as turn
    from cli.turn import play

    play(lambda agent, terms: turn(agent, session, [number], wish, terms, cascade=cascade), load(given), yes, out)
