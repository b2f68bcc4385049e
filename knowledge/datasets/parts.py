"""Plans as parts that can be put in, taken out and exchanged: steps that know each other by key, not by number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.contracts import arguments, compatible
from core.knowledge import Method, Plan, Step
from knowledge.plan_files import check_plan

_SOURCE = re.compile(r"(\w+)\.(\w+)")


@dataclass(frozen=True, slots=True)
class Part:
    """A step whose feed names ``key.output`` of other parts, or arguments of the program."""

    key: str
    step: Step


def parts_of(plan: Plan) -> tuple[Part, ...]:
    """The plan's steps; step 3 has the key ``s3``."""
    return tuple(
        Part(f"s{number}", replace(step, feed={name: _keyed(source) for name, source in step.feed.items()}))
        for number, step in enumerate(plan.steps, 1)
    )


def _keyed(source: str) -> str:
    return f"s{source}" if source[0].isdigit() else source


def part_of(data: Mapping[str, Any]) -> Part:
    """A part out of a table of a rules file."""
    settings = {name: repr(value) for name, value in data.get("set", {}).items()}
    step = Step(
        data["title"], " ".join(data["description"].split()), data["method"],
        dict(data.get("feed", {})), settings, data.get("each", False), dict(data.get("gives", {})),
    )  # fmt: skip
    return Part(data["key"], step)


def fed(parts: Sequence[Part], sources: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts with other sources in the place of those named."""
    return tuple(
        replace(part, step=replace(part.step, feed={n: sources.get(s, s) for n, s in part.step.feed.items()}))
        for part in parts
    )


def renamed(parts: Sequence[Part], prefix: str) -> tuple[Part, ...]:
    """The parts with other keys, so that they may stand beside parts that share theirs."""
    own = {part.key for part in parts}
    moved = {
        source: f"{prefix}{source}"
        for part in parts
        for source in part.step.feed.values()
        if source.partition(".")[0] in own and "." in source
    }
    return tuple(replace(part, key=f"{prefix}{part.key}") for part in fed(parts, moved))


def live(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts whose results somebody needs; the last one's are what the program tells."""
    needed = {parts[-1].key}
    for part in reversed(parts):
        if part.key in needed:
            needed |= {source.partition(".")[0] for source in part.step.feed.values()}
    return tuple(part for part in parts if part.key in needed)


def steps_of(parts: Sequence[Part]) -> tuple[Step, ...]:
    """The parts as the steps of a plan, with numbers again; raises KeyError where one is fed by a later one."""
    numbers: dict[str, int] = {}
    steps = []
    for number, part in enumerate(parts, 1):
        steps.append(replace(part.step, feed={n: _numbered(s, numbers) for n, s in part.step.feed.items()}))
        numbers[part.key] = number
    return tuple(steps)


def _numbered(source: str, numbers: Mapping[str, int]) -> str:
    found = _SOURCE.fullmatch(source)
    return f"{numbers[found[1]]}.{found[2]}" if found else source


def with_parts(plan: Plan, parts: Sequence[Part]) -> Plan:
    """The plan with other steps; nothing is known any more of what they reach on its sample."""
    return replace(plan, steps=steps_of(live(parts)), expected=())


def wrong_with(plan: Plan, library: Mapping[str, Method]) -> str:
    """Why a plan cannot be: an unknown method, an input that nobody feeds, or one that is fed another type; else empty."""
    try:
        check_plan(plan, library)
    except ValueError as error:
        return str(error)
    return next(_mistyped(plan, library), "")


def _mistyped(plan: Plan, library: Mapping[str, Method]) -> Iterator[str]:
    types = {argument.name: argument.type for argument in arguments(plan.problem)}
    for number, step in enumerate(plan.steps, 1):
        method = library[step.method]
        wanted = {p.name: p.type for p in method.spec.inputs}
        lists = 0
        for name, source in step.feed.items():
            given, each = types[source], f"dict[str, {wanted[name]}]"
            many = step.each and _fits(given, each)
            lists += many
            if not many and not _fits(given, wanted[name]):
                yield f"step {number}: {source} is {given}, but {name} has to be {wanted[name]}"
        if step.each and not lists:
            yield f"step {number}: nothing that it is fed is a value of each recording"
        for p in method.spec.outputs:
            kind = f"dict[str, {p.type}]" if step.each else p.type
            types[f"{number}.{step.gives.get(p.name, p.name)}"] = kind


def _fits(given: str, wanted: str) -> bool:
    """Whole numbers do for floating-point ones in mappings too; one of several types will do."""
    widened = given.replace("dict[str, int]", "dict[str, float]")
    return any(compatible(one, kind) for one in (given, widened) for kind in (wanted, *wanted.split(" | ")))
