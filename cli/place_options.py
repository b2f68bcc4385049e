"""What the commands of ``gpiot place`` share: their options, and how a program comes in."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.options import complain, current_output
from cli.place_text import diagnostic
from core.errors import GpiotError, UsageError

if TYPE_CHECKING:
    from agent.placing import Case, Program
    from placement.problem import Answer

Command = TypeVar("Command", bound=Callable[..., Any])

file_argument = click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
profile_option = click.option(
    "--profile",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of your own profiles, over the shipped ones.",
)
network_option = click.option(
    "--network",
    metavar="NAME",
    help="Network of all devices, such as Zigbee, WiFi, BLE; gpiot place profiles lists them.",
)
goal_option = click.option(
    "--goal", type=click.Choice(["latency", "energy"]), default="latency", show_default=True, help="What is made least."
)


def _seconds(_: click.Context, __: click.Parameter, value: float) -> float:
    if not (value > 0 and math.isfinite(value)):
        raise UsageError(f"--time-limit {value:g} is no time.", "Give seconds above 0.")
    return value


def limit_option(default: float, text: str) -> Callable[[Command], Command]:
    """Add ``--time-limit S``; it arrives as ``time_limit``."""
    return click.option(
        "--time-limit", metavar="S", type=float, default=default, show_default=True, callback=_seconds, help=text
    )


def svg_option(text: str) -> Callable[[Command], Command]:
    """Add ``--svg FILE``."""
    return click.option("--svg", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=text)


def read(file: str) -> Program:
    """The program of FILE, or of standard input for ``-``."""
    from agent.placing import read as read_file

    return read_file(file, sys.stdin.buffer)


def case(file: str, profile: Path | None, network: str | None = None) -> Case:
    """A program that can be placed; what is wrong with it is shown first."""
    from agent.placing import case as made
    from agent.placing import profiles

    known, program = profiles(profile), read(file)
    try:
        return made(program, known, network)
    except GpiotError:
        show_errors(program)
        raise


def show_errors(program: Program) -> None:
    """All errors of a program on stderr; JSON has its own place for them."""
    from agent.placing_report import diagnostic as record

    if not current_output().json:
        for one in program.errors:
            diagnostic(program.name, record(program, one), err=True)


def leave(answers: Sequence[Answer]) -> None:
    """With exit code 1 where a placement is not proven best; JSON has said so already."""
    unproven = [answer for answer in answers if str(answer.status) != "optimal"]
    if unproven:
        if not current_output().json:
            complain(f"Not proven best: {unproven[0].reason}.")
        raise click.exceptions.Exit(1)
