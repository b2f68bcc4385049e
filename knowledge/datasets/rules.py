"""Rules that make another valid plan out of a plan: steps exchanged, put in or put at its end, and its problem said anew."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.knowledge import Plan
from core.problem import Problem
from knowledge.datasets.parts import Part, fed, part_of, parts_of, renamed, with_parts

RULES = Path(__file__).with_name("operators")
_SENTENCE = re.compile(r"(?<=[.;!?]) +")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a rules file; see docs/datasets.md.

    place: ``swap`` puts the parts in the place of the step of the method ``of``, ``after`` behind it, where they take
        over its outputs; ``tail`` in the place of all that comes behind it
    of: methods by which the step is found; it has to be the only one
    gives: which new output stands for which old one
    drops: sentences of the problem that hold this are left out, but not the first one; words: patterns and what they become
    refuse: what must not be left in the problem
    modality: the plan senses one of these; anything where it is empty. unless: it uses none of these methods
    """

    name: str
    place: str
    of: Sequence[str]
    parts: Sequence[Part]
    gives: Mapping[str, str]
    statement: str
    remarks: Sequence[str]
    code_input: Sequence[str]
    output_format: str
    drops: str
    words: Sequence[tuple[str, str]]
    refuse: str
    modality: frozenset[str]
    unless: frozenset[str]
    devices: Sequence[str]
    tags: tuple[str, ...]


@functools.cache
def rules(name: str) -> tuple[Rule, ...]:
    """The rules of a file, in its order."""
    data = tomllib.loads((RULES / f"{name}.toml").read_text("utf-8"))
    return tuple(_rule(one) for one in data["rule"])


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(
        data["name"],
        data["place"],
        data["of"],
        tuple(part_of(one) for one in data["steps"]),
        data.get("gives", {}),
        data.get("statement", ""),
        data.get("remarks", ()),
        data.get("code_input", ()),
        data.get("output_format", "").strip("\n"),
        data.get("drops", ""),
        [(one, other) for one, other in data.get("words", ())],
        data.get("refuse", ""),
        frozenset(data.get("modality", ())),
        frozenset(data.get("unless", ())),
        data.get("devices", ()),
        tuple(data.get("tags", ())),
    )


def applied(rule: Rule, plan: Plan) -> Plan | None:
    """The plan by a rule; None where the rule says nothing about it."""
    parts = parts_of(plan)
    used = {part.step.method for part in parts}
    found = [place for place, part in enumerate(parts) if part.step.method in rule.of]
    if len(found) != 1 or used & rule.unless or (rule.modality and not rule.modality & set(plan.modality)):
        return None
    problem = _told(rule, plan.problem)
    joined = _joined(rule, parts, found[0])
    if problem is None or joined is None:
        return None
    return with_parts(replace(plan, problem=problem), joined)


def _told(rule: Rule, problem: Problem) -> Problem | None:
    statement, remarks, inputs = problem.statement, list(problem.remarks), list(problem.code_input)
    for pattern, becomes in rule.words:
        statement, *rest = (re.sub(pattern, becomes, text) for text in (statement, *remarks, *inputs))
        remarks, inputs = rest[: len(remarks)], rest[len(remarks) :]
    if rule.drops:
        first, *others = _SENTENCE.split(statement)
        statement = " ".join([first, _without(rule.drops, " ".join(others))]).strip()
        remarks = [_without(rule.drops, remark) for remark in remarks]
    if rule.refuse and any(re.search(rule.refuse, text) for text in (statement, *remarks, *inputs)):
        return None
    return Problem(
        f"{statement} {rule.statement}".strip(),
        (*inputs, *rule.code_input),
        rule.output_format or problem.output_format,
        (*(remark for remark in remarks if remark), *rule.remarks),
    )


def _without(pattern: str, text: str) -> str:
    """The text without the sentences that hold a pattern."""
    kept = " ".join(one for one in _SENTENCE.split(text) if not re.search(pattern, one))
    return f"{kept[:-1]}." if kept.endswith(";") else kept


def _joined(rule: Rule, parts: Sequence[Part], place: int) -> list[Part] | None:
    old = parts[place]
    offered = old.step.feed if rule.place == "swap" else _outputs(old, rule)
    known = {f"@{name}": source for name, source in offered.items()}
    if any(source[0] == "@" and source not in known for source in _wanted(rule.parts)):
        return None
    new = fed(renamed(rule.parts, f"{old.key}_"), known)
    before, behind = parts[: place + (rule.place != "swap")], parts[place + 1 :]
    if rule.place == "tail":
        # What is read from files may be needed as well.
        return [*before, *(part for part in behind if part.step.method.startswith("readers.")), *new]
    moved = {f"{old.key}.{old.step.gives.get(one, one)}": f"{old.key}_{source}" for one, source in rule.gives.items()}
    return [*before, *new, *fed(behind, moved)]


def _wanted(parts: Sequence[Part]) -> Iterator[str]:
    return (source for part in parts for source in part.step.feed.values())


def _outputs(part: Part, rule: Rule) -> dict[str, str]:
    """The step's outputs by their names in the method, under which a rule speaks of them."""
    names = {source[1:] for source in _wanted(rule.parts) if source[0] == "@"}
    return {name: f"{part.key}.{part.step.gives.get(name, name)}" for name in names}
