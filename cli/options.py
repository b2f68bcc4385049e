"""What the commands share: their common options, the settings behind them, and how results and failures are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from core.errors import GpiotError, UsageError
from core.terminal import clean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from agent.literature import Library
    from agent.store import Store
    from core.settings import Folders, Settings

T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(slots=True)
class Output:
    """How this command prints, and how far its turn has come: what a failure or an interruption has to say.

    json: JSON and nothing else on stdout
    streams: one event a line, so that a failure is an event as well
    code: programs are printed in full
    session, seq, stage: of the last event that was seen
    again: how the work goes on after an interruption, where that is not the session's matter
    """

    json: bool = False
    streams: bool = False
    code: bool = False
    session: str = ""
    seq: int = 0
    stage: str = ""
    again: str = ""


def current_output() -> Output:
    """The output of the running command."""
    return output_of(click.get_current_context())


def output_of(ctx: click.Context) -> Output:
    """The output that belongs to this context's root."""
    found = ctx.find_root().ensure_object(Output)
    if not isinstance(found, Output):
        raise TypeError(f"The context carries {found!r} where the output belongs.")
    return found


def _json_option(streams: bool, text: str) -> Callable[[Command], Command]:
    def remember(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
        output = output_of(ctx)
        output.json, output.streams = output.json or value, streams
        return value

    return click.option(
        "--json", "as_json", is_flag=True, expose_value=False, is_eager=True, callback=remember, help=text
    )


json_option = _json_option(False, "Print one JSON object and nothing else.")
events_option = _json_option(True, "Print one event a line as JSON and nothing else; the last is `done` or `failed`.")


def _remember_code(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    output_of(ctx).code = value


code_option = click.option(
    "--code",
    is_flag=True,
    expose_value=False,
    callback=_remember_code,
    help="Print the programs in full, not only their names.",
)
yes_option = click.option("--yes", "-y", is_flag=True, help="Accept the plan and overwrite the command's own files.")


def model_options(command: Command) -> Command:
    """Add ``--backend``, ``--model`` and ``--seed``; they arrive under the names of the settings."""
    for option in (
        click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Seed of every answer."),
        click.option("--model", metavar="NAME|FILE.gguf", help="Model for all three roles."),
        click.option(
            "--backend",
            type=click.Choice(["auto", "embedded", "ollama", "openai", "scripted"]),
            help="Which model server answers.",
        ),
    ):
        command = option(command)
    return command


def out_option(required: bool = False) -> Callable[[Command], Command]:
    """Add ``--out DIR``; it arrives as ``out``."""
    folder = click.Path(file_okay=False, path_type=Path)
    return click.option("--out", metavar="DIR", type=folder, required=required, help="Folder for the project.")


def session_argument(command: Command) -> Command:
    """Add the argument SESSION, completed from the stored sessions; it arrives as ``session``."""
    return click.argument("session", metavar="SESSION", shell_complete=complete_session)(command)


def load(given: Mapping[str, Any] | None = None) -> tuple[Settings, Folders]:
    """The settings with the command's own options on top, and the folders."""
    from core.settings import Folders, environment, load_settings

    folders = Folders.of(environment())
    return load_settings(folders, environment(), given), folders


def open_store() -> Store:
    """The stored sessions, without the models and the graph; a context manager."""
    from agent.store import Store
    from core.settings import Folders, environment

    return Store(sessions_file(Folders.of(environment())))


def with_library(work: Callable[[Library], Awaitable[T]]) -> T:
    """What a command does with the person's literature; it is opened for that alone."""
    from agent.gate import Gate
    from agent.literature import open_library
    from cli.asking import allower
    from cli.interrupts import run

    async def opened() -> T:
        async with open_library(*load(), Gate(allower(current_output()))) as library:
            return await work(library)

    return run(opened())


def sessions_file(folders: Folders) -> Path:
    """Where the sessions are."""
    return folders.state / "sessions.db"


def print_json(value: Mapping[str, Any]) -> None:
    """One JSON object on one line, ASCII only so that any terminal and any pipe takes it."""
    click.echo(json.dumps(value))


def report(error: GpiotError, output: Output) -> None:
    """Say what went wrong in the form that this command prints."""
    if output.json and output.streams:
        report_event(error.message, error.hint, error.exit_code, output)
    elif output.json:
        print_json({"error": error.message, "hint": error.hint, "code": error.exit_code})
    else:
        complain(error.message, error.hint)


def report_event(reason: str, hint: str, code: int, output: Output, resumable: bool = False) -> None:
    """The last line of an event stream that ended without one of its own."""
    from core.events import Failed

    event = Failed(
        session=output.session,
        seq=output.seq + 1,
        stage=output.stage,
        reason=reason,
        hint=hint,
        code=code,
        resumable=resumable,
    )
    print_json(event.json())


def complain(message: str, hint: str = "") -> None:
    """One line that names the failure and one with the next step, on stderr."""
    click.echo(f"gpiot: {clean(message)}", err=True)
    if hint:
        click.echo(f"  {clean(hint)}", err=True)


def sure(question: str, yes: bool) -> None:
    """Ask before something is lost; without a terminal only ``--yes`` answers. Raises UsageError, or Abort on a no."""
    if yes:
        return
    if current_output().json or not sys.stdin.isatty():
        raise UsageError("This cannot be taken back, and there is no terminal to ask on.", "Say --yes if it is meant.")
    click.confirm(question, abort=True, err=True)


def complete_session(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Stored sessions that begin with what was typed."""
    from click.shell_completion import CompletionItem

    from core.settings import Folders, environment

    if not sessions_file(Folders.of(environment())).exists():
        return []
    try:
        with open_store() as store:
            rows = store.sessions()
    except GpiotError:
        # A shell asks in the middle of typing: it wants names or silence.
        return []
    return [CompletionItem(row.id, help=clean(row.title)) for row in rows if row.id.startswith(incomplete)]
