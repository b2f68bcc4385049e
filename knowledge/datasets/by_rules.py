"""The three operators by rules: every combination of sensor, representation and device that keeps a plan valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.knowledge import Method, Plan
from knowledge.datasets.decompositions import Ask, plan_pair
from knowledge.datasets.made import Made
from knowledge.datasets.modality import by_sensor
from knowledge.datasets.parts import live, parts_of, wrong_with
from knowledge.datasets.resources import by_device
from knowledge.datasets.rules import applied, rules
from knowledge.plan_files import plans
from knowledge.reading import methods


@dataclass(frozen=True, slots=True)
class Variant:
    """A plan by some of the operators, which are named; ``made`` says by which rules."""

    plan: Plan
    operators: tuple[str, ...]
    made: str


def variants(name: str, library: Mapping[str, Method]) -> Iterator[Variant]:
    """Every combination of sensor, representation and device of a plan, the plan itself left out."""
    plan = plans()[name]
    sensors = [("", plan), *by_sensor(name)]
    for sensor, sensed in sensors:
        if len(live(parts_of(sensed))) < len(sensed.steps):
            continue
        for form, formed in [("", sensed), *_forms(sensed)]:
            for device, placed in [("", formed), *by_device(formed, library)]:
                named = {"modality": sensor, "representation": form, "resources": device}
                used = tuple(operator for operator, how in named.items() if how)
                if used:
                    yield Variant(placed, used, "; ".join(how for how in named.values() if how))


def _forms(plan: Plan) -> Iterator[tuple[str, Plan]]:
    """The plan by every rule of representation, and by every other form of its files with another rule."""
    single = [(rule, made) for rule in rules("representation") if (made := applied(rule, plan))]
    yield from ((rule.name, made) for rule, made in single)
    for rule, made in single:
        if _changes_files(rule.of, rule.place):
            others = (other for other in rules("representation") if not _changes_files(other.of, other.place))
            yield from ((f"{rule.name}, {o.name}", both) for o in others if (both := applied(o, made)))


def _changes_files(of: Sequence[str], place: str) -> bool:
    return place == "swap" and of[0].startswith("readers.")


def by_rules(name: str, ask: Ask, plan_format: str) -> Made:
    """The pairs of a plan's variants; those that do not hold are left out and counted."""
    found, library = Made(), methods()
    for variant in variants(name, library):
        wrong = wrong_with(variant.plan, library)
        pair = _short(wrong) or plan_pair(variant.plan, name, variant.made, ask, plan_format)
        found.note("rules", " + ".join(variant.operators), pair)
    return found


def _short(reason: str) -> str:
    return "more than 8 steps" if "a plan has 3 to 8" in reason else reason
