"""``gpiot place algorithms``: the algorithms that ``setModel`` can name, and their settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from cli.options import current_output, json_option, print_json
from cli.place_text import say, table

Record = Mapping[str, Any]


@click.command(short_help="List the algorithms of setModel and their settings.")
@click.argument("name", metavar="[NAME]", required=False)
@json_option
def algorithms(name: str | None) -> None:
    """List the algorithms that setModel can name, with their settings; of NAME alone what each setting means.

    Numbers in setModel fill the settings in this order; one with = has this value where none is given. A name is found without
    regard to case, and by its other names.
    """
    from agent.placing_algorithms import algorithms as known

    found = known(name)
    if current_output().json:
        print_json({"algorithms": found})
    elif name:
        _print_one(found[0])
    else:
        rows = [(row["name"], ", ".join(map(_given, row["settings"])) or "-", _others(row)) for row in found]
        table(("algorithm", "settings, in order", "other names"), rows)
        say("\nWhat the settings of one mean: gpiot place algorithms NAME")


def _print_one(row: Record) -> None:
    say(f"{row['name']}: {row['summary']}", bold=True)
    if row["aliases"]:
        say(f"Other names: {_others(row)}")
    written = ", ".join([f'"{row["name"]}"', *(setting["name"] for setting in row["settings"])])
    say(f"setModel({written})")
    if row["settings"]:
        say()
        rows = [(one["name"], _default(one), _meaning(one)) for one in row["settings"]]
        table(("setting", "default", "meaning"), rows, right=(1,))
    say(f"\nSource: {row['source']}")


def _others(row: Record) -> str:
    return ", ".join(row["aliases"])


def _given(setting: Record) -> str:
    return f"{setting['name']}{'' if setting['default'] is None else f'={_default(setting)}'}"


def _default(setting: Record) -> str:
    return "needed" if setting["default"] is None else f"{setting['default']:g}"


def _meaning(setting: Record) -> str:
    return f"{setting['meaning']}{' (whole number)' if setting['whole'] else ''}"
