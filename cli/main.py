"""The entry point: finds the command, and turns every expected failure into one line and an exit code."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import Any

import click

from cli.options import Output, complain, output_of, print_json, report, report_event
from core.errors import GpiotError, UsageError

INTERRUPTED = 130
_JSON = f"{__name__}.json"

# The commands and what --help says about them, known without importing any of them.
COMMANDS = {
    "chat": "Describe, watch, revise and ask in the terminal; SESSION goes on with a stored one.",
    "ask": "Turn an IoT problem into a plan, specifications and programs.",
    "revise": "Change sub-task N of SESSION; all others stay as they are.",
    "run": "Run a program in the sandbox, on your data, and measure it.",
    "undo": "Restore the previous revision of SESSION's project.",
    "replay": "Ask every question of a project.json again and compare the answers.",
    "sessions": "List, show, resume, export, delete and prune sessions.",
    "ingest": "Read papers (PDF, Markdown, text, HTML) into the index that specifications cite.",
    "search": "Find passages of the ingested papers: by their words and by their meaning, best first.",
    "papers": "List, show, retry and remove ingested papers.",
    "index": "Move the index to a Qdrant server, or make its vectors anew.",
    "methods": "List, search, show and try the methods of the library.",
    "plans": "List, search and show the plans of the library, and write sample data for them.",
    "place": "Place the stages of an application on devices and the edge: least latency or energy, proven.",
    "dataset": "Build the data sets that models are tuned on, check them and write their data card.",
    "models": "List the models that can answer; set up the three roles on an Ollama server.",
    "runtime": "Make, fill, list and remove the environment that programs run in.",
    "config": "Show every setting, where it comes from, and change it.",
    "bench": "Score a model: IoTBench, and whole applications.",
    "doctor": "Check this installation and say how to mend it.",
    "completion": "Print the shell's completion script.",
}


class Commands(click.Group):
    """The commands of ``gpiot``, each imported when it is called and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names in the order of a person's first steps."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command from the file of its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"cli.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none of this name, say which was probably meant."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            from core.spelling import meant

            near = meant(args[0], COMMANDS, "All of them: gpiot --help")
            raise click.UsageError(f"There is no command {args[0]!r}. {near}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List them from the table above; click would import each for its help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember whether JSON is wanted: a word that no command knows is refused before its ``--json`` is read."""
        ctx.meta[_JSON] = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; expected failures and Ctrl-C end here, each with its line and its exit code."""
        try:
            return super().invoke(ctx)
        except GpiotError as error:
            report(error, _wanted(ctx))
            ctx.exit(error.exit_code)
        except click.UsageError as error:
            if not _wanted(ctx).json:
                raise
            command = error.ctx.command_path if error.ctx else "gpiot"
            report(UsageError(error.format_message(), f"See {command} --help."), _wanted(ctx))
            ctx.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort):
            _interrupted(output_of(ctx))
            ctx.exit(INTERRUPTED)


def _wanted(ctx: click.Context) -> Output:
    """The output that the command line asks for, however far it could be read."""
    output = output_of(ctx)
    output.json = output.json or ctx.meta[_JSON]
    return output


def _interrupted(output: Output) -> None:
    hint = f"`gpiot sessions resume {output.session}` goes on where it stopped" if output.session else output.again
    if output.json and output.streams:
        report_event("interrupted", hint, INTERRUPTED, output, resumable=bool(output.session))
    elif output.json:
        print_json({"error": "interrupted", "hint": hint, "code": INTERRUPTED})
    else:
        # The terminal has echoed ^C into the line.
        click.echo("\n" if sys.stderr.isatty() else "", nl=False, err=True)
        complain("; ".join(filter(None, ["interrupted", hint])))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(package_name="gpiot", prog_name="gpiot")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """GPIoT writes IoT applications: describe one, and three small local models plan, specify and program it.

    Without a command it opens the chat. Nothing leaves this machine unless you name a model server elsewhere.
    """
    ctx.obj = Output()
    if ctx.invoked_subcommand is None:
        _without_command(ctx)


def _without_command(ctx: click.Context) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(ctx.get_help())
        return
    from cli.chat import open_app

    open_app("", {})


def main() -> None:
    """Run the command line; does not return."""
    try:
        cli.main(prog_name="gpiot")
    finally:
        # Everything is closed and said: a further Ctrl-C would only tear a traceback out of the exit.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
