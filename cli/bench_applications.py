"""``gpiot bench heartbeat|activity|multimodal|resources``: the applications of the paper, from problem to score."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import current_output, json_option, load, model_options, print_json
from core.terminal import clean

if TYPE_CHECKING:
    from agent.applications.outcomes import Outcome
    from agent.applications.trials import Progress
    from core.settings import Folders, Settings

_ABOUT = """

Section 6.3 of the GPIoT paper: N programs are written (each a session of its own with another seed, its plan accepted), run
in the sandbox on the data and judged. Without --data the sample data of the plan is made. A program that does not run is a
line with its reason. Finished programs are kept in DIR: interrupted, the same command goes on where it was.
"""
_HELP = {
    "heartbeat": "R-peaks in ECG recordings: programs written, run and judged.",
    "activity": "Activities by WiFi: programs written, run and judged, inference measured apart.",
    "multimodal": "Activities by microphone, depth camera and radar: programs written, run and judged.",
    "resources": "Activities by WiFi under the paper's four prompts on resources, accuracy against memory.",
}
_WIDEST = 60


def _command(name: str) -> click.Command:
    @click.command(name, help=_HELP[name] + _ABOUT, short_help=_HELP[name])
    @click.option("--data", metavar="DIR", type=click.Path(path_type=Path), help="Recordings with their truth.")
    @click.option(
        "-n", "count", metavar="N", type=click.IntRange(1, 1000), default=5, show_default=True,
        help="Programs, for each prompt; the paper made 20.",
    )  # fmt: skip
    @click.option(
        "--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Folder for all of it."
    )
    @model_options
    @json_option
    def command(data: Path | None, count: int, out: Path | None, **given: Any) -> None:
        _bench(name, str(data.expanduser().absolute()) if data else "", count, out, load(given))

    return command


COMMANDS: tuple[click.Command, ...] = tuple(map(_command, _HELP))


def _bench(name: str, data: str, count: int, out: Path | None, loaded: tuple[Settings, Folders]) -> None:
    from agent.applications.outcomes import summary
    from agent.applications.trials import Asked
    from cli.interrupts import run

    folder = (out or Path(f"bench-{name}")).absolute()
    outcomes = run(_tried(Asked(name, count, folder, data), loaded))
    prompts = list(dict.fromkeys(one.prompt for one in outcomes))
    found = {prompt: summary([one for one in outcomes if one.prompt == prompt]) for prompt in prompts}
    if current_output().json:
        programs = [one.json() for one in outcomes]
        print_json({"bench": name, "folder": str(folder), "programs": programs, "summary": found})
        return
    click.echo(_table(_PROGRAM, [_program_row(one) for one in outcomes]))
    click.echo("\n" + _table(_SUMMARY, [_summary_row(prompt or name, one) for prompt, one in found.items()]))
    if len(found) == 1 and (groups := next(iter(found.values()))["groups"]):
        click.echo("\nmeans: " + ", ".join(f"{clean(group)} {value:.3f}" for group, value in groups.items()))
    click.echo(f"\nPrograms and figures: {folder}")


async def _tried(asked: Any, loaded: tuple[Settings, Folders]) -> Sequence[Outcome]:
    from agent.applications.trials import trial
    from agent.wiring import open_agent
    from cli.asking import allower

    async with open_agent(*loaded, allower(current_output())) as agent:
        return await trial(agent, asked, _tell)


def _tell(progress: Progress) -> None:
    """One line a program on stderr, with rate and time left."""
    one = progress.last
    state = _figure(one.score.figure) if one.ran else one.reason or "not written"
    pace = (
        f"  {progress.per_minute:.1f} a minute, {_duration(progress.seconds_left)} left" if progress.per_minute else ""
    )
    name = " ".join(filter(None, [one.prompt, str(one.number)]))
    click.echo(f"{progress.done}/{progress.total}  program {name}: {clean(_short(state))}{pace}", err=True)


_PROGRAM = (
    "program", "seed", "written by", "ran", "figure", "worst", "judged by", "budgets",
    "MB", "GPU MB", "inference MB", "CPU s", "s", "reason",
)  # fmt: skip


def _program_row(one: Outcome) -> list[str]:
    took = one.took
    return [
        " ".join(filter(None, [one.prompt, str(one.number)])),
        str(one.seed),
        one.source,
        "yes" if one.ran else "no" if one.written else "not written",
        _figure(one.score.figure),
        _figure(min(one.score.groups.values(), default=None)),
        one.score.judge,
        {True: "kept", False: "missed", None: "not measured"}[one.kept] if one.ran else "",
        _number(took.peak_mb if took else None),
        _number(took.gpu_mb if took else None),
        _number(one.inference_mb),
        _number(took.cpu_s if took else None, 1),
        _number(took.wall_s if took else None, 1),
        _short(clean(one.reason)),
    ]


_SUMMARY = (
    "", "programs", "written", "ran", "kept", "missed", "mean", "best", "MB", "GPU MB", "inference MB", "CPU s", "s",
)  # fmt: skip


def _summary_row(name: str, found: dict[str, Any]) -> list[str]:
    counts = [str(found[key]) for key in ("programs", "written", "ran", "kept_budgets", "missed_budgets")]
    memory = [_number(found[key]) for key in ("peak_mb", "gpu_mb", "inference_mb")]
    times = [_number(found[key], 1) for key in ("cpu_s", "wall_s")]
    return [name, *counts, _figure(found["mean"]), _figure(found["best"]), *memory, *times]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows))
    return "\n".join(line.rstrip() for line in lines)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _number(value: float | None, digits: int = 0) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
