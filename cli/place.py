"""``gpiot place``: one program for many devices, and where each of its stages should run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import place_algorithms, place_bench, place_compare, place_learning, place_profiles, place_solve
from cli.options import current_output, json_option, print_json
from cli.place_options import case, file_argument, profile_option, read, show_errors, svg_option
from cli.place_text import diagnostic, say
from core.errors import GpiotError, UsageError
from core.spelling import meant
from core.wording import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.placing import Case, Program

_HELP = ("-h", "--help")
_DEFAULT = "solve"


class Placing(click.Group):
    """Takes ``gpiot place FILE`` for ``gpiot place solve FILE``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in where the first argument is a file or an option."""
        if args and args[0] not in self.commands and args[0] not in _HELP:
            if not _is_file(args[0]):
                raise UsageError(f"There is no command and no file {args[0]}.", self._near(args[0]))
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names in the order of a person's first steps."""
        return list(self.commands)

    def _near(self, word: str) -> str:
        return meant(word, self.commands, f"The commands: {', '.join(self.commands)}.", most=1, before="gpiot place ")


def _is_file(word: str) -> bool:
    return word.startswith("-") or "." in word or "/" in word or Path(word).exists()


@click.group(cls=Placing)
def place() -> None:
    """Place the stages of an application on devices and the edge: least latency or energy, proven.

    `gpiot place FILE` prints the placement of least latency. A program in the EdgeProg language names devices, virtual sensors and
    rules (docs/placement-language.md); what blocks and packets cost comes from profiles of devices and networks
    (docs/placement.md). FILE may be - for standard input.
    """


@place.command(short_help="Say all that is wrong with FILE.")
@file_argument
@profile_option
@json_option
def check(file: str, profile: Path | None) -> None:
    """Say all that is wrong with FILE, what has no price yet, what cannot run, and what is assumed.

    Errors and warnings come with line, column and what is meant. The exit code is 2 where there is an error. What has no price is
    a warning: a profile may come later.
    """
    from agent.placing import case as made
    from agent.placing import priced, profiles
    from agent.placing_report import diagnostic as record

    known, program = profiles(profile), read(file)
    found: dict[str, Any] = {}
    if not program.errors:
        given, warnings = made(program, known), len(program.warnings)
        program = priced(given)
        found = _standing(given, len(program.warnings) - warnings)
    rows = [record(program, one) for one in program.diagnostics]
    if current_output().json:
        numbers = {"errors": len(program.errors), "warnings": len(program.warnings)}
        print_json({"file": file, **numbers, "diagnostics": rows, **found})
    else:
        _print_check(file, program, rows, found)
    if program.errors or program.application is None:
        raise click.exceptions.Exit(UsageError.exit_code)


@place.command(short_help="Show or draw the data flow graph of FILE.")
@file_argument
@svg_option("Draw it into this file.")
@click.option("--dot", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it for Graphviz.")
@profile_option
@json_option
def graph(file: str, svg: Path | None, dot: Path | None, profile: Path | None) -> None:
    """Show the data flow graph of FILE: its blocks, where each may lie, and what flows between them."""
    from agent.placing_files import write_beside
    from placement import drawing

    given = case(file, profile)
    sizes = _sizes(given)
    for path, draw in ((svg, drawing.svg), (dot, drawing.dot)):
        if path:
            write_beside(file, path, draw(given.graph, None, sizes))
    if current_output().json:
        print_json(_graph_record(given, sizes))
    elif not (svg or dot):
        say(drawing.text(given.graph, None, sizes).rstrip())
        say("\n? may lie on any device, (pinned) on one alone.")
    else:
        for path in filter(None, (svg, dot)):
            say(f"The graph is in {path}")


@click.command(short_help="Rewrite FILE in the one form that all programs share.")
@file_argument
@click.option("--check", "only", is_flag=True, help="Change nothing; exit code 1 where FILE would change.")
@json_option
def fmt(file: str, only: bool) -> None:
    """Rewrite FILE in the one form that all programs share; comments stay. - goes from standard input to standard output."""
    from agent.placing import STDIN, formatted
    from agent.placing_files import write

    program, text = formatted(file, sys.stdin.buffer)
    if not text:
        show_errors(program)
        program.sound()
    changes = text != program.text
    if changes and not only and file != STDIN:
        write(Path(file), text)
    if current_output().json:
        print_json({"file": file, "changed": changes, "text": text if file == STDIN else None})
    elif file == STDIN and not only:
        click.echo(text, nl=False)
    else:
        state = ("would change" if only else "rewritten") if changes else "in form"
        say(f"{file}: {state}")
    if only and changes:
        raise click.exceptions.Exit(1)


def _standing(given: Case, unpriced: int) -> dict[str, Any]:
    """What an application without errors is made of, and why it cannot be placed yet."""
    from agent.placing_report import doubts

    try:
        given.problem()
        reason = None
    except GpiotError as error:
        reason = " ".join(filter(None, [error.message, error.hint]))
    sizes = {"application": given.graph.name, "blocks": len(given.graph.blocks), "devices": len(given.graph.places)}
    return {**sizes, **doubts(given), "unpriced": unpriced, "cannot_be_placed": reason}


def _print_check(file: str, program: Program, rows: Sequence[Mapping[str, Any]], found: Mapping[str, Any]) -> None:
    for row in sorted(rows, key=lambda row: row["severity"] != "error"):
        diagnostic(file, row)
    say(f"{file}: {plural(len(program.errors), 'error')}, {plural(len(program.warnings), 'warning')}", bold=True)
    if found:
        say(f"{found['application']}: {plural(found['blocks'], 'block')} on {plural(found['devices'], 'device')}")
        place_solve.print_doubts(found)
        if found["cannot_be_placed"]:
            why = f"{plural(found['unpriced'], 'warning')} above" if found["unpriced"] else found["cannot_be_placed"]
            say(f"It cannot be placed yet: {why}", fg="yellow")


def _sizes(given: Case) -> Sequence[Any]:
    """What each block gives, nothing where that cannot be told: a graph can be drawn without."""
    from placement.sizes import CostError, outputs

    try:
        return outputs(given.graph, given.profiles)
    except CostError:
        return ()


def _graph_record(given: Case, sizes: Sequence[Any]) -> dict[str, Any]:
    found = given.graph
    return {
        "application": found.name,
        "devices": [{"device": one.alias, "kind": one.kind, "edge": one.edge} for one in found.places],
        "blocks": [
            {
                "block": one.name,
                "kind": str(one.kind),
                "functionality": one.functionality,
                "places": list(one.places),
                "bytes": sizes[index].size if sizes else None,
            }
            for index, one in enumerate(found.blocks)
        ],
        "flows": [[found.blocks[source].name, found.blocks[target].name] for source, target in found.flows],
    }


for _command in (
    place_solve.solve,
    place_compare.compare,
    fmt,
    place_learning.sample,
    place_learning.train,
    place_learning.network,
    place_profiles.profiles,
    place_algorithms.algorithms,
    place_bench.bench,
):
    place.add_command(_command)
