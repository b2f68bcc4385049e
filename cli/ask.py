"""``gpiot ask``: a problem in; a plan, specifications and programs out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cli.options import code_option, events_option, load, model_options, out_option, yes_option
from core.errors import UsageError


@click.command()
@click.argument("text", metavar="TEXT|@FILE|-", required=False)
@click.option("--data", metavar="PATH", type=click.Path(path_type=Path), help="File or folder with your recordings.")
@click.option("--plan", metavar="NAME", default="", help="Take over this plan of the library; see: gpiot plans search.")
@out_option()
@model_options
@code_option
@events_option
@yes_option
def ask(text: str | None, data: Path | None, plan: str, out: Path | None, yes: bool, **given: Any) -> None:
    """Turn an IoT problem into a plan, specifications and programs.

    The problem is TEXT, the content of @FILE, or with - what comes on standard input. It may have sections
    headed Code Input, Code Output Format, Remarks and Library plan. What --data names is looked at: names, shapes and rates of its
    files go into the problem and into the specifications that read them.
    """
    problem = problem_text(text)
    if plan:
        problem += f"\n\nLibrary plan: {plan}\n"

    from agent.turns import ask as turn
    from cli.turn import play

    given["data"] = str(data.expanduser().absolute()) if data else None
    play(lambda agent, terms: turn(agent, problem, terms), load(given), yes, out)


def problem_text(given: str | None) -> str:
    """The problem's text out of the argument, a file, standard input or, on a terminal, a prompt.

    Raises UsageError where there is none or it is no text.
    """
    if given is None:
        return _prompted()
    if given == "-":
        return _decoded(sys.stdin.buffer.read(), "Standard input")
    if given.startswith("@"):
        return _decoded(_content(Path(given[1:]).expanduser()), given[1:])
    return _decoded(given.encode("utf-8", "surrogateescape"), "The problem")


def _prompted() -> str:
    if not sys.stdin.isatty():
        raise UsageError("No problem is given.", "Give it as text, as @FILE, or as - for standard input.")
    click.echo("What shall be built? An empty line ends the description.", err=True)
    lines: list[str] = []
    while line := _line():
        lines.append(line)
    return "\n".join(lines)


def _line() -> str:
    return str(click.prompt(">", prompt_suffix=" ", default="", show_default=False, err=True))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}.", "After @ comes a file that holds the problem.") from error


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{where} is not UTF-8 text (byte {error.start}).", "Save the problem as a UTF-8 text file."
        ) from error
