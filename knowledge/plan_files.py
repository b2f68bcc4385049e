"""Plans read from their TOML files, and checked against the methods that they name."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.contracts import arguments
from core.errors import KnowledgeError
from core.knowledge import Expected, Method, Plan, Step
from core.problem import Problem
from knowledge.reading import methods

PLANS = Path(__file__).with_name("plans")
_STEP = re.compile(r"(\d+)\.(\w+)")


@functools.cache
def plans(folder: Path = PLANS) -> Mapping[str, Plan]:
    """Every plan of the library by its name; raises KnowledgeError naming a damaged one."""
    return {path.stem: read_plan(path) for path in sorted(folder.glob("*.toml"))}


def read_plan(path: Path) -> Plan:
    """The plan in a file; raises KnowledgeError with what is wrong in it."""
    try:
        plan = _plan(path.stem, tomllib.loads(path.read_text("utf-8")))
        check_plan(plan, methods())
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"The plan {path} cannot be read: {error}.", "See docs/plans.md.") from error
    return plan


def _plan(name: str, data: Mapping[str, Any]) -> Plan:
    problem = Problem(
        " ".join(data["statement"].split()),
        tuple(data["code_input"]),
        data["output_format"].strip("\n"),
        tuple(data.get("remarks", ())),
    )
    tags = (tuple(data[key]) for key in ("also", "modality", "representation", "resource", "unlike"))
    expected = tuple(Expected(**one) for one in data["expect"])
    return Plan(name, data["title"], problem, tuple(map(_step, data["steps"])), data["sample"], expected, *tags)


def _step(data: Mapping[str, Any]) -> Step:
    known = {"title", "description", "method", "feed", "set", "each", "gives"}
    if unknown := set(data) - known:
        raise ValueError(f"a step has no {', '.join(sorted(unknown))}")
    settings = {name: repr(value) for name, value in data.get("set", {}).items()}
    return Step(
        data["title"],
        " ".join(data["description"].split()),
        data["method"],
        dict(data["feed"]),
        settings,
        data.get("each", False),
        dict(data.get("gives", {})),
    )


def check_plan(plan: Plan, library: Mapping[str, Method]) -> None:
    """Raise ValueError where a step names what is not there."""
    given = [argument.name for argument in arguments(plan.problem)]
    offered: dict[int, set[str]] = {}
    for number, step in enumerate(plan.steps, 1):
        if step.method not in library:
            raise ValueError(f"step {number}: there is no method {step.method}")
        _check_step(number, step, library[step.method], given, offered)
        offered[number] = {step.gives.get(p.name, p.name) for p in library[step.method].spec.outputs}
    if not 3 <= len(plan.steps) <= 8:
        raise ValueError(f"it has {len(plan.steps)} steps; a plan has 3 to 8")
    if missing := [one.output for one in plan.expected if one.output not in offered[len(plan.steps)]]:
        raise ValueError(f"the last step has no output {', '.join(missing)}")


def _check_step(number: int, step: Step, method: Method, given: Sequence[str], offered: Mapping[int, set[str]]) -> None:
    needed = {p.name for p in method.spec.inputs}
    fed = set(step.feed) | set(step.settings)
    if unknown := fed - needed:
        raise ValueError(f"step {number}: {step.method} takes no {', '.join(sorted(unknown))}")
    if lacking := needed - fed - set(method.settings):
        raise ValueError(f"step {number}: {step.method} also needs {', '.join(sorted(lacking))}")
    if wrong := set(step.settings) - set(method.settings):
        raise ValueError(f"step {number}: {', '.join(sorted(wrong))} has no default: feed it")
    for name, source in step.feed.items():
        found = _STEP.fullmatch(source)
        if not ((found and found[2] in offered.get(int(found[1]), ())) or (not found and source in given)):
            raise ValueError(f"step {number}: nothing gives {source} for {name}")
