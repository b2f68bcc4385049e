"""``gpiot place bench``: the five benchmarks of the EdgeProg report."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from cli.options import current_output, json_option, out_option, print_json
from cli.place_options import limit_option, profile_option
from cli.place_text import say, table
from cli.place_waiting import waited


@click.command(short_help="Place the five benchmarks of the EdgeProg report.")
@click.option("--quick", is_flag=True, help="Leave out the large problems, which take minutes.")
@limit_option(10.0, "Seconds for one solver and one problem.")
@out_option()
@profile_option
@json_option
def bench(quick: bool, time_limit: float, out: Path | None, profile: Path | None) -> None:
    """Place Sense, MNSVG, EEG, SHOW and Voice under Zigbee and WiFi by all methods, and print what the report's figures show.

    Latency and energy beside the baselines, every cutting point, and the time to solve larger and larger problems. --out DIR keeps
    the tables and draws them.
    """
    from agent.placing import profiles, told
    from agent.placing_files import write
    from placement.benchmarks.tables import outcome

    known = profiles(profile)
    with told():
        found = waited("Benchmarks", partial(outcome, quick=quick, limit=time_limit, profiles=known))
    if out:
        write(out / "placement-benchmarks.md", "\n".join(one.markdown() for one in found.tables))
        for name, picture in found.pictures.items():
            write(out / f"{name}.svg", picture)
    if current_output().json:
        print_json({"tables": [asdict(one) for one in found.tables], "folder": str(out) if out else None})
        return
    for one in found.tables:
        say(one.title, bold=True)
        if one.note:
            say(one.note)
        table(one.columns, one.rows)
        say()
    if out:
        say(f"Tables and pictures are in {out}")
