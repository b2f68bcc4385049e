"""The third operator: another device. Its budget changes the steps, or there is no variant."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from core.knowledge import Method, Plan, Step
from knowledge.datasets.rules import RULES, applied, rules

_SPOKEN_OF = re.compile(
    r"\b(?:[kMG]B|microcontroller|board|gateway|GPU|memory|LoRa\w*|[Oo]nly NumPy|server|router|real time|RAM|flash|edge box"
    r"|radio nodes?|program size)\b"
)
_ELSEWHERE = (
    "readers.", "evaluation.", "classifiers.feature_matrix", "classifiers.split_by_group", "forecasting.forecast_accuracy",
    "packing.trend_scores", "packing.packing_scores", "vital.answered_errors", "ranging.position_scores", "fusion.fusion_gain",
    "gps.trip_report", "gps.visit_report", "gps.outside_report",
)  # fmt: skip
_TRAINED = ("nets.train_mlp", "nets.train_cnn", "shrinking.small_tree", "shrinking.tree_arrays", "shrinking.prune_mlp")


@dataclass(frozen=True, slots=True)
class Device:
    """Where a program runs; ``plain``: what runs on it needs no more than NumPy, ``advice`` is what that means for a step."""

    name: str
    statement: str
    remarks: tuple[str, ...]
    tags: tuple[str, ...]
    advice: str
    plain: bool


@functools.cache
def devices() -> Mapping[str, Device]:
    """The devices by name."""
    found = tomllib.loads((RULES / "resources.toml").read_text("utf-8"))["device"]
    return {
        one["name"]: Device(**{**one, "remarks": tuple(one["remarks"]), "tags": tuple(one["tags"])}) for one in found
    }


def by_device(plan: Plan, library: Mapping[str, Method]) -> Iterator[tuple[str, Plan]]:
    """The plan on every device whose budget changes its steps, by device and rule."""
    if _SPOKEN_OF.search(plan.problem.statement):
        return
    quiet = tuple(remark for remark in plan.problem.remarks if not _SPOKEN_OF.search(remark))
    plan = replace(plan, problem=replace(plan.problem, remarks=quiet))
    for rule in rules("resources"):
        made = applied(rule, plan)
        for name in rule.devices if made else ():
            device = devices()[name]
            assert made is not None  # noqa: S101 - there are no devices without it
            if not device.plain or _is_plain(made, library):
                yield f"{name}, {rule.name}", _placed(made, device)


def _is_plain(plan: Plan, library: Mapping[str, Method]) -> bool:
    return all(library[step.method].plain for step in plan.steps if runs_on_device(step))


def runs_on_device(step: Step) -> bool:
    """Whether a step is part of what the device does: it neither reads recordings, nor trains, nor scores."""
    return not step.method.startswith(_ELSEWHERE) and step.method not in _TRAINED


def _placed(plan: Plan, device: Device) -> Plan:
    statement, *rest = plan.problem.statement, *plan.problem.remarks
    problem = replace(plan.problem, statement=f"{statement} {device.statement}", remarks=(*rest, *device.remarks))
    last = max((n for n, step in enumerate(plan.steps) if runs_on_device(step)), default=-1)
    steps = [
        replace(step, description=f"{step.description} {device.advice}") if number == last else step
        for number, step in enumerate(plan.steps)
    ]
    return replace(plan, problem=problem, steps=tuple(steps), resource=device.tags)
