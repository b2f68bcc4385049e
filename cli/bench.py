"""``gpiot bench``: a model scored: IoTBench, and the applications from a problem to a program that runs on data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.bars import bars
from cli.bench_applications import COMMANDS
from cli.interrupts import run
from cli.options import current_output, json_option, load, model_options, out_option, print_json
from core.errors import KnowledgeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARTS = ("rtslm", "examples", "methods", "literature", "pipeline")


@click.group()
def bench() -> None:
    """Score a model: IoTBench, and whole applications."""


@bench.command()
@model_options
@click.option(
    "--samples", metavar="N", type=click.IntRange(1, 200), default=5, show_default=True, help="For each task."
)
@click.option(
    "--stage", type=click.Choice(["td", "cg", "all"]), default="all", show_default=True, help="What is asked."
)
@click.option("--without", type=click.Choice(_PARTS), multiple=True, help="Leave this out; may be given again.")
@click.option(
    "--tasks", metavar="N", type=click.IntRange(min=1), help="Only the first N tasks of each kind, for a trial."
)
@click.option("--encoder", metavar="NAME", default="", help="Code encoder of transformers that is on this machine.")
@click.option("--references", is_flag=True, help="Try the benchmark itself: its right and its wrong programs.")
@out_option()
@json_option
def iotbench(
    samples: int,
    stage: str,
    without: tuple[str, ...],
    tasks: int | None,
    encoder: str,
    references: bool,
    out: Path | None,
    **settings: Any,
) -> None:
    """Ask a model for 50 plans (td) and 70 functions (cg), judge the functions by hidden tests, and print the table.

    Every answer is kept in DIR, by default below the state folder: a run that was ended goes on there. With more than
    one sample answers are drawn at a temperature of at least 0.6. Left out can be: rtslm (a function is asked for by
    statement and signature alone), examples (of plans and methods in prompts), methods (taken over as they are where the
    settings say so), pipeline (one prompt asks for the whole program; nothing is decomposed) and literature, which no
    prompt of IoTBench holds: its specifications are given.
    """
    if references:
        _try_references(tasks, settings)
        return
    from agent.iotbench.options import STAGES, Options
    from agent.iotbench.run import bench as bench_run
    from cli.asking import allower

    stages = STAGES if stage == "all" else (stage,)
    options = Options(samples, stages, frozenset(without), tasks, encoder, out)
    if not options.asked:
        raise UsageError("Without the pipeline nothing is decomposed.", "Use --stage cg.")
    with bars() as tell:
        table = run(bench_run(options, *load(settings), tell, allower(current_output())))
    if current_output().json:
        print_json(table)
        return
    for kind in STAGES:
        if kind in table:
            _print_table(kind, table[kind])
    click.echo(f"Answers, programs and verdicts are kept in {table['folder']}")


@bench.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def script(file: Path) -> None:
    """Write FILE, a script with which the scripted backend answers IoTBench with its references: the highest scores."""
    from agent.iotbench.script import reference_script
    from core.disk import storing

    with storing(file):
        file.write_text(json.dumps(reference_script(), indent=1), "utf-8")


def _try_references(tasks: int | None, settings: dict[str, Any]) -> None:
    from agent.iotbench.references import try_references

    with bars() as tell:
        found = run(try_references(tasks, tell, *load(settings)))
    if current_output().json:
        print_json(found)
    else:
        click.echo(f"{found['right_passed']} of {found['right']} right programs pass their tests.")
        click.echo(f"{found['wrong_failed']} of {found['wrong']} wrong programs fail them.")
    if found["surprises"]:
        key, why = next(iter(found["surprises"].items()))
        raise KnowledgeError(f"{len(found['surprises'])} programs are not judged as they should be: {key}: {why}")


def _print_table(kind: str, figures: Mapping[str, Any]) -> None:
    click.secho({"td": "Decomposition", "cg": "Code"}[kind], bold=True)
    for name, value in figures.items():
        click.echo(f"  {name.replace('_', ' '):<24} {'not measured' if value is None else value}")


for command in COMMANDS:
    bench.add_command(command)
