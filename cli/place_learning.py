"""``gpiot place sample|train|network``: virtual sensors that learn, and what a network will do next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import current_output, json_option, print_json
from cli.place_options import file_argument, read, show_errors
from cli.place_text import say, seconds, table
from cli.place_waiting import waited
from core.errors import GpiotError

if TYPE_CHECKING:
    from placement.auto import Task

_SEED = click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="The same seed, the same model."
)


@click.command(short_help="Print the program that records training data for SENSOR.")
@file_argument
@click.argument("sensor", metavar="SENSOR")
@click.option(
    "-o", "out", metavar="FILE.py", type=click.Path(dir_okay=False, path_type=Path), help="Into this new file."
)
@json_option
def sample(file: str, sensor: str, out: Path | None) -> None:
    """Print the program that records training data for SENSOR, a VSensor NAME(AUTO) of FILE.

    It runs with Python alone, on a stream of numbers or a serial port, and tells how with --help.
    """
    from agent.placing_files import write
    from agent.placing_learning import sampling

    task = _task(file, sensor)
    text = sampling(task)
    if out:
        write(out, text, fresh=True)
    if current_output().json:
        labels = {"labels": list(task.labels), "columns": list(task.columns)}
        print_json({"sensor": sensor, **labels, "file": str(out) if out else None, "text": None if out else text})
    elif out:
        say(
            f"{out}: records {', '.join(task.columns)} while {' or '.join(task.labels)} holds; python {out} --help tells how"
        )
    else:
        click.echo(text, nl=False)


@click.command(short_help="Train SENSOR on recordings, and say how accurate it is.")
@file_argument
@click.argument("sensor", metavar="SENSOR")
@click.argument("recordings", metavar="RECORDINGS", type=click.Path(path_type=Path))
@click.option(
    "--profile", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), default="profile", show_default=True,
    help="Folder of profiles that gets the model and its cost.",
)  # fmt: skip
@click.option(
    "--window",
    metavar="N",
    type=click.IntRange(1, 100_000),
    default=100,
    show_default=True,
    help="Samples of a window.",
)
@_SEED
@json_option
def train(file: str, sensor: str, recordings: Path, profile: Path, window: int, seed: int) -> None:
    """Train SENSOR, a VSensor NAME(AUTO) of FILE, on the folder RECORDINGS: a folder for each value, a CSV file for each recording.

    Says how accurate it is on recordings that it did not see. The model and its cost are written into DIR, from where
    --profile DIR of the other commands takes the cost.
    """
    from agent.placing_learning import train as learn

    task = _task(file, sensor)
    found = waited(f"Training {sensor}", lambda: learn(task, recordings, profile, window, seed))
    if current_output().json:
        model = found.model
        figures = {"accuracy": model.accuracy, "spread": model.spread, "majority": model.majority}
        files = {"model": str(found.file), "profile": str(found.profile)}
        classifier = {
            "classifier": model.scaled.classifier.name,
            "window": model.length,
            "folds": len(model.accuracies),
        }
        print_json({"sensor": sensor, **classifier, **figures, "tells": model.telling, **files})
        return
    say(found.model.report())
    say(f"The model is in {found.file}, its cost in {found.profile}")
    say(f"Place with it: gpiot place solve {file} --profile {profile}")


@click.command(short_help="Predict what a network will do next from a trace.")
@click.argument("trace", metavar="TRACE.csv", type=click.Path(path_type=Path))
@click.option(
    "--steps", metavar="N", type=click.IntRange(1, 1000), default=5, show_default=True, help="Intervals to look ahead."
)
@click.option(
    "--network", "name", metavar="NAME", default="802.15.4", show_default=True, help="Whose packets are sent."
)
@click.option(
    "--profile", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
    help="Folder of your own profiles that gets the network's.",
)  # fmt: skip
@json_option
def network(trace: Path, steps: int, name: str, profile: Path | None) -> None:
    """Predict what a network will do next from TRACE.csv: columns time (s), throughput (B/s) and, if measured, rssi (dBm).

    Prints the throughput of the next N intervals, the time of a packet over them, and the network's profile with that time; with
    --profile DIR it is written there, from where --profile DIR of the other commands takes it.
    """
    from agent.placing_files import network_table
    from agent.placing_learning import forecast

    found = waited("Predicting", lambda: forecast(trace, name, steps, profile))
    if current_output().json:
        packet = {"payload": found.profile.payload, "packet_time_s": found.profile.packet_time}
        throughput = {"throughput": found.throughput.tolist(), "unit": "B/s"}
        print_json(
            {"network": found.profile.name, **throughput, **packet, "file": str(found.file) if found.file else None}
        )
        return
    table(
        ("interval", "throughput"),
        [(str(n), f"{rate:,.0f} B/s") for n, rate in enumerate(found.throughput, 1)],
        right=(0, 1),
    )
    usual = f"{seconds(found.usual.packet_time)} by the profile so far"
    say(f"\nA packet of {found.profile.payload} bytes takes {seconds(found.profile.packet_time)}; {usual}.")
    if found.file:
        say(
            f"The profile is in {found.file}: gpiot place solve FILE --network {found.profile.name} --profile {profile}"
        )
    else:
        say(f"\n# networks/{found.profile.name}.toml in the folder of --profile\n{network_table(found.profile)}")


def _task(file: str, sensor: str) -> Task:
    from agent.placing_learning import task

    program = read(file)
    try:
        return task(program, sensor)
    except GpiotError:
        show_errors(program)
        raise
