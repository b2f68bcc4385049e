"""``gpiot replay``: every question of a project.json is asked again, without caches, and the answers compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cli.options import events_option, load, model_options


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@model_options
@events_option
def replay(file: Path, **given: Any) -> None:
    """Ask every question of a project.json again and compare the answers.

    FILE is the project.json of a project folder. Where an answer differs, the first differing character is
    named; other models than those of the file are reported, not refused.
    """
    from agent.replay import replay as turn
    from cli.turn import play

    play(lambda agent, _: turn(agent, file), load(given), yes=True)
