"""The first operator: the same task with another sensor. The steps up to the goal's values are those of that sensor."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.errors import KnowledgeError
from core.knowledge import Plan
from core.problem import Problem
from knowledge.datasets.parts import Part, fed, part_of, parts_of, with_parts
from knowledge.datasets.rules import RULES
from knowledge.plan_files import plans


@functools.cache
def _goals() -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = tomllib.loads((RULES / "modality.toml").read_text("utf-8"))["goal"]
    return found


def by_sensor(name: str) -> Iterator[tuple[str, Plan]]:
    """The plan of this name with every sensor that reaches the same goal, by the sensor's name."""
    for goal in _goals():
        for task in goal["task"]:
            if task["plan"] == name:
                yield from ((sensor["name"], _with(plans()[name], task, sensor)) for sensor in goal["sensor"])


def _with(plan: Plan, task: Mapping[str, Any], sensor: Mapping[str, Any]) -> Plan:
    words = sensor.get("words", {})
    problem = Problem(
        " ".join(task["statement"].format(source=sensor["source"], **words).split()),
        ("data_path (str): path of the folder that holds the recordings",),
        task.get("output_format", plan.problem.output_format).strip("\n"),
        (*sensor.get("remarks", ()), *(text.format(**words) for text in task.get("remarks", ()))),
    )
    head = tuple(part_of(one) for one in sensor["steps"])
    changed = replace(
        plan,
        title=f"{plan.title}: {sensor['name']}",
        problem=problem,
        modality=tuple(sensor["modality"]),
        representation=tuple(sensor.get("representation", plan.representation)),
    )
    return with_parts(changed, [*head, *_tail(plan, task, sensor["gives"], words)])


def _tail(plan: Plan, task: Mapping[str, Any], gives: Mapping[str, str], words: Mapping[str, str]) -> tuple[Part, ...]:
    """What becomes of the sensor's values: by the plan's own steps, or by those of the task."""
    if "steps" not in task:
        own_parts = parts_of(plan)
        return fed(own_parts, {_place(own_parts, old): gives[value] for value, old in task["takes"].items()})
    own = [{**one, **{key: one[key].format(**words) for key in ("title", "description")}} for one in task["steps"]]
    return fed([part_of(one) for one in own], {f"@{value}": source for value, source in gives.items()})


def _place(parts: Sequence[Part], output: str) -> str:
    """Where the plan has the output of a method; raises KnowledgeError where the plan does not use it any more."""
    method, _, name = output.rpartition(".")
    part = next((part for part in parts if part.step.method == method), None)
    if part is None:
        raise KnowledgeError(f"modality.toml takes {output}, which the plan does not have.", "Correct the rule.")
    return f"{part.key}.{part.step.gives.get(name, name)}"
