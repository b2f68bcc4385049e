"""``gpiot place profiles``: the devices, networks, interfaces and costs that a program or an option can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cli.options import current_output, json_option, print_json
from cli.place_options import profile_option
from cli.place_text import say, seconds, size, table

Record = Mapping[str, Any]


@click.command(short_help="List the devices, networks and interfaces that can be named.")
@profile_option
@json_option
def profiles(profile: Path | None) -> None:
    """List all that a program, --network or --what-if can name: devices, networks, interfaces, and costs of algorithms.

    A name is found without regard to case, and by its other names. With --profile DIR yours are among them, with their files.
    """
    from agent.placing import profiles as load
    from agent.placing_profiles import known

    found = known(load(profile))
    if current_output().json:
        print_json(found)
        return
    _print("device", found["devices"], ("clock", "RAM", "flash", "speaks"), _device)
    _print("network", found["networks"], ("a packet", "takes"), _network)
    _print("interface", found["interfaces"], ("values", "bytes of each"), _data)
    _print("cost of", found["opaque"], ("values", "bytes of each"), _data)


def _print(kind: str, rows: Sequence[Record], columns: Sequence[str], cells: Callable[[Record], Sequence[str]]) -> None:
    """One table; that of files only where some are a person's own."""
    own = any(row["file"] for row in rows)
    table(
        (kind, *columns, *(["from"] if own else []), "other names"),
        [
            (row["name"], *cells(row), *([row["file"] or "as shipped"] if own else []), ", ".join(row["aliases"]))
            for row in rows
        ],
        right=(1, 2, 3) if kind == "device" else (1, 2),
    )
    say()


def _device(row: Record) -> Sequence[str]:
    return f"{row['clock_hz'] / 1e6:g} MHz", size(row["ram"]), size(row["flash"]), row["radio"]


def _network(row: Record) -> Sequence[str]:
    return f"{row['payload']:,} bytes", seconds(row["packet_time_s"])


def _data(row: Record) -> Sequence[str]:
    return f"{row['values']:,}", str(row["width"])
