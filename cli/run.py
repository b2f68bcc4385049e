"""``gpiot run``: the program of a session or a folder, in the sandbox, on the person's data, measured."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import complete_session, current_output, events_option, load, model_options, open_store
from core.errors import GpiotError, UsageError

if TYPE_CHECKING:
    from agent.programs import Wanted
    from core.settings import Folders, Settings

_BY_SETTING = -1


@click.command()
@click.argument("target", metavar="SESSION|FOLDER", shell_complete=complete_session)
@click.option("--data", metavar="PATH", type=click.Path(path_type=Path), help="File or folder with your recordings.")
@click.option("--metric", metavar="NAME", default="", help="How to judge: r-peaks, classification, regression, events.")
@click.option(
    "--repair",
    metavar="[N]",
    type=click.IntRange(-1, 10),
    is_flag=False,
    flag_value=_BY_SETTING,
    default=0,
    help="Have the sub-task at fault written anew and run again, at most N times (2 where no N is given).",
)
@click.option("--from", "first", metavar="N", type=click.IntRange(min=1), help="Run from sub-task N on.")
@click.option("--only", metavar="N", type=click.IntRange(min=1), help="Run sub-task N alone.")
@click.option("--set", "given", metavar="NAME=VALUE", multiple=True, help="A further argument of the program.")
@click.option("--gpu", is_flag=True, help="Let the program see the graphics devices.")
@click.option("--unsafe-no-sandbox", "unsafe", is_flag=True, help="Run without bubblewrap, with limits only.")
@click.option("--yes", "-y", is_flag=True, help="Run without asking.")
@model_options
@events_option
def run(
    target: str,
    data: Path | None,
    metric: str,
    repair: int,
    first: int | None,
    only: int | None,
    given: tuple[str, ...],
    gpu: bool,
    unsafe: bool,
    yes: bool,
    **settings: Any,
) -> None:
    """Run a program in the sandbox, on your data, and measure it.

    It has no network, sees your data read-only and nothing of HOME, and is ended at its limits of time and memory.
    What fails is traced to a sub-task; --repair has that one written anew. --from and --only go on with the values
    that the run before has kept. FOLDER is any project that gpiot wrote, edited by hand or not. The last event of
    --json is `run_ended`, with ok, state, subtask, reason, metrics, budgets, wall_s, cpu_s, peak_mb and rounds.
    """
    from agent.programs import Wanted
    from agent.running import run as turn
    from cli.turn import play

    if first and only:
        raise UsageError("--from and --only exclude each other.", "Give one of them.")
    loaded = load(settings)
    wanted = Wanted(
        data=str(data.expanduser().absolute()) if data else "",
        metric=metric,
        repairs=loaded[0].repairs if repair == _BY_SETTING else repair,
        first=first or 0,
        only=only or 0,
        given=dict(_pair(one) for one in given),
        unsafe=unsafe,
        gpu=gpu,
    )
    if not yes and loaded[0].run == "ask":
        _ask(target, wanted, loaded)
    # What a person has edited in the project's folder is not overwritten by a repair.
    play(lambda agent, terms: turn(agent, target, wanted, replace(terms, overwrite=False)), loaded, yes=True)


def _ask(target: str, wanted: Wanted, loaded: tuple[Settings, Folders]) -> None:
    """Have the person say that a program which a model wrote may run.

    Raises UsageError where nobody can be asked; first of all what keeps the program from beginning.
    """
    from agent.executing import check
    from agent.programs import find

    with open_store() as store:
        check(find(store, target), wanted, *loaded)
    if current_output().json or not sys.stdin.isatty():
        raise UsageError("Programs are not run unasked.", "Add --yes, or: gpiot config set run always")
    how = "WITHOUT A SANDBOX, with limits only" if wanted.unsafe else "in the sandbox"
    if not click.confirm(f"Run the program of {target} {how}?", default=True, err=True):
        raise GpiotError("The program was not run.")


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (sign and name):
        raise UsageError(f"--set {text}: that is not NAME=VALUE.", "For example: --set window=5")
    return name, value
