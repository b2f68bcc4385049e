"""``gpiot place solve|compare``: the best placement, what it saves, what other conditions change, what other methods reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import complain, current_output, json_option, print_json
from cli.place_options import (
    case,
    file_argument,
    goal_option,
    limit_option,
    network_option,
    profile_option,
    svg_option,
)
from cli.place_text import count, measured, millijoules, percent, say, seconds, table, valued
from cli.place_waiting import waited

if TYPE_CHECKING:
    from agent.placing import Plan
    from placement.problem import Answer

Record = Mapping[str, Any]
_BEST = "ILP"
_NAMED = 8
_GUESSES = {
    True: "not trained, counts as statistics of its inputs and a random forest (gpiot place train)",
    False: "described by no profile, counts as one value of 2 bytes",
}


@click.command(short_help="Find where each block should run, and prove it.")
@file_argument
@goal_option
@network_option
@click.option(
    "--what-if", "conditions", metavar="KEY=VALUE", multiple=True,
    help="Plan again for other conditions: bandwidth=0.5 is half of it, network=BLE another; may be given again.",
)  # fmt: skip
@limit_option(60.0, "Seconds to solve.")
@svg_option("Draw the graph, coloured by device, into this file.")
@profile_option
@json_option
def solve(
    file: str,
    goal: str,
    network: str | None,
    conditions: tuple[str, ...],
    time_limit: float,
    svg: Path | None,
    profile: Path | None,
) -> None:
    """Find where each block of FILE should run, and prove it.

    Prints the devices, the blocks with time and energy, what goes over the network, and what is saved against the two plain
    placements: all that can move on the edge, and all of it where its data comes from. The exit code is 1 where there is no
    placement, or none was proven best within the time limit.
    """
    from agent.placing import place
    from agent.placing_report import changed, solved
    from agent.placing_variants import condition, what_if
    from placement.problem import Goal

    wanted = [condition(words) for words in conditions]
    given = case(file, profile, network)
    plan = waited("Placing", partial(place, given, Goal(goal), time_limit))
    others = [waited(one.words, partial(what_if, plan, one, time_limit)) for one in wanted]
    if svg:
        _draw(plan, svg)
    record = {**solved(plan), "what_if": [changed(other, plan) for other in others]}
    if current_output().json:
        print_json(record)
    else:
        _print_plan(record)
        if svg:
            say(f"The graph is in {svg}")
    _leave([plan.answer, *(other.plan.answer for other in others)])


@click.command(short_help="Set other methods beside the best placement.")
@file_argument
@click.option("--goal", type=click.Choice(["latency", "energy"]), help="Only this one; otherwise both.")
@network_option
@limit_option(60.0, "Seconds to solve.")
@profile_option
@json_option
def compare(file: str, goal: str | None, network: str | None, time_limit: float, profile: Path | None) -> None:
    """Place FILE by other methods, too, and set them beside the best placement (ILP), which counts as 1.

    RT-IFTTT computes on the edge alone, Wishbone cuts by weights of processor and network, all-local keeps blocks at their
    source, greedy goes breadth first. quadratic and exhaustive search the same placements as ILP in other ways.
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
        found[str(one)] = rivals(waited(f"Comparing by {one}", partial(compared, problem, best[-1])))
    if current_output().json:
        print_json({"application": given.graph.name, "size": problem.scale, "goals": found})
    else:
        _print_rivals(found)
    _leave(best)


def print_doubts(found: Record) -> None:
    """What cannot run, and what is assumed."""
    for algorithm, blocks in _grouped(found["opaque"], "algorithm").items():
        say(f"Cannot run: {_listed(blocks)}: gpiot has no algorithm {algorithm}.", fg="yellow")
    for file, blocks in _grouped(found["missing_files"], "file").items():
        say(f"Cannot run: {_listed(blocks)}: {file} is not beside the program.", fg="yellow")
    for untrained, blocks in _grouped(found["assumed"], "untrained").items():
        say(f"Assumed: {_listed(blocks)}: {_GUESSES[untrained]}.", fg="yellow")


