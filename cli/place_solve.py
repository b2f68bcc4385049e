"""``gpiot place solve``: the best placement, what it saves, and what other conditions change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import current_output, json_option, print_json
from cli.place_options import (
    case,
    file_argument,
    goal_option,
    leave,
    limit_option,
    network_option,
    profile_option,
    svg_option,
)
from cli.place_text import difference, measured, millijoules, percent, say, seconds, table, valued
from cli.place_waiting import waited
from core.wording import plural

if TYPE_CHECKING:
    from agent.placing import Plan

Record = Mapping[str, Any]
_NAMED = 8
_YOURS = "your profile"
_GUESSES = {
    True: "not trained, counts as statistics of its inputs and a random forest (gpiot place train)",
    False: "described by no profile, counts as one value of 2 bytes where nothing else is said",
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
    placements: all that can move on the edge, and all of it where its data comes from, or on the edge if that is several devices.
    The exit code is 1 where there is no placement, or none was proven best within the time limit.
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
    leave([plan.answer, *(other.plan.answer for other in others)])


def print_doubts(found: Record) -> None:
    """What cannot run, what was trained for something else, and what is assumed."""
    for algorithm, blocks in _grouped(found["opaque"], "algorithm").items():
        say(f"Cannot run: {_listed(blocks)}: gpiot has no algorithm {algorithm}.", fg="yellow")
    for file, blocks in _grouped(found["missing_files"], "file").items():
        say(f"Cannot run: {_listed(blocks)}: {file} is not beside the program.", fg="yellow")
    for row in found["misfits"]:
        say(f"Does not fit: {row['block']}: {'; '.join(row['differs'])}. Train it anew: {row['remedy']}", fg="yellow")
    for untrained, blocks in _grouped(found["assumed"], "untrained").items():
        say(f"Assumed: {_listed(blocks)}: {_GUESSES[untrained]}.", fg="yellow")


def _grouped(rows: Sequence[Record], key: str, named: str = "block") -> dict[Any, list[str]]:
    """Blocks by what is said of them."""
    found: dict[Any, list[str]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row[named])
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


def _print_plan(found: Record) -> None:
    _print_headline(found)
    _print_devices(found["devices"])
    _print_networks(found["networks"])
    _print_blocks(found["blocks"])
    _print_flows(found["flows"])
    say()
    _print_radios(found["networks"])
    for other in found["what_if"]:
        _print_what_if(other)
        _print_radios(other["networks"])
    _print_own(found)
    print_doubts(found)


def _print_devices(rows: Sequence[Record]) -> None:
    say()
    table(
        ("device", "profile", "network", "blocks", "time", "computing", "radio", "times from"),
        [
            (
                row["device"], row["profile"], row["network"] or "-", str(row["blocks"]), seconds(row["time_s"]),
                millijoules(row["computing_mj"]), millijoules(row["radio_mj"]), _YOURS if row["file"] else row["basis"],
            )
            for row in rows
        ],
        right=(3, 4, 5, 6),
    )  # fmt: skip


def _print_networks(rows: Sequence[Record]) -> None:
    say()
    table(
        ("network", "spoken by", "a packet", "takes", "times from"),
        [
            (
                row["network"], ", ".join(row["devices"]), f"{row['payload']:,} bytes",
                seconds(row["packet_time_s"]), _YOURS if row["file"] else "as shipped",
            )
            for row in rows
        ],
        right=(2, 3),
    )  # fmt: skip


def _print_blocks(rows: Sequence[Record]) -> None:
    say()
    table(
        ("block", "functionality", "device", "time", "energy"),
        [
            (
                row["block"], row["functionality"], f"{row['device']}{' (pinned)' if row['pinned'] else ''}",
                seconds(row["time_s"]), millijoules(row["energy_mj"]),
            )
            for row in rows
        ],
        right=(3, 4),
    )  # fmt: skip


def _print_own(found: Record) -> None:
    """What comes from files of a person's own, and what these say of their source."""
    told = {(row["file"], row["profile"]): row["source"] for row in found["devices"]}
    for networks in (found["networks"], *(other["networks"] for other in found["what_if"])):
        told |= {(row["file"], row["network"]): row["source"] for row in networks}
    told |= {(row["file"], f"cost of {_listed(row['blocks'])}"): row["source"] for row in found["own_costs"]}
    for (file, what), source in told.items():
        if file:
            say(f"From {file}: {what}{f' ({source})' if source else ''}.")


def _print_radios(networks: Sequence[Record]) -> None:
    """Which devices' energies count the powers of another radio than their network's."""
    for row in networks:
        for radio, devices in _grouped(row["other_radios"], "radio", "device").items():
            say(
                f"Energy: {_listed(devices)} counted with the powers of {radio}, since the profile of {row['network']} names none "
                "(transmit, receive).", fg="yellow",
            )  # fmt: skip


def _print_headline(found: Record) -> None:
    say(f"{found['application']}: {found['goal']} {valued(found)}, {_proof(found)}", bold=True)
    took = seconds(found["building_s"] + found["solving_s"])
    say(f"Found in {took}: {plural(len(found['blocks']), 'block')} on {plural(len(found['devices']), 'device')}.")
    other = (
        f"energy {millijoules(found['energy_mj'])}"
        if found["unit"] == "s"
        else f"latency {seconds(found['latency_s'])}"
    )
    say(f"This placement has {other}.")
    for row in found["against"]:
        say(f"Against {row['placement']}: {_saved(row, found)}")


def _proof(found: Record) -> str:
    """Whether a value is proven to be the least, or how far it may be from that."""
    if found["status"] == "optimal":
        return "proven least"
    gap = "unknown" if found["gap"] is None else f"up to {percent(max(found['gap'], 1e-3))}"
    return f"{found['status']}: not proven, {gap} above the least"


def _saved(row: Record, found: Record) -> str:
    if row["value"] is None:
        return f"that does not fit ({row['reason']})"
    return f"{measured(row['value'], found['unit'])}, {difference(-(row['saved'] or 0.0), 'saved', 'more')}"


def _print_flows(rows: Sequence[Record]) -> None:
    if not rows:
        say("\nNothing goes over the network.")
        return
    say()
    table(
        ("over the network", "devices", "bytes", "packets", "time", "energy"),
        [
            (
                f"{row['from']} -> {row['to']}", f"{row['from_device']} -> {row['to_device']}", f"{row['bytes']:,}",
                " + ".join(f"{hop['packets']:,}" for hop in row["hops"]),
                seconds(row["time_s"]), millijoules(row["energy_mj"]),
            )
            for row in rows
        ],
        right=(2, 3, 4, 5),
    )  # fmt: skip


def _print_what_if(row: Record) -> None:
    change = "" if row["change"] is None else f" ({difference(row['change'], 'less', 'more')})"
    proof = "" if row["status"] == "optimal" else f", {_proof(row)}"
    say(f"If {row['what_if']}: {row['goal']} {valued(row)}{change}{proof}, {_moved(row)}", bold=True)
    for move in row["moves"]:
        say(f"  {move['block']}: {move['from']} -> {move['to']}")


def _moved(row: Record) -> str:
    if not row["moves"]:
        return "nothing moves."
    staying = measured(row["staying"], row["unit"])
    rest = f"{staying} if nothing moved" if row["staying"] is not None else "as it was it would not fit"
    return f"{plural(len(row['moves']), 'block')} move{'s' if len(row['moves']) == 1 else ''} ({rest}):"
