"""A placement as plain records: for tables and for JSON. Times in s, energies in mJ, sizes in bytes."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from agent.placing import told
from agent.placing_profiles import networks, origin, own_costs, speaking
from agent.placing_training import misfits
from agent.placing_variants import REFERENCES, references

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.placing import Case, Plan, Program
    from agent.placing_variants import Rival, WhatIf
    from placement.language.tree import Diagnostic
    from placement.problem import Answer

Record = dict[str, Any]
_FILE = re.compile(r".*\.[A-Za-z]\w*")


def diagnostic(program: Program, one: Diagnostic) -> Record:
    """What is wrong, where, and the line that it stands in."""
    lines = program.text.split("\n")
    line = lines[one.span.line - 1].rstrip("\r") if one.span.line <= len(lines) else ""
    return {
        "severity": one.severity,
        "code": one.code,
        "line": one.span.line,
        "column": one.span.column,
        "end_line": one.span.end_line,
        "end_column": one.span.end_column,
        "message": one.message,
        "advice": one.advice,
        "source": line,
    }


def doubts(case: Case) -> Record:
    """What a placement does not rest on firm ground for.

    opaque: blocks whose algorithm gpiot does not have; missing_files: those whose model is not beside the program. Both can be
    placed and cannot run. misfits: trained sensors whose model is not of what the program asks. assumed: blocks whose cost is guessed
    """
    from placement.algorithms.catalogue import find
    from placement.blocks import Kind
    from placement.flow import AUTO
    from placement.language.tree import String
    from placement.sizes import assumed

    own = [one for one in case.graph.blocks if one.kind is Kind.ALGORITHM]
    opaque = [one for one in own if one.algorithm != AUTO and find(one.algorithm) is None]
    named = [(one.name, text.text) for one in own for text in one.arguments if isinstance(text, String)]
    files = [(block, file) for block, file in named if _FILE.fullmatch(file) and not _there(case, file)]
    with told():
        guessed = set(assumed(case.graph, case.profiles))
    return {
        "opaque": [{"block": one.name, "algorithm": one.algorithm} for one in opaque],
        "missing_files": [{"block": block, "file": file} for block, file in files],
        "misfits": misfits(case),
        "assumed": [
            {"block": one.name, "untrained": one.algorithm == AUTO} for one in case.graph.blocks if one.name in guessed
        ],
    }


def blocks(plan: Plan) -> list[Record]:
    """Each block with its device and what it costs there."""
    problem, graph = plan.problem, plan.case.graph
    return [
        {
            "block": block.name,
            "functionality": block.functionality,
            "device": problem.devices[device],
            "pinned": block.pinned,
            "time_s": float(problem.times[row, device]),
            "energy_mj": float(problem.energies[row, device]),
        }
        for row, (block, device) in enumerate(zip(graph.blocks, plan.answer.assignment, strict=True))
    ]


def flows(plan: Plan) -> list[Record]:
    """The flows that go from one device to another, with the packets of each hop to and from the edge."""
    from placement.sizes import outputs

    problem, places, links = plan.problem, plan.answer.assignment, speaking(plan.case)
    with told():
        sizes = [data.size for data in outputs(plan.case.graph, plan.case.profiles)]
    return [
        {
            "from": problem.blocks[source],
            "to": problem.blocks[target],
            "from_device": problem.devices[places[source]],
            "to_device": problem.devices[places[target]],
            "bytes": sizes[source],
            "hops": [
                {
                    "device": problem.devices[place],
                    "network": link.network.name,
                    "packets": math.ceil(sizes[source] / link.network.payload),
                }
                for place in (places[source], places[target])
                if (link := links[place])
            ],
            "time_s": float(problem.transfer_times[row, places[source], places[target]]),
            "energy_mj": float(problem.transfer_energies[row, places[source], places[target]]),
        }
        for row, (source, target) in enumerate(problem.flows.tolist())
        if places[source] != places[target]
    ]


def devices(plan: Plan) -> list[Record]:
    """Each device with its network, what it computes, sends and receives, and what its times rest on."""
    from placement.loading import Register

    known = Register(plan.case.profiles.devices)
    work: defaultdict[str, list[Record]] = defaultdict(list)
    for row in blocks(plan):
        work[row["device"]].append(row)
    return [
        {
            "device": place.alias,
            "profile": (profile := known[place.kind]).name,
            "network": link.network.name if link else None,
            "blocks": len(work[place.alias]),
            "time_s": sum(row["time_s"] for row in work[place.alias]),
            "computing_mj": (computing := sum(row["energy_mj"] for row in work[place.alias])),
            "radio_mj": sent,
            "energy_mj": computing + sent,
            "basis": profile.basis,
            **origin(plan.case.profiles, "devices", profile.name, profile.source),
        }
        for place, link, sent in zip(plan.case.graph.places, speaking(plan.case), _radio_energies(plan), strict=True)
    ]


def answered(answer: Answer) -> Record:
    """Value, status and proof; null where there is no placement."""
    found = bool(answer.assignment)
    return {
        "goal": str(answer.goal),
        "status": str(answer.status),
        "value": answer.value if found else None,
        "unit": "s" if str(answer.goal) == "latency" else "mJ",
        "gap": answer.gap if found and math.isfinite(answer.gap) else None,
        "reason": answer.reason,
        "building_s": answer.building_s,
        "solving_s": answer.solving_s,
    }


def solved(plan: Plan) -> Record:
    """All of a placement."""
    compared = references(plan.problem, plan.answer.goal)
    return {
        "application": plan.case.graph.name,
        "size": plan.problem.scale,
        **answered(plan.answer),
        "latency_s": plan.latency,
        "energy_mj": plan.energy,
        "devices": devices(plan),
        "networks": networks(plan.case),
        "own_costs": own_costs(plan.case),
        "blocks": blocks(plan),
        "flows": flows(plan),
        "against": [_saved(REFERENCES[name], plan.answer, answer) for name, answer in compared.items()],
        **doubts(plan.case),
    }


def changed(other: WhatIf, before: Plan) -> Record:
    """What another condition changes."""
    bandwidth = other.condition.bandwidth
    spoken = [{**row, "packet_time_s": row["packet_time_s"] / bandwidth} for row in networks(other.plan.case)]
    return {
        "what_if": other.condition.words,
        **answered(other.plan.answer),
        "change": _share(other.plan.answer.value, before.answer.value),
        "staying": other.staying,
        "networks": spoken,
        "moves": [{"block": block, "from": old, "to": new} for block, old, new in other.moves],
    }


def rivals(rows: Sequence[Rival]) -> list[Record]:
    """What each method reaches."""
    return [{"method": row.method, **answered(row.answer), "ratio": row.ratio} for row in rows]


def _saved(name: str, best: Answer, other: Answer) -> Record:
    found = answered(other)
    share = _share(best.value, other.value) if other.assignment else None
    return {
        "placement": name,
        "value": found["value"],
        "saved": None if share is None else -share,
        "reason": other.reason,
    }


def _share(now: float, before: float) -> float | None:
    return now / before - 1 if before else None


def _radio_energies(plan: Plan) -> list[float]:
    """What each device sends and receives, in mJ: a flow's two halves, from the device to the edge and from there on."""
    problem, places = plan.problem, plan.answer.assignment
    found = [0.0] * len(problem.devices)
    for row, (source, target) in enumerate(problem.flows.tolist()):
        if places[source] != places[target]:
            found[places[source]] += float(problem.transfer_energies[row, places[source], problem.edge])
            found[places[target]] += float(problem.transfer_energies[row, problem.edge, places[target]])
    return found


def _there(case: Case, file: str) -> bool:
    try:
        return (case.program.folder / file).is_file()
    except (OSError, ValueError):
        return False