def _grouped(rows: Sequence[Record], key: str) -> dict[Any, list[str]]:
    """Blocks by what is said of them."""
    found: dict[Any, list[str]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row["block"])
    return found


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _draw(plan: Plan, path: Path) -> None:
    from agent.placing import told
    from agent.placing_files import write_beside
    from placement import drawing
    from placement.sizes import outputs

    graph = plan.case.graph
    with told():
        picture = drawing.svg(graph, plan.answer.assignment, outputs(graph, plan.case.profiles))
    write_beside(plan.case.program.name, path, picture)


def _leave(answers: Sequence[Answer]) -> None:
    """With exit code 1 where a placement is not proven best; JSON has said so already."""
    unproven = [answer for answer in answers if str(answer.status) != "optimal"]
    if unproven:
        if not current_output().json:
            complain(f"Not proven best: {unproven[0].reason}.")
        raise click.exceptions.Exit(1)


def _print_plan(found: Record) -> None:
    _print_headline(found)
    say()
    table(
        ("device", "profile", "network", "blocks", "computes", "energy", "times from"),
        [
            (
                row["device"], row["profile"], row["network"] or "-", str(row["blocks"]),
                seconds(row["time_s"]), millijoules(row["energy_mj"]), row["basis"],
            )
            for row in found["devices"]
        ],
        right=(3, 4, 5),
    )  # fmt: skip
    say()
    table(
        ("block", "functionality", "device", "time", "energy"),
        [
            (
                row["block"], row["functionality"], f"{row['device']}{' (pinned)' if row['pinned'] else ''}",
                seconds(row["time_s"]), millijoules(row["energy_mj"]),
            )
            for row in found["blocks"]
        ],
        right=(3, 4),
    )  # fmt: skip
    _print_flows(found["flows"])
    say()
    for other in found["what_if"]:
        _print_what_if(other)
    print_doubts(found)


def _print_headline(found: Record) -> None:
    proof = "proven least" if found["status"] == "optimal" else f"{found['status']}: not proven"
    gap = "" if found["gap"] is None else f" (gap {percent(found['gap'])})"
    say(f"{found['application']}: {found['goal']} {valued(found)}, {proof}{gap}", bold=True)
    took = seconds(found["building_s"] + found["solving_s"])
    say(f"Found in {took}: {count(len(found['blocks']), 'block')} on {count(len(found['devices']), 'device')}.")
    other = (
        f"energy {millijoules(found['energy_mj'])}"
        if found["unit"] == "s"
        else f"latency {seconds(found['latency_s'])}"
    )
    say(f"This placement has {other}.")
    for row in found["against"]:
        say(f"Against {row['placement']}: {_saved(row, found)}")


def _saved(row: Record, found: Record) -> str:
    if row["value"] is None:
        return f"that does not fit ({row['reason']})"
    value = measured(row["value"], found["unit"])
    if row["saved"] is None or abs(row["saved"]) < 5e-4:
        return f"{value}, the same"
    return f"{value}, {percent(row['saved'])} saved"


def _print_flows(rows: Sequence[Record]) -> None:
    if not rows:
        say("\nNothing goes over the network.")
        return
    say()
    table(
        ("over the network", "devices", "bytes", "time", "energy"),
        [
            (
                f"{row['from']} -> {row['to']}", f"{row['from_device']} -> {row['to_device']}", f"{row['bytes']:,}",
                seconds(row["time_s"]), millijoules(row["energy_mj"]),
            )
            for row in rows
        ],
        right=(2, 3, 4),
    )  # fmt: skip


def _print_what_if(row: Record) -> None:
    change = "" if row["change"] is None else f" ({100 * row['change']:+.1f} %)"
    say(f"If {row['what_if']}: {row['goal']} {valued(row)}{change}, {_moved(row)}", bold=True)
    for move in row["moves"]:
        say(f"  {move['block']}: {move['from']} -> {move['to']}")


def _moved(row: Record) -> str:
    if not row["moves"]:
        return "nothing moves."
    staying = measured(row["staying"], row["unit"])
    rest = f"{staying} if nothing moved" if row["staying"] is not None else "as it was it would not fit"
    return f"{count(len(row['moves']), 'block')} move{'s' if len(row['moves']) == 1 else ''} ({rest}):"


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
