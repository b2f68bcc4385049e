"""``gpiot place compare``: what other methods reach, beside the best placement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import current_output, json_option, print_json
from cli.place_options import case, file_argument, leave, limit_option, network_option, profile_option
from cli.place_text import say, seconds, table, valued
from cli.place_waiting import waited

if TYPE_CHECKING:
    from placement.problem import Answer

Record = Mapping[str, Any]
_BEST = "ILP"


@click.command(short_help="Set other methods beside the best placement.")
@file_argument
@click.option("--goal", type=click.Choice(["latency", "energy"]), help="Only this one; otherwise both.")
@network_option
@limit_option(60.0, "Seconds to solve, for each method; quadratic takes 10 at most.")
@profile_option
@json_option
def compare(file: str, goal: str | None, network: str | None, time_limit: float, profile: Path | None) -> None:
    """Place FILE by other methods, too, and set them beside the best placement (ILP), which counts as 1.

    RT-IFTTT computes on the edge alone, Wishbone cuts by weights of processor and network, all-local keeps each block where its
    data comes from, or on the edge if that is several devices, greedy goes breadth first. quadratic and exhaustive search the same
    placements as ILP in other ways.
    """
    from agent.placing import place
    from agent.placing_report import rivals
    from agent.placing_variants import compare as compared
    from placement.problem import Goal

    given = case(file, profile, network)
    problem = given.problem()
    found: dict[str, list[dict[str, Any]]] = {}
    best: list[Answer] = []
    for one in Goal if goal is None else (Goal(goal),):
        best.append(waited("Placing", partial(place, given, one, time_limit, problem)).answer)
        found[str(one)] = rivals(waited(f"Comparing by {one}", partial(compared, problem, best[-1], time_limit)))
    if current_output().json:
        print_json({"application": given.graph.name, "size": problem.scale, "goals": found})
    else:
        _print_rivals(found)
    leave(best)


def _print_rivals(found: Mapping[str, Sequence[Record]]) -> None:
    for name, rows in found.items():
        say(f"{name.capitalize()}", bold=True)
        table(
            ("method", name, f"/ {_BEST}", "status", "took", "remark"),
            [
                (
                    row["method"], valued(row), "-" if row["ratio"] is None else f"{row['ratio']:.3f}", row["status"],
                    seconds(row["building_s"] + row["solving_s"] or None), row["reason"] if row["value"] is None else "",
                )
                for row in rows
            ],
            right=(1, 2, 4),
        )  # fmt: skip
        say()
